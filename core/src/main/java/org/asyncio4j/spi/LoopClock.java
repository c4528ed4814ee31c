package org.asyncio4j.spi;

/**
 * The clock a loop measures delays with: monotonic nanoseconds from an arbitrary origin.
 *
 * <p>Called only from the thread that runs the loop, except through {@code EventLoop.time()}, which any thread may call;
 * an implementation must allow that.
 */
@FunctionalInterface
public interface LoopClock {

    /**
     * Returns the current reading. It never goes back.
     *
     * @return nanoseconds since an origin that stays the same for the life of the clock
     */
    long nanos();

    /**
     * Returns the clock of the machine, with an origin shared by all loops of this process.
     *
     * @return the system's monotonic clock
     */
    static LoopClock system() {
        return SystemClock.INSTANCE;
    }
}

/** The machine's monotonic clock, counted from the start of the library so that readings are small and positive. */
enum SystemClock implements LoopClock {
    INSTANCE;

    private static final long ORIGIN = System.nanoTime();

    @Override
    public long nanos() {
        return System.nanoTime() - ORIGIN;
    }
}
