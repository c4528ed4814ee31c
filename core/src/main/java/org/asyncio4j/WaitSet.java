package org.asyncio4j;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Waits for some of a set of futures, without ever cancelling one. */
final class WaitSet {

    private final Set<? extends Future<?>> futures;
    private final ReturnWhen when;
    private final Future<Boolean> wake;
    private int pending;
    private @Nullable TimerHandle timer;

    private WaitSet(BaseEventLoop loop, Set<? extends Future<?>> futures, ReturnWhen when) {
        this.futures = futures;
        this.when = when;
        this.pending = futures.size();
        this.wake = loop.createFuture();
    }

    static <F extends Future<?>> WaitResult<F> await(
            Collection<? extends F> futures, @Nullable Duration timeout, ReturnWhen when) {
        if (futures.isEmpty()) {
            throw new IllegalArgumentException("Set of Tasks/Futures is empty.");
        }
        Objects.requireNonNull(when, "when");
        Set<F> distinct = new LinkedHashSet<>(Futures.items(futures, "futures"));
        BaseEventLoop loop = RunningLoop.require();
        for (F future : distinct) {
            Futures.checkLoop(future, loop);
        }
        new WaitSet(loop, distinct, when).suspend(loop, timeout);
        return result(distinct);
    }

    private static <F extends Future<?>> WaitResult<F> result(Set<F> distinct) {
        var done = new LinkedHashSet<F>();
        var left = new LinkedHashSet<F>();
        for (F future : distinct) {
            (future.done() ? done : left).add(future);
        }
        return new WaitResult<>(done, left);
    }

    private void suspend(BaseEventLoop loop, @Nullable Duration timeout) {
        if (timeout != null) {
            timer = loop.callInternallyAt(loop.loopTime().deadlineAfter(timeout), this::release);
        }
        Future.InternalCallback completed = this::completed;
        for (Future<?> future : futures) {
            future.addInternalCallback(completed);
        }
        try {
            wake.await();
        } finally {
            leave(completed);
        }
    }

    private void leave(Future.InternalCallback completed) {
        cancelTimer();
        for (Future<?> future : futures) {
            future.removeInternalCallback(completed);
        }
    }

    private void completed(Future<?> future) {
        pending--;
        if (pending == 0 || isEnough(future)) {
            cancelTimer();
            release();
        }
    }

    private boolean isEnough(Future<?> future) {
        return switch (when) {
            case FIRST_COMPLETED -> true;
            case FIRST_EXCEPTION -> !future.cancelled() && future.exception() != null;
            case ALL_COMPLETED -> false;
        };
    }

    private void release() {
        wake.finishIfPending(true);
    }

    private void cancelTimer() {
        if (timer != null) {
            timer.cancel();
        }
    }
}
