package org.asyncio4j;

import java.util.Objects;
import java.util.function.Supplier;
import org.asyncio4j.spi.LoopClock;
import org.asyncio4j.spi.Poller;
import org.asyncio4j.spi.ReadyOrder;

/**
 * What a loop is made of, for {@link Asyncio#newEventLoop(LoopOptions)}: its carrier, clock, poller and order.
 *
 * <p>Most programs need none of this. Tests replace the clock and the poller to make time virtual.
 *
 * @param carrier how tasks are run; {@link CarrierMode#AUTO} takes the better one that works
 * @param clock what delays are measured with
 * @param poller makes what the loop sleeps in; called once for each loop
 * @param order which ready callback runs first
 */
public record LoopOptions(CarrierMode carrier, LoopClock clock, Supplier<Poller> poller, ReadyOrder order) {

    /**
     * Checks that nothing is missing.
     *
     * @param carrier how tasks are run
     * @param clock what delays are measured with
     * @param poller makes what the loop sleeps in
     * @param order which ready callback runs first
     */
    public LoopOptions {
        Objects.requireNonNull(carrier, "carrier");
        Objects.requireNonNull(clock, "clock");
        Objects.requireNonNull(poller, "poller");
        Objects.requireNonNull(order, "order");
    }

    /**
     * Returns the options of {@link Asyncio#newEventLoop()}: the carrier that the system property
     * {@value CarrierMode#PROPERTY} names, the machine's clock, a selector, first in first out.
     *
     * @return the default options
     */
    public static LoopOptions defaults() {
        return new LoopOptions(CarrierMode.fromProperty(), LoopClock.system(), Poller::nio, ReadyOrder.fifo());
    }

    /**
     * Returns these options with another carrier.
     *
     * @param other how tasks are run
     * @return the changed options
     */
    public LoopOptions withCarrier(CarrierMode other) {
        return new LoopOptions(other, clock, poller, order);
    }

    /**
     * Returns these options with another clock and what sleeps by it; the two belong together.
     *
     * @param otherClock what delays are measured with
     * @param otherPoller makes what the loop sleeps in
     * @return the changed options
     */
    public LoopOptions withTime(LoopClock otherClock, Supplier<Poller> otherPoller) {
        return new LoopOptions(carrier, otherClock, otherPoller, order);
    }

    /**
     * Returns these options with another order.
     *
     * @param other which ready callback runs first
     * @return the changed options
     */
    public LoopOptions withOrder(ReadyOrder other) {
        return new LoopOptions(carrier, clock, poller, other);
    }
}
