package org.asyncio4j;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Protects a future from being cancelled by those who wait for it. */
final class Shield {

    private Shield() {}

    static <T extends @Nullable Object> Future<T> of(Awaitable<T> awaitable) {
        Future<T> inner = Futures.ensureFuture(awaitable, null);
        if (inner.done()) {
            return inner;
        }
        BaseEventLoop loop = inner.loop();
        loop.checkThread();
        Future<T> outer = loop.createFuture();
        Future.InternalCallback innerDone = _ -> copy(inner, outer);
        inner.addInternalCallback(innerDone);
        outer.addInternalCallback(_ -> {
            if (!inner.done()) {
                inner.removeInternalCallback(innerDone);
            }
        });
        return outer;
    }

    private static <T extends @Nullable Object> void copy(Future<T> inner, Future<T> outer) {
        inner.markRetrieved();
        if (outer.done()) {
            return;
        }
        Throwable error = inner.peekException();
        if (inner.cancelled()) {
            outer.cancelBy(Objects.requireNonNull(inner.cancelRequest()).withMessage(null));
        } else if (error != null) {
            outer.fail(error);
        } else {
            outer.finish(inner.result());
        }
    }
}
