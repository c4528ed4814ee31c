package org.asyncio4j;

import java.time.Duration;
import java.util.Objects;
import org.asyncio4j.CancelledError.Kind;
import org.jspecify.annotations.Nullable;

/** Waits for one awaitable, but not for ever. */
final class WaitFor {

    private WaitFor() {}

    static <T extends @Nullable Object> T await(Awaitable<T> awaitable, @Nullable Duration timeout) {
        Objects.requireNonNull(awaitable, "awaitable");
        if (timeout == null || timeout.isPositive()) {
            RunningLoop.requireTask();
            return Timeout.after(timeout).runValue(_ -> awaitable.await());
        }
        if (awaitable instanceof Future<T> known && known.done()) {
            return known.result();
        }
        Task<?> caller = RunningLoop.requireTask();
        Future<T> future = Futures.ensureFuture(awaitable, null);
        if (future.done()) {
            return future.result();
        }
        cancelAndWait(future, caller);
        try {
            return future.result();
        } catch (CancelledError cancelled) {
            throw new TimeoutError(cancelled);
        }
    }

    private static void cancelAndWait(Future<?> future, Task<?> caller) {
        Future<Boolean> wake = future.loop().createFuture();
        Future.InternalCallback release = _ -> wake.finishIfPending(true);
        future.addInternalCallback(release);
        try {
            future.cancelBy(CancelRequest.of(Kind.TIMEOUT, caller));
            wake.await();
        } finally {
            future.removeInternalCallback(release);
        }
    }
}
