package org.asyncio4j.spi;

/**
 * What a loop sleeps in: returns when the time is up or when another thread wakes it.
 *
 * <p><b>Threads:</b> {@link #poll} and {@link #close} are called from the thread that runs the loop, {@link #wakeup} from
 * any thread.
 */
public interface Poller extends AutoCloseable {

    /** The timeout that means "until woken". */
    long FOREVER = Long.MAX_VALUE;

    /**
     * Sleeps until {@link #wakeup} is called, the time is up, or the thread is interrupted. A wake-up that came since the
     * previous call makes this one return at once. It may return early for no reason; it must not return late for want
     * of resolution by more than a millisecond.
     *
     * @param timeoutNanos the longest time to sleep, above 0; {@link #FOREVER} for no limit
     */
    void poll(long timeoutNanos);

    /** Makes the current or the next {@link #poll} return. Never blocks and never throws. */
    void wakeup();

    /** Releases what the poller holds of the operating system. A later {@link #wakeup} does nothing. */
    @Override
    void close();

    /**
     * Returns a new poller on a selector of {@code java.nio}.
     *
     * @return a poller that owns one selector
     * @throws java.io.UncheckedIOException if the operating system refuses a selector
     */
    static Poller nio() {
        return new NioPoller();
    }
}
