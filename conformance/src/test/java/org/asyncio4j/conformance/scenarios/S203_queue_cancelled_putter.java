package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ZERO;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.sleep;

import java.util.List;
import org.asyncio4j.Asyncio;
import org.asyncio4j.CancelledError;
import org.asyncio4j.Task;
import org.asyncio4j.conformance.Scenario;
import org.asyncio4j.queue.Queue;
import org.jspecify.annotations.Nullable;

final class S203_queue_cancelled_putter extends Scenario {

    private void producer(Queue<String> q, String item) {
        try {
            q.put(item);
            print("stored", item);
        } catch (CancelledError e) {
            print("not stored", item);
            throw e;
        }
    }

    private void main() {
        var q = new Queue<String>(1);
        q.putNowait("first");
        Task<@Nullable Void> a = createTask(() -> producer(q, "a"));
        Task<@Nullable Void> b = createTask(() -> producer(q, "b"));
        sleep(ZERO);
        a.cancel();
        print("got", q.get());
        Asyncio.wait(List.of(a, b));
        print("got", q.get(), "| left", q.size());
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
