package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ZERO;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.sleep;

import java.util.List;
import org.asyncio4j.Asyncio;
import org.asyncio4j.EventLoop;
import org.asyncio4j.Future;
import org.asyncio4j.InvalidStateError;
import org.asyncio4j.Task;
import org.asyncio4j.conformance.Scenario;
import org.jspecify.annotations.Nullable;

final class S088_future_cancelled_by_waiter extends Scenario {

    private void waiter(Future<String> fut) {
        await(fut);
    }

    private void main() {
        EventLoop loop = getRunningLoop();
        Future<String> fut = loop.createFuture();
        Task<@Nullable Void> one = createTask(() -> waiter(fut), "one");
        Task<@Nullable Void> two = createTask(() -> waiter(fut), "two");
        sleep(ZERO);
        one.cancel();
        print("future cancelled", fut.cancelled(), "one done", one.done());
        Asyncio.wait(List.of(one, two));
        print("one cancelled", one.cancelled(), "cancelling", one.cancelling());
        print("two cancelled", two.cancelled(), "cancelling", two.cancelling());
        try {
            fut.setResult("late");
        } catch (InvalidStateError e) {
            print("late set_result:", e);
        }
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
