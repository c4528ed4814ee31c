package org.asyncio4j.channel;

/** A place in the line of those who send. */
final class SendBid<T> extends Bid {

    private final Channel<T> channel;
    private final T value;
    private boolean taken;

    SendBid(Waiter waiter, Channel<T> channel, T value) {
        super(waiter);
        this.channel = channel;
        this.value = value;
    }

    /** Takes the value; this bid was struck for that. */
    T take() {
        taken = true;
        return value;
    }

    @Override
    boolean isBinding() {
        return taken;
    }

    @Override
    void withdraw() {
        channel.withdraw(this);
    }
}
