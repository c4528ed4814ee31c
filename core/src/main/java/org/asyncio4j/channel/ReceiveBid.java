package org.asyncio4j.channel;

import org.jspecify.annotations.Nullable;

/** A place in the line of those who receive. */
final class ReceiveBid<T> extends Bid {

    private final Channel<T> channel;
    /** What was received; null until then, and if the channel was closed. */
    private @Nullable T value;

    ReceiveBid(Waiter waiter, Channel<T> channel) {
        super(waiter);
        this.channel = channel;
    }

    void received(T given) {
        value = given;
    }

    @Nullable
    T value() {
        return value;
    }

    @Override
    boolean isBinding() {
        return value != null;
    }

    @Override
    void withdraw() {
        channel.withdraw(this);
    }
}
