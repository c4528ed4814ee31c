package org.asyncio4j;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.asyncio4j.spi.LoopClock;
import org.asyncio4j.spi.Poller;

/** Simulated time for one loop: sleeping costs nothing, and every run is the ideal one. */
public final class VirtualTime implements LoopClock {

    /** A reading takes a moment too, so that no two are equal. */
    private static final long READING_NANOS = 100;

    private final long readingNanos;
    private long nowNanos = TimeUnit.SECONDS.toNanos(1000);

    /** Creates a time in which every reading takes a moment. */
    public VirtualTime() {
        this(READING_NANOS);
    }

    private VirtualTime(long readingNanos) {
        this.readingNanos = readingNanos;
    }

    /**
     * Creates a time that passes only while the loop sleeps, so that deadlines of different origin can be the same.
     *
     * @return the time
     */
    public static VirtualTime thatStandsStill() {
        return new VirtualTime(0);
    }

    /**
     * Options of a loop that runs in this time.
     *
     * @return the default options with this clock
     */
    public LoopOptions options() {
        return LoopOptions.defaults().withTime(this, VirtualPoller::new);
    }

    @Override
    public long nanos() {
        nowNanos += readingNanos;
        return nowNanos;
    }

    /**
     * Lets time pass, as a step does that keeps the thread busy.
     *
     * @param nanos how much
     */
    public void advance(long nanos) {
        nowNanos += nanos;
    }

    private final class VirtualPoller implements Poller {

        private final Semaphore wakeups = new Semaphore(0);

        @Override
        public void poll(long timeoutNanos) {
            if (wakeups.drainPermits() > 0) {
                return;
            }
            if (timeoutNanos != FOREVER) {
                advance(timeoutNanos);
                return;
            }
            try {
                wakeups.acquire(); // nothing left but other threads
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void wakeup() {
            wakeups.release();
        }

        @Override
        public void close() {
            // holds nothing
        }
    }
}
