package org.asyncio4j.channel;

import java.util.function.Consumer;
import org.asyncio4j.CoroutineFunction;
import org.asyncio4j.Future;
import org.jspecify.annotations.Nullable;

/** Waits for a future. */
final class DoneClause<T extends @Nullable Object, R extends @Nullable Object> extends Clause<R> {

    private final Future<? extends T> future;
    private final CoroutineFunction<? super T, ? extends R> handler;

    DoneClause(Future<? extends T> future, CoroutineFunction<? super T, ? extends R> handler) {
        this.future = future;
        this.handler = handler;
    }

    @Override
    boolean isReady() {
        return future.done();
    }

    @Override
    R take() throws Exception {
        return handler.apply(future.result());
    }

    @Override
    Entry<R> enter(Waiter waiter) {
        if (future.getLoop() != waiter.getLoop()) {
            throw new IllegalStateException(this + " waits for a future of a different event loop");
        }
        return new Entry<>(new DoneBid(waiter, future), this::take);
    }

    private static final class DoneBid extends Bid {

        private final Future<?> future;
        private final Consumer<Future<?>> callback = _ -> strike();

        DoneBid(Waiter waiter, Future<?> future) {
            super(waiter);
            this.future = future;
            future.addDoneCallback(callback);
        }

        @Override
        void withdraw() {
            future.removeDoneCallback(callback);
        }

        @Override
        boolean isBinding() {
            return false;
        }
    }

    @Override
    public String toString() {
        return "onDone(" + future + ")";
    }
}
