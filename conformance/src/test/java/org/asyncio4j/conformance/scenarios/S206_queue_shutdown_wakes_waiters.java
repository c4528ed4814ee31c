package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ZERO;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.sleep;

import java.util.List;
import org.asyncio4j.Asyncio;
import org.asyncio4j.Task;
import org.asyncio4j.conformance.Scenario;
import org.asyncio4j.queue.Queue;
import org.asyncio4j.queue.QueueShutDown;
import org.jspecify.annotations.Nullable;

final class S206_queue_shutdown_wakes_waiters extends Scenario {

    private void getter(Queue<String> q, int n) {
        try {
            q.get();
        } catch (QueueShutDown _) {
            print("getter", n, "QueueShutDown");
        }
    }

    private void putter(Queue<String> q, String item) {
        try {
            q.put(item);
        } catch (QueueShutDown _) {
            print("putter", item, "QueueShutDown");
        }
    }

    private void main() {
        var q = new Queue<String>();
        List<Task<@Nullable Void>> ts = List.of(createTask(() -> getter(q, 1)), createTask(() -> getter(q, 2)));
        sleep(ZERO);
        q.shutdown();
        Asyncio.wait(ts);
        var full = new Queue<String>(1);
        full.putNowait("inside");
        ts = List.of(createTask(() -> putter(full, "x")), createTask(() -> putter(full, "y")));
        sleep(ZERO);
        full.shutdown();
        Asyncio.wait(ts);
        print("still drains", full.getNowait(), "size", full.size());
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
