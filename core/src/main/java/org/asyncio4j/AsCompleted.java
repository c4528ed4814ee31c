package org.asyncio4j;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The results of several awaitables in the order in which they are done. Returned by {@link Asyncio#asCompleted}.
 *
 * <p>A plain {@code for} gives coroutines at once, one for each awaitable. Each of them, when awaited, takes the next
 * completion, whichever it is, and returns its result or throws its error. {@link #futures()} gives the futures
 * themselves, each when it is done.
 *
 * <p>It can be iterated once; after a {@code break} another {@code for} goes on where the first stopped. Leaving early
 * cancels nothing, and neither does the timeout: after it each remaining coroutine throws {@link TimeoutError}, and so
 * does the next step of {@link #futures()}.
 *
 * @param <T> the type of the results
 */
public final class AsCompleted<T extends @Nullable Object> implements Iterable<Coroutine<T>> {

    /** What is done, or Missed for each that was not done in time. */
    private sealed interface Completion<T extends @Nullable Object> {}

    private record Done<T extends @Nullable Object>(Future<T> future) implements Completion<T> {}

    private record Missed<T extends @Nullable Object>() implements Completion<T> {}

    private final BaseEventLoop loop;
    private final Set<Future<T>> pending = new LinkedHashSet<>();
    private final Queue<Completion<T>> completions = new ArrayDeque<>();
    private final Queue<Future<Boolean>> waiting = new ArrayDeque<>();
    private final Future.InternalCallback completed = this::completed;
    private final @Nullable TimerHandle timer;
    /** How many have not been handed out. */
    private int left;

    AsCompleted(Collection<? extends Awaitable<T>> awaitables, @Nullable Duration timeout) {
        List<Awaitable<T>> given = Futures.items(awaitables, "awaitables");
        this.loop = Futures.commonLoop(given);
        loop.checkThread();
        for (Awaitable<T> awaitable : given) {
            pending.add(Futures.ensureFuture(awaitable, loop));
        }
        pending.forEach(future -> future.addInternalCallback(completed));
        left = pending.size();
        timer = left > 0 && timeout != null
                ? loop.callInternallyAt(loop.loopTime().deadlineAfter(timeout), this::timeUp)
                : null;
    }

    @SuppressWarnings("unchecked") // only futures of T are watched
    private void completed(Future<?> future) {
        if (pending.remove(future)) {
            add(new Done<>((Future<T>) future));
            if (pending.isEmpty() && timer != null) {
                timer.cancel();
            }
        }
    }

    private void timeUp() {
        for (Future<T> future : pending) {
            future.removeInternalCallback(completed);
            add(new Missed<>());
        }
        pending.clear();
    }

    private void add(Completion<T> completion) {
        completions.add(completion);
        wakeNext();
    }

    private void wakeNext() {
        for (Future<Boolean> next = waiting.poll(); next != null; next = waiting.poll()) {
            if (!next.done()) {
                next.finish(true);
                return;
            }
        }
    }

    /** Takes the next completion; suspends the current task until there is one. */
    private Future<T> take() {
        while (completions.isEmpty()) {
            Future<Boolean> wake = loop.createFuture();
            waiting.add(wake);
            try {
                wake.await();
            } catch (Throwable error) {
                // woken, but not to take it: the turn goes to the next in line
                wake.cancel();
                waiting.remove(wake);
                if (!completions.isEmpty() && !wake.cancelled()) {
                    wakeNext();
                }
                throw error;
            }
        }
        return switch (completions.remove()) {
            case Done<T>(Future<T> future) -> future;
            case Missed<T>() -> throw new TimeoutError();
        };
    }

    private void handOut() {
        if (left == 0) {
            throw new NoSuchElementException("all of the awaitables have been handed out");
        }
        left--;
    }

    /**
     * Returns coroutines, as many as there are awaitables; never suspends.
     *
     * @return an iterator that goes on where an earlier one stopped
     */
    @Override
    public Iterator<Coroutine<T>> iterator() {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return left > 0;
            }

            @Override
            public Coroutine<T> next() {
                handOut();
                Coroutine<T> next = () -> take().result();
                return loop.getDebug() ? NeverAwaited.watch(next, "asCompleted()") : next;
            }
        };
    }

    /**
     * Returns the futures, each when it is done: {@code async for} in Python. The step to the next one suspends the
     * current task until it is done; it never throws that future's error.
     *
     * @return futures that were passed in, or the tasks of coroutines that were
     */
    public Iterable<Future<T>> futures() {
        return () -> new Iterator<>() {
            @Override
            public boolean hasNext() {
                return left > 0;
            }

            @Override
            public Future<T> next() {
                handOut();
                return take();
            }
        };
    }
}
