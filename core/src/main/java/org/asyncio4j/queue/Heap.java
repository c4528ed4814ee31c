package org.asyncio4j.queue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Smallest first. */
final class Heap<T extends @Nullable Object> implements Items<T> {

    /*
     * A binary heap: no item is smaller than its parent, (index - 1) / 2.
     *
     * Items that compare as equal come out in the order in which Python's heapq gives them: on its way down a free place
     * takes the right child unless the left one is smaller, and it goes down to the bottom before the last item
     * looks for its place upwards. java.util.PriorityQueue stops on the way, gives equal items in another order, and
     * refuses null.
     *
     * A comparator may throw. So each change first finds its place, which only compares, and then moves items along one
     * path, which cannot fail.
     */

    private final Comparator<? super T> order;
    private final List<T> items = new ArrayList<>();

    Heap(Comparator<? super T> order) {
        this.order = order;
    }

    @Override
    public void add(T item) {
        int place = items.size();
        if (place == 0) {
            // an item that cannot be compared is refused at once, not when the second one comes
            isLess(item, item);
        }
        while (place > 0 && isLess(item, items.get(parent(place)))) {
            place = parent(place);
        }
        items.add(item);
        for (int index = items.size() - 1; index > place; index = parent(index)) {
            items.set(index, items.get(parent(index)));
        }
        items.set(place, item);
    }

    @Override
    public T remove() {
        T last = items.getLast();
        int place = items.size() == 1 ? 0 : placeFor(last);
        items.removeLast();
        if (items.isEmpty()) {
            return last;
        }
        // each item of the path moves to its parent, and the root out of the heap
        T moved = last;
        for (int index = place; index > 0; index = parent(index)) {
            moved = items.set(index, moved);
        }
        return items.set(0, moved);
    }

    /** Where the last item goes once the path of the smaller children has moved up by one. */
    private int placeFor(T last) {
        int end = items.size() - 1;
        int place = 0;
        for (int child = 1; child < end; child = 2 * place + 1) {
            int right = child + 1;
            place = right < end && !isLess(items.get(child), items.get(right)) ? right : child;
        }
        while (place > 0 && isLess(last, items.get(place))) {
            place = parent(place);
        }
        return place;
    }

    private boolean isLess(T item, T other) {
        return order.compare(item, other) < 0;
    }

    private static int parent(int index) {
        return (index - 1) / 2;
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
