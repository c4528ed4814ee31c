package org.asyncio4j.queue;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The items to come of a queue, until it is shut down and empty. */
final class QueueIterator<T extends @Nullable Object> implements Iterator<T> {

    /*
     * hasNext takes the item already: then the tasks of a pool that iterate wait, wake and take in the order of get. To
     * look without taking would use up a wake-up and leave the item to nobody, if next were not called after all.
     */

    private record Taken<T extends @Nullable Object>(T item) {}

    private final Queue<T> queue;
    /** The item that was taken and not handed out yet; null if there is none. */
    private @Nullable Taken<T> ahead;

    QueueIterator(Queue<T> queue) {
        this.queue = queue;
    }

    @Override
    public boolean hasNext() {
        if (ahead == null) {
            try {
                ahead = new Taken<>(queue.get());
            } catch (QueueShutDown _) {
                return false;
            }
        }
        return true;
    }

    @Override
    public T next() {
        if (!hasNext()) {
            throw new NoSuchElementException(queue + " is shut down and has no item left");
        }
        T item = Objects.requireNonNull(ahead).item;
        ahead = null;
        return item;
    }
}
