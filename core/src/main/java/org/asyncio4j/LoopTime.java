package org.asyncio4j;

import java.time.Duration;
import java.util.Locale;
import org.asyncio4j.spi.LoopClock;

/** The time of a loop in nanoseconds; durations become nanoseconds here and nowhere else. */
final class LoopTime {

    private final LoopClock clock;

    LoopTime(LoopClock clock) {
        this.clock = clock;
    }

    long nowNanos() {
        return clock.nanos();
    }

    /** The deadline that lies a delay after now; never so far that it wraps round. */
    long deadlineAfter(Duration delay) {
        long now = clock.nanos();
        long deadline = now + nanos(delay);
        return delay.isPositive() && deadline < now ? Long.MAX_VALUE : deadline;
    }

    /** A duration in nanoseconds; one too long to be counted so is cut to the longest that can be reckoned with. */
    static long nanos(Duration duration) {
        try {
            return duration.toNanos();
        } catch (ArithmeticException _) {
            return duration.isNegative() ? Long.MIN_VALUE / 2 : Long.MAX_VALUE;
        }
    }

    /** A time in seconds to the millisecond, for messages. */
    static String seconds(long nanos) {
        return String.format(Locale.ROOT, "%.3f", nanos / 1e9);
    }
}
