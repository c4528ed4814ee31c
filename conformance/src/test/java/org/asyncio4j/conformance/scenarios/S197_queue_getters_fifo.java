package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.sleep;

import java.util.List;
import org.asyncio4j.Asyncio;
import org.asyncio4j.Task;
import org.asyncio4j.conformance.Scenario;
import org.asyncio4j.queue.Queue;
import org.jspecify.annotations.Nullable;

final class S197_queue_getters_fifo extends Scenario {

    private void consumer(Queue<String> q, String name) {
        String item = q.get();
        print(name, "got", item);
    }

    private void main() {
        var q = new Queue<String>();
        List<Task<@Nullable Void>> ts = List.of(
                createTask(() -> consumer(q, "c1")),
                createTask(() -> consumer(q, "c2")),
                createTask(() -> consumer(q, "c3")));
        sleep(ZERO);
        q.putNowait("x");
        q.putNowait("y");
        print("two items stored, size", q.size());
        sleep(ofMillis(30));
        print("done", ts.stream().filter(Task::done).count());
        q.put("z");
        Asyncio.wait(ts);
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
