package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.sleep;
import static org.asyncio4j.Asyncio.waitFor;

import java.util.List;
import org.asyncio4j.Asyncio;
import org.asyncio4j.CancelledError;
import org.asyncio4j.Task;
import org.asyncio4j.TimeoutError;
import org.asyncio4j.conformance.Scenario;
import org.asyncio4j.queue.Queue;
import org.jspecify.annotations.Nullable;

final class S202_queue_cancelled_getter extends Scenario {

    private void consumer(Queue<String> q, String name) {
        try {
            print(name, "got", q.get());
        } catch (CancelledError e) {
            print(name, "cancelled");
            throw e;
        }
    }

    private void main() {
        var q = new Queue<String>();
        Task<@Nullable Void> a = createTask(() -> consumer(q, "a"));
        Task<@Nullable Void> b = createTask(() -> consumer(q, "b"));
        sleep(ZERO);
        q.putNowait("item");
        a.cancel();
        Asyncio.wait(List.of(a, b), ofMillis(50));
        print("b done", b.done(), "size", q.size());
        try {
            waitFor(() -> q.get(), ofMillis(20));
        } catch (TimeoutError _) {
            print("get timed out");
        }
        q.putNowait("next");
        print("size", q.size(), q.get());
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
