package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ofMillis;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.sleep;

import java.util.List;
import java.util.stream.Stream;
import org.asyncio4j.Asyncio;
import org.asyncio4j.Task;
import org.asyncio4j.WaitResult;
import org.asyncio4j.conformance.Scenario;

final class S104_wait_all_completed extends Scenario {

    private int job(int n) {
        sleep(ofMillis(20L * n));
        print("finished", n);
        return n;
    }

    private void main() {
        List<Task<Integer>> tasks = Stream.of(3, 1, 2).map(n -> createTask(() -> job(n))).toList();
        WaitResult<Task<Integer>> result = Asyncio.wait(tasks);
        print("done", result.done().size(), "pending", result.pending().size());
        print("same objects", tasks.stream().allMatch(result.done()::contains));
        print("results", result.done().stream().map(Task::result).sorted().toList());
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
