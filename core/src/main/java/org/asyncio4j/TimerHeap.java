package org.asyncio4j;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The timers of a loop by deadline; equal deadlines keep the order in which they were set. */
final class TimerHeap {

    /*
     * A heap with four children a node, in which each timer knows its place. Against asyncio's binary heap with lazy
     * removal: a cancelled timer leaves at once, so a program that sets a timeout for each request keeps no garbage and
     * never pauses to purge, at the same cost per timeout. A wheel would be cheaper still, but it cannot keep the exact
     * order of deadlines.
     */

    private static final int CHILDREN = 4;
    private static final int FIRST_CAPACITY = 16;

    private @Nullable TimerHandle[] heap = new TimerHandle[FIRST_CAPACITY];
    private int size;
    private long sequence;

    boolean isEmpty() {
        return size == 0;
    }

    int size() {
        return size;
    }

    /** The earliest deadline; only when not empty. */
    long firstDeadline() {
        return at(0).deadlineNanos();
    }

    void add(TimerHandle timer) {
        if (size == heap.length) {
            heap = Arrays.copyOf(heap, size * 2);
        }
        timer.sequence = sequence++;
        siftUp(size++, timer);
    }

    /** Takes the earliest timer if its deadline has come, else returns null. */
    @Nullable
    TimerHandle pollDue(long nowNanos) {
        if (size == 0 || firstDeadline() > nowNanos) {
            return null;
        }
        TimerHandle first = at(0);
        remove(first);
        return first;
    }

    /** Takes a timer out; does nothing if it is not in this heap any more. */
    void remove(TimerHandle timer) {
        int index = timer.index;
        if (index == TimerHandle.NOT_SCHEDULED) {
            return;
        }
        timer.index = TimerHandle.NOT_SCHEDULED;
        TimerHandle last = at(--size);
        heap[size] = null;
        if (last != timer) {
            siftDown(index, last);
            if (last.index == index) {
                siftUp(index, last);
            }
        }
    }

    void clear() {
        for (int i = 0; i < size; i++) {
            at(i).index = TimerHandle.NOT_SCHEDULED;
        }
        Arrays.fill(heap, 0, size, null);
        size = 0;
    }

    private TimerHandle at(int index) {
        return Objects.requireNonNull(heap[index]);
    }

    private void siftUp(int start, TimerHandle timer) {
        int index = start;
        while (index > 0) {
            int parent = (index - 1) / CHILDREN;
            TimerHandle above = at(parent);
            if (!before(timer, above)) {
                break;
            }
            put(index, above);
            index = parent;
        }
        put(index, timer);
    }

    private void siftDown(int start, TimerHandle timer) {
        int index = start;
        for (;;) {
            int first = index * CHILDREN + 1;
            if (first >= size) {
                break;
            }
            int least = first;
            int end = Math.min(first + CHILDREN, size);
            for (int child = first + 1; child < end; child++) {
                if (before(at(child), at(least))) {
                    least = child;
                }
            }
            TimerHandle below = at(least);
            if (!before(below, timer)) {
                break;
            }
            put(index, below);
            index = least;
        }
        put(index, timer);
    }

    private void put(int index, TimerHandle timer) {
        heap[index] = timer;
        timer.index = index;
    }

    private static boolean before(TimerHandle a, TimerHandle b) {
        return a.deadlineNanos() != b.deadlineNanos()
                ? a.deadlineNanos() < b.deadlineNanos()
                : a.sequence < b.sequence;
    }
}
