package org.asyncio4j.queue;

import org.jspecify.annotations.Nullable;

/**
 * What a queue keeps its items in: which one {@link #remove} takes is all that the kinds of queues differ in.
 * {@code toString} lists the items as Python's {@code list(queue._queue)} does.
 */
interface Items<T extends @Nullable Object> {

    /** Adds an item; if that throws, nothing has changed. */
    void add(T item);

    /** Takes the next item, only when there is one; if that throws, nothing has changed. */
    T remove();

    int size();

    void clear();
}
