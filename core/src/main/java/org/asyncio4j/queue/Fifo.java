package org.asyncio4j.queue;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** First in, first out. */
final class Fifo<T extends @Nullable Object> implements Items<T> {

    /** Stands for null, which the deque refuses. */
    private static final Object NULL = new Object() {
        @Override
        public String toString() {
            return "null";
        }
    };

    private final ArrayDeque<Object> items = new ArrayDeque<>();

    @Override
    public void add(T item) {
        items.addLast(item == null ? NULL : item);
    }

    @Override
    @SuppressWarnings({"unchecked", "NullAway"}) // what add put there is a T, and it is null only if that may be
    public T remove() {
        Object item = items.removeFirst();
        return item == NULL ? null : (T) item;
    }

    @Override
    public int size() {
        return items.size();
    }

    @Override
    public void clear() {
        items.clear();
    }

    @Override
    public String toString() {
        return items.toString();
    }
}
