package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ofMillis;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.waitFor;

import org.asyncio4j.CancelledError;
import org.asyncio4j.Future;
import org.asyncio4j.Task;
import org.asyncio4j.TimeoutError;
import org.asyncio4j.conformance.Scenario;
import org.jspecify.annotations.Nullable;

final class S127_wait_for_future_cancelled_on_timeout extends Scenario {

    private static @Nullable String other(Future<?> future) {
        try {
            await(future);
        } catch (CancelledError _) {
            return "other saw the cancellation";
        }
        return null;
    }

    private void main() {
        Future<String> future = getRunningLoop().createFuture();
        Task<@Nullable String> o = createTask(() -> other(future));
        try {
            waitFor(future, ofMillis(30));
        } catch (TimeoutError e) {
            print("TimeoutError caused by", typeName(e.getCause()));
        }
        print("future cancelled", future.cancelled());
        print(await(o));
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
