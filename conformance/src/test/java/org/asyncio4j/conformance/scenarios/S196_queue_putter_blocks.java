package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ofMillis;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.sleep;

import org.asyncio4j.Task;
import org.asyncio4j.conformance.Scenario;
import org.asyncio4j.queue.Queue;

final class S196_queue_putter_blocks extends Scenario {

    private void producer(Queue<Integer> q) {
        for (int i = 0; i < 4; i++) {
            q.put(i);
            print("put", i, "size", q.size());
        }
    }

    private void main() {
        var q = new Queue<Integer>(2);
        Task<?> p = createTask(() -> producer(q));
        sleep(ofMillis(20));
        print("producer done", p.done(), "size", q.size());
        for (int i = 0; i < 4; i++) {
            print("got", q.get());
            sleep(ofMillis(30));
        }
        print("producer done", p.done());
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
