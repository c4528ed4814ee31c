package org.asyncio4j;

import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import org.asyncio4j.CancelledError.Kind;
import org.jspecify.annotations.Nullable;

/** Links futures of a loop with those of the JDK: an outcome crosses over one way, a cancellation both ways. */
final class FutureBridge {

    /*
     * Completing or cancelling a future of the JDK runs what others have hung on it, at once and in place. On the loop
     * that is code of users, so it happens in ordinary callbacks, never in internal ones.
     */

    private FutureBridge() {}

    static <T extends @Nullable Object> CompletableFuture<T> toCompletableFuture(Future<T> future) {
        var linked = new CompletableFuture<T>();
        future.addDoneCallback(_ -> passOutcome(future, linked));
        passCancellation(linked, future);
        return linked;
    }

    /** A future of the loop is done: the linked one becomes so, too. */
    static <T extends @Nullable Object> void passOutcome(Future<T> future, CompletableFuture<T> linked) {
        Throwable error = future.peekException();
        if (future.cancelled()) {
            linked.cancel(false);
        } else if (error != null) {
            future.markRetrieved();
            linked.completeExceptionally(error);
        } else {
            linked.complete(future.result());
        }
    }

    /** Has the future of the loop cancelled if the linked one is. */
    static void passCancellation(CompletableFuture<?> linked, Future<?> future) {
        BaseEventLoop loop = future.loop();
        var _ = linked.whenComplete((_, _) -> {
            if (linked.isCancelled()) {
                fromAnywhere(loop, future::cancel);
            }
        });
    }

    /** A future of the loop with the outcome of a stage. */
    static <T extends @Nullable Object> Future<T> wrap(CompletionStage<T> stage,
            BaseEventLoop loop) {
        Objects.requireNonNull(stage, "stage");
        loop.checkThread();
        Future<T> future = loop.createFuture();
        stage.whenComplete(
                (value, error) -> fromAnywhere(loop, () -> settle(future, value, error)));
        future.addDoneCallback(_ -> {
            if (future.cancelled()) {
                stage.toCompletableFuture().cancel(true);
            }
        });
        return future;
    }

    /** A future of the loop with the outcome of a future that can only be waited for, by a thread that does so. */
    static <T extends @Nullable Object> Future<T> wrap(java.util.concurrent.Future<T> foreign,
            BaseEventLoop loop) {
        Objects.requireNonNull(foreign, "future");
        if (foreign instanceof CompletionStage<?> stage) {
            @SuppressWarnings("unchecked") // one object is not a stage and a future of different types
            var typed = (CompletionStage<T>) stage;
            return wrap(typed, loop);
        }
        loop.checkThread();
        Future<T> future = loop.createFuture();
        Thread.ofVirtual().name("asyncio4j-await-future").start(() -> {
            try {
                T value = foreign.get();
                fromAnywhere(loop, () -> settle(future, value, null));
            } catch (ExecutionException e) {
                fromAnywhere(loop, () -> settle(future, null, e.getCause()));
            } catch (InterruptedException | RuntimeException | Error e) {
                fromAnywhere(loop, () -> settle(future, null, e));
            }
        });
        future.addDoneCallback(_ -> {
            if (future.cancelled()) {
                foreign.cancel(true);
            }
        });
        return future;
    }

    @SuppressWarnings("NullAway") // without an error the value is a T
    private static <T extends @Nullable Object> void settle(Future<T> future, @Nullable T value,
            @Nullable Throwable error) {
        if (future.done()) {
            return;
        }
        Throwable original = error instanceof CompletionException && error.getCause() != null
                ? error.getCause()
                : error;
        if (original instanceof CancellationException) {
            future.cancelBy(CancelRequest.of(Kind.EXPLICIT, (String) null));
        } else if (original != null) {
            future.fail(original);
        } else {
            future.finish(value);
        }
    }

    /** Work of the library for the loop thread, from this or another thread; forgotten if the loop is closed. */
    private static void fromAnywhere(BaseEventLoop loop, Runnable work) {
        if (!loop.isClosed()) {
            loop.addReadyFromAnywhere(Handle.internal(loop, work));
        }
    }
}
