package org.asyncio4j;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The results of a function on many items, of which at most so many are in work at a time; each result when it is there.
 * Returned by {@link Asyncio#mapAsCompleted}.
 *
 * <pre>{@code
 * try (var pages = mapAsCompleted(urls, 10, url -> fetch(url))) {
 *     for (String page : pages) {
 *         if (page.contains(word)) {
 *             return page;                  // the fetches that still run are cancelled and waited for
 *         }
 *     }
 * }
 * }</pre>
 *
 * <p>A result counts as work until it is handed out, so a slow reader holds the work up, and neither results nor items
 * pile up. It can be iterated once; after a {@code break} another {@code for} goes on where the first stopped, until it is
 * closed. A loop that runs to its end, fails or is cancelled has closed it; only one that is left early needs the
 * {@code try} statement.
 *
 * <p><b>Threads:</b> only the task that made it may iterate and close it.
 *
 * @param <R> the type of the results
 */
public final class ConcurrentResults<R extends @Nullable Object> implements Iterable<R>, AutoCloseable {

    /*
     * A task group with one task that takes items, and one for each item. Items have a task of their own because their
     * iterator may suspend, for example that of a channel: results must come out meanwhile.
     *
     *     items --feeder--> at most `limit` of: running, then in `results` --reader--> out
     *
     * Two futures carry the wake-ups: the feeder waits for a free slot, the reader for a result or the end. Either one is
     * null while nobody waits.
     *
     * The reader does not look for failures. The group cancels everything at the first one, so the end comes soon, and
     * the group throws it there. Results that were there before are handed out first: errors come in the order of
     * completion, too.
     */

    // written once
    private final TaskGroup group = new TaskGroup(false);
    private final int limit;

    // loop thread only
    private final Queue<Result<R>> results = new ArrayDeque<>();
    /** How many items are in work: taken, and their result not handed out. */
    private int inWork;
    private @Nullable Future<Boolean> slotFree;
    private @Nullable Future<Boolean> news;
    private boolean closed;

    /** A result in a queue that takes no nulls. */
    private record Result<R extends @Nullable Object>(R value) {}

    private ConcurrentResults(int limit) {
        this.limit = limit;
    }

    /** Starts the work in the current task. */
    static <T extends @Nullable Object, R extends @Nullable Object> ConcurrentResults<R> of(
            Iterable<? extends T> items, int limit, CoroutineFunction<? super T, ? extends R> function) {
        Objects.requireNonNull(items, "items");
        Objects.requireNonNull(function, "function");
        if (limit < 1) {
            throw new IllegalArgumentException("limit must be at least 1, so that something can run: " + limit);
        }
        var results = new ConcurrentResults<R>(limit);
        results.group.enter();
        results.start(items, function);
        return results;
    }

    /** Waits for all results, and returns them in the order of the items. */
    static <T extends @Nullable Object, R extends @Nullable Object> List<R> inOrder(Iterable<? extends T> items,
            int limit, CoroutineFunction<? super T, ? extends R> function) {
        Objects.requireNonNull(items, "items");
        Objects.requireNonNull(function, "function");
        var all = new ArrayList<Numbered<R>>();
        try (var results = ConcurrentResults.<Numbered<T>, Numbered<R>>of(() -> numbered(items.iterator()), limit,
                item -> new Numbered<>(item.number, function.apply(item.value)))) {
            results.forEach(all::add);
        }
        return all.stream().sorted(Comparator.comparingInt(Numbered::number)).<R>map(Numbered::value).toList();
    }

    private record Numbered<V extends @Nullable Object>(int number, V value) {}

    private static <V extends @Nullable Object> Iterator<Numbered<V>> numbered(Iterator<? extends V> values) {
        return new Iterator<>() {
            private int taken;

            @Override
            public boolean hasNext() {
                return values.hasNext();
            }

            @Override
            public Numbered<V> next() {
                return new Numbered<>(taken++, values.next());
            }
        };
    }

    // ---- the tasks of the group ----

    private <T extends @Nullable Object> void start(Iterable<? extends T> items,
            CoroutineFunction<? super T, ? extends R> function) {
        Task<?> feeder = group.createTask(() -> feed(items.iterator(), function));
        feeder.addInternalCallback(_ -> wakeReader());
    }

    private <T extends @Nullable Object> void feed(Iterator<? extends T> items,
            CoroutineFunction<? super T, ? extends R> function) {
        awaitSlot();
        while (items.hasNext()) {
            T item = items.next();
            if (group.isAborting()) {
                return; // the iterator gave an item instead of hearing of the cancellation
            }
            inWork++;
            Task<R> worker = group.createTask(() -> function.apply(item));
            worker.addInternalCallback(_ -> ended(worker));
            awaitSlot();
        }
    }

    private void awaitSlot() {
        while (inWork == limit) {
            Future<Boolean> wake = group.parent().loop().createFuture();
            slotFree = wake;
            try {
                wake.await();
            } finally {
                slotFree = null;
            }
        }
    }

    /** A callback of a worker, after that of the group; runs no code of users. */
    private void ended(Task<R> worker) {
        if (!worker.cancelled() && worker.peekException() == null) {
            results.add(new Result<>(worker.result()));
        } else {
            releaseSlot();
        }
        wakeReader();
    }

    private void releaseSlot() {
        inWork--;
        if (slotFree != null) {
            slotFree.finishIfPending(true);
        }
    }

    private void wakeReader() {
        if (news != null) {
            news.finishIfPending(true);
        }
    }

    // ---- the reader ----

    /**
     * Returns the results, each when it is there. The step to the next one suspends the current task until then; it throws
     * an {@link ExceptionGroup} when the function, or the iterator of the items, failed and everything else has been
     * cancelled and waited for.
     *
     * <p><b>Cancellation:</b> cancels what is in work and waits for it, as {@link #close()} does.
     *
     * @return an iterator that goes on where an earlier one stopped
     */
    @Override
    public Iterator<R> iterator() {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return awaitResult();
            }

            @Override
            public R next() {
                if (!awaitResult()) {
                    throw new NoSuchElementException("all results have been handed out");
                }
                R value = results.remove().value;
                releaseSlot();
                return value;
            }
        };
    }

    /** Waits until there is a result; false if there will be none any more. */
    private boolean awaitResult() {
        checkParent();
        while (results.isEmpty() && !closed) {
            if (group.size() == 0) {
                leave(null);
            } else {
                awaitNews();
            }
        }
        return !closed;
    }

    private void awaitNews() {
        Future<Boolean> wake = group.parent().loop().createFuture();
        news = wake;
        try {
            wake.await();
        } catch (CancelledError cancelled) {
            leave(cancelled);
        } finally {
            news = null;
        }
    }

    private void leave(@Nullable Throwable thrown) {
        closed = true;
        results.clear();
        group.leave(thrown);
    }

    /**
     * Cancels what is in work and returns when it has ended; results that were not handed out are dropped. Does nothing if
     * it is closed already.
     *
     * <p><b>Cancellation:</b> a request that arrives while it waits is delivered at the next wait after it.
     *
     * @throws ExceptionGroup if something failed that no step of an iterator has thrown yet
     * @throws IllegalStateException if another task made it
     */
    @Override
    public void close() {
        checkParent();
        if (!closed) {
            group.cancel();
            leave(null);
        }
    }

    private void checkParent() {
        if (RunningLoop.requireTask() != group.parent()) {
            throw new IllegalStateException(
                    this + " is not this task's; use it in the task that made it, " + group.parent());
        }
    }

    @Override
    public String toString() {
        return "<ConcurrentResults limit=" + limit + " in work=" + inWork + " ready=" + results.size()
                + (closed ? " closed" : "") + ">";
    }
}
