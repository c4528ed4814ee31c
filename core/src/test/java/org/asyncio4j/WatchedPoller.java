package org.asyncio4j;

import java.util.function.LongConsumer;
import org.asyncio4j.spi.LoopClock;
import org.asyncio4j.spi.Poller;

/** What a loop in real time sleeps in; tells each time when the loop is about to go to sleep. */
final class WatchedPoller implements Poller {

    private final Poller actual = Poller.nio();
    private final LongConsumer onSleep;

    private WatchedPoller(LongConsumer onSleep) {
        this.onSleep = onSleep;
    }

    /** Options of a loop whose sleeps are watched: called on the loop's thread with the limit of the sleep. */
    static LoopOptions watch(LongConsumer onSleep) {
        return LoopOptions.defaults().withTime(LoopClock.system(), () -> new WatchedPoller(onSleep));
    }

    @Override
    public void poll(long timeoutNanos) {
        onSleep.accept(timeoutNanos);
        actual.poll(timeoutNanos);
    }

    @Override
    public void wakeup() {
        actual.wakeup();
    }

    @Override
    public void close() {
        actual.close();
    }
}
