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

    /** A callback of the future itself, so that it can be removed again. */
    private static final class DoneBid extends Bid implements Consumer<Future<?>> {

        private final Future<?> future;

        DoneBid(Waiter waiter, Future<?> future) {
            super(waiter);
            this.future = future;
            future.addDoneCallback(this);
        }

        @Override
        public void accept(Future<?> done) {
            strike();
        }

        @Override
        void withdraw() {
            future.removeDoneCallback(this);
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
