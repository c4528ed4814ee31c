package org.asyncio4j.sync;

import java.util.Objects;

/**
 * A semaphore that never has more free permits than at first: a {@link #release()} without an {@link #acquire()} is an
 * error that shows at once.
 *
 * <p><b>Threads:</b> the loop's only.
 */
public final class BoundedSemaphore extends Semaphore {

    /** Creates a semaphore with one permit. */
    public BoundedSemaphore() {
        this(1);
    }

    /**
     * Creates a semaphore.
     *
     * @param value how many permits there are
     * @throws IllegalArgumentException if that is negative
     */
    public BoundedSemaphore(int value) {
        super(value, value, null);
    }

    /**
     * Creates a semaphore.
     *
     * @param value how many permits there are
     * @param name what {@link #toString()} and messages call it
     * @throws IllegalArgumentException if the value is negative
     */
    public BoundedSemaphore(int value, String name) {
        super(value, value, Objects.requireNonNull(name, "name"));
    }
}
