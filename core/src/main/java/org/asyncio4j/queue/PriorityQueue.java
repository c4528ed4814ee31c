package org.asyncio4j.queue;

import java.util.Comparator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Queue} that gives the smallest item first, by a comparator or by the order that the items have by nature. Where
 * Python has a tuple of a priority and the data, there is a record and a comparator here:
 *
 * <pre>{@code
 * record Job(int priority, String url) {}
 *
 * var jobs = new PriorityQueue<Job>(Comparator.comparingInt(Job::priority));
 * }</pre>
 *
 * <p>Items of which none is smaller come in no order that a program should rely on; it is the one that CPython has. Put
 * a running number into the items, and into the comparison, if the oldest of them is to come first.
 *
 * <p>An item that cannot be compared with the others is refused: {@link #put} and {@link #putNowait} throw what the
 * comparison throws, a {@link ClassCastException} if the items have no order by nature, a {@link NullPointerException}
 * for null without a comparator that knows it, and the queue is as it was before. The same holds for {@link #get} and
 * {@link #getNowait} with a comparator that throws. A comparator must not suspend.
 *
 * <p>{@code java.util} has a class of this name, which compiles without any import from here where {@code java.util} is
 * imported as a whole; see {@link org.asyncio4j.queue}.
 *
 * @param <T> the type of the items
 */
public final class PriorityQueue<T extends @Nullable Object> extends Queue<T> {

    /** Creates a queue without a limit, in natural order. */
    public PriorityQueue() {
        this(0);
    }

    /**
     * Creates a queue in natural order.
     *
     * @param maxsize how many items there may be; no limit if that is zero or less
     */
    public PriorityQueue(int maxsize) {
        super(new Heap<>(naturalOrder()), maxsize, null);
    }

    /**
     * Creates a queue in natural order with a name.
     *
     * @param maxsize how many items there may be; no limit if that is zero or less
     * @param name what {@link #toString()} and messages call it
     */
    public PriorityQueue(int maxsize, String name) {
        super(new Heap<>(naturalOrder()), maxsize, named(name));
    }

    /**
     * Creates a queue without a limit.
     *
     * @param order which of two items is smaller
     */
    public PriorityQueue(Comparator<? super T> order) {
        this(0, order);
    }

    /**
     * Creates a queue.
     *
     * @param maxsize how many items there may be; no limit if that is zero or less
     * @param order which of two items is smaller
     */
    public PriorityQueue(int maxsize, Comparator<? super T> order) {
        super(new Heap<>(Objects.requireNonNull(order, "order")), maxsize, null);
    }

    /**
     * Creates a queue with a name.
     *
     * @param maxsize how many items there may be; no limit if that is zero or less
     * @param order which of two items is smaller
     * @param name what {@link #toString()} and messages call it
     */
    public PriorityQueue(int maxsize, Comparator<? super T> order, String name) {
        super(new Heap<>(Objects.requireNonNull(order, "order")), maxsize, named(name));
    }

    @SuppressWarnings("unchecked") // comparing items without an order throws a ClassCastException, as documented
    private static <T extends @Nullable Object> Comparator<? super T> naturalOrder() {
        return (Comparator<? super T>) (Comparator<?>) Comparator.naturalOrder();
    }
}
