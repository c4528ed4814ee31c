package org.asyncio4j.channel;

import org.asyncio4j.Coroutine;
import org.jspecify.annotations.Nullable;

/** Sends to a channel. */
final class SendClause<T, R extends @Nullable Object> extends Clause<R> {

    private final Channel<T> channel;
    private final T value;
    private final Coroutine<? extends R> handler;

    SendClause(Channel<T> channel, T value, Coroutine<? extends R> handler) {
        this.channel = channel;
        this.value = value;
        this.handler = handler;
    }

    @Override
    boolean isReady() {
        return channel.canSend();
    }

    @Override
    R take() throws Exception {
        channel.trySend(value);
        return handler.await();
    }

    @Override
    Entry<R> enter(Waiter waiter) {
        SendBid<T> bid = channel.line(waiter, value);
        return new Entry<>(bid, () -> {
            channel.sent(bid);
            return handler.await();
        });
    }

    @Override
    public String toString() {
        return "onSend(" + channel.title() + ")";
    }
}
