package org.asyncio4j.transport;

/**
 * The water marks of what waits to be sent: above the high one the protocol is paused, at the low one it is resumed.
 *
 * @param low the low water mark, in bytes
 * @param high the high water mark, in bytes
 */
public record WriteBufferLimits(long low, long high) {

    private static final long DEFAULT_HIGH = 64 * 1024;
    private static final int RATIO = 4;

    /**
     * Checks the order of the two.
     *
     * @param low the low water mark, in bytes
     * @param high the high water mark, in bytes
     * @throws IllegalArgumentException unless high &gt;= low &gt;= 0
     */
    public WriteBufferLimits {
        if (low < 0 || high < low) {
            throw new IllegalArgumentException("high (" + high + ") must be >= low (" + low + ") must be >= 0");
        }
    }

    /**
     * Returns the limits of a new transport: 16 and 64 KiB.
     *
     * @return the default limits
     */
    public static WriteBufferLimits defaults() {
        return ofHigh(DEFAULT_HIGH);
    }

    /**
     * Returns limits with a quarter of the high water mark as the low one.
     *
     * @param high the high water mark; with 0 the protocol is paused whenever something waits
     * @return the limits
     */
    public static WriteBufferLimits ofHigh(long high) {
        return new WriteBufferLimits(high / RATIO, high);
    }

    /**
     * Returns limits with four times the low water mark as the high one.
     *
     * @param low the low water mark
     * @return the limits
     */
    public static WriteBufferLimits ofLow(long low) {
        return new WriteBufferLimits(low, low * RATIO);
    }
}
