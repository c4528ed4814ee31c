package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ZERO;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.sleep;

import java.util.List;
import org.asyncio4j.Asyncio;
import org.asyncio4j.CancelledError;
import org.asyncio4j.EventLoop;
import org.asyncio4j.Future;
import org.asyncio4j.Task;
import org.asyncio4j.conformance.Scenario;
import org.jspecify.annotations.Nullable;

final class S065_task_cancel_after_future_resolved extends Scenario {

    private void waiter(Future<String> fut) {
        try {
            print("got", await(fut));
        } catch (CancelledError e) {
            print("cancelled, the future has result", fut.result(), "cancelled", fut.cancelled());
            throw e;
        }
    }

    private void main() {
        EventLoop loop = getRunningLoop();
        Future<String> fut = loop.createFuture();
        Task<@Nullable Void> t = createTask(() -> waiter(fut));
        sleep(ZERO);
        fut.setResult("value");
        print("cancel ->", t.cancel());
        Asyncio.wait(List.of(t));
        print("task cancelled", t.cancelled());
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
