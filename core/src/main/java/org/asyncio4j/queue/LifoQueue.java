package org.asyncio4j.queue;

import org.jspecify.annotations.Nullable;

/**
 * A {@link Queue} that gives the newest item first.
 *
 * @param <T> the type of the items; null is an item like any other
 */
public final class LifoQueue<T extends @Nullable Object> extends Queue<T> {

    /** Creates a queue without a limit. */
    public LifoQueue() {
        this(0);
    }

    /**
     * Creates a queue.
     *
     * @param maxsize how many items there may be; no limit if that is zero or less
     */
    public LifoQueue(int maxsize) {
        super(new Stack<>(), maxsize, null);
    }

    /**
     * Creates a queue with a name.
     *
     * @param maxsize how many items there may be; no limit if that is zero or less
     * @param name what {@link #toString()} and messages call it
     */
    public LifoQueue(int maxsize, String name) {
        super(new Stack<>(), maxsize, named(name));
    }
}
