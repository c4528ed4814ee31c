package org.asyncio4j.channel;

/** One of the things that a waiter waits for. */
abstract class Bid {

    // written once
    private final Waiter waiter;

    Bid(Waiter waiter) {
        this.waiter = waiter;
    }

    final Waiter waiter() {
        return waiter;
    }

    /** Ends the wait in favour of this bid; false if it has ended. On a foreign thread it throws and ends nothing. */
    final boolean strike() {
        return waiter.strike(this);
    }

    /** Leaves no trace. */
    abstract void withdraw();

    /** Tells, once it is struck, whether something has changed hands that cannot be given back. */
    abstract boolean isBinding();
}
