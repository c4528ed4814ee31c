package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ZERO;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.sleep;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.asyncio4j.Task;
import org.asyncio4j.conformance.Scenario;

final class S034_create_task_many extends Scenario {

    private int add(List<Integer> counter, int n) {
        sleep(ZERO);
        counter.add(n);
        return n * n;
    }

    private void main() {
        List<Integer> counter = new ArrayList<>();
        List<Task<Integer>> tasks = IntStream.range(0, 500)
                .mapToObj(i -> createTask(() -> add(counter, i)))
                .toList();
        print("before", counter.size(), "done", tasks.stream().filter(Task::done).count());
        int total = 0;
        for (Task<Integer> t : tasks) {
            total += await(t);
        }
        print("after", counter.size(), "sum of squares", total);
        print("ran in creation order", counter.equals(IntStream.range(0, 500).boxed().toList()));
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
