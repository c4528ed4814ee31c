package org.asyncio4j.channel;

import org.asyncio4j.Coroutine;
import org.asyncio4j.CoroutineFunction;
import org.jspecify.annotations.Nullable;

/** Receives from a channel. */
final class ReceiveClause<T, R extends @Nullable Object> extends Clause<R> {

    private final Channel<T> channel;
    private final CoroutineFunction<? super T, ? extends R> handler;
    /** What to do at the end; null to throw. */
    private final @Nullable Coroutine<? extends R> onEnd;

    ReceiveClause(Channel<T> channel, CoroutineFunction<? super T, ? extends R> handler,
            @Nullable Coroutine<? extends R> onEnd) {
        this.channel = channel;
        this.handler = handler;
        this.onEnd = onEnd;
    }

    @Override
    boolean isReady() {
        return channel.canReceive();
    }

    @Override
    R take() throws Exception {
        return handle(channel.poll());
    }

    @Override
    Entry<R> enter(Waiter waiter) {
        ReceiveBid<T> bid = channel.line(waiter);
        return new Entry<>(bid, () -> handle(channel.received(bid)));
    }

    private R handle(@Nullable T value) throws Exception {
        if (value != null) {
            return handler.apply(value);
        }
        if (onEnd == null) {
            throw channel.ended();
        }
        return onEnd.await();
    }

    @Override
    public String toString() {
        return "onReceive(" + channel.title() + ")";
    }
}
