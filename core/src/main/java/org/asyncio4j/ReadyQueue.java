package org.asyncio4j;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a loop runs next, oldest first: handles, tasks whose next step is due, and threads that a foreign wake-up made
 * runnable. Loop thread only.
 */
final class ReadyQueue {

    private static final int FIRST_CAPACITY = 64;

    /** A ring; its length is a power of two. */
    private @Nullable Object[] items = new Object[FIRST_CAPACITY];
    private int head;
    private int size;

    boolean isEmpty() {
        return size == 0;
    }

    int size() {
        return size;
    }

    void add(Object item) {
        if (size == items.length) {
            grow();
        }
        items[(head + size++) & (items.length - 1)] = item;
    }

    /** The oldest item, or null if there is none. */
    @Nullable
    Object peek() {
        return size == 0 ? null : items[head];
    }

    /** Takes the oldest item; only when not empty. */
    Object poll() {
        Object item = Objects.requireNonNull(items[head]);
        items[head] = null;
        head = (head + 1) & (items.length - 1);
        size--;
        return item;
    }

    /** Takes the item at an index counted from the oldest; those before it keep their order. */
    Object poll(int index) {
        int mask = items.length - 1;
        Object item = Objects
                .requireNonNull(items[(head + Objects.checkIndex(index, size)) & mask]);
        for (int i = index; i > 0; i--) {
            items[(head + i) & mask] = items[(head + i - 1) & mask];
        }
        items[head] = item;
        return poll();
    }

    void clear() {
        while (size > 0) {
            poll();
        }
    }

    private void grow() {
        @Nullable
        Object[] larger = new Object[items.length * 2];
        for (int i = 0; i < size; i++) {
            larger[i] = items[(head + i) & (items.length - 1)];
        }
        items = larger;
        head = 0;
    }
}
