package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ZERO;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.sleep;

import java.util.List;
import org.asyncio4j.Task;
import org.asyncio4j.conformance.Scenario;
import org.asyncio4j.queue.LifoQueue;

final class S200_queue_lifo extends Scenario {

    private void main() {
        var q = new LifoQueue<Integer>();
        for (int i : List.of(1, 2, 3)) {
            q.put(i);
        }
        print(q.get(), q.get());
        q.put(4);
        print(q.get(), q.get(), q.isEmpty());
        Task<Integer> t = createTask(() -> q.get());
        sleep(ZERO);
        q.putNowait(5);
        q.putNowait(6);
        print("blocked getter got", await(t));
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
