package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ZERO;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.sleep;

import org.asyncio4j.Task;
import org.asyncio4j.conformance.Scenario;
import org.asyncio4j.queue.Queue;
import org.asyncio4j.queue.QueueShutDown;

final class S207_queue_shutdown_immediate extends Scenario {

    private void joiner(Queue<Integer> q) {
        q.join();
        print("join released");
    }

    private void main() {
        var q = new Queue<Integer>();
        for (int i = 0; i < 3; i++) {
            q.putNowait(i);
        }
        Task<?> j = createTask(() -> joiner(q));
        sleep(ZERO);
        print("size", q.size(), "join done", j.done());
        q.shutdown(true);
        print("size", q.size(), "empty", q.isEmpty());
        try {
            q.get();
        } catch (QueueShutDown _) {
            print("get QueueShutDown");
        }
        await(j);
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
