package org.asyncio4j;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The future of several awaitables: done when all are, or when the first fails. */
final class Gather<R extends @Nullable Object> extends Future<List<R>> {

    /*
     * Cancelling a gather asks its children to cancel and waits for what they make of it; the future itself ends when they
     * do. A child that was cancelled by somebody else counts as a failure with a CancelledError.
     */

    private final List<Future<?>> children;
    private final boolean returnExceptions;
    private final InternalCallback childDone = this::childDone;
    /** How many ends of children to wait for; a future that was given twice ends twice, in a row. */
    private int expected;
    private int finished;
    private boolean cancelRequested;

    private Gather(BaseEventLoop loop, int size, boolean returnExceptions) {
        super(loop);
        this.children = new ArrayList<>(size);
        this.returnExceptions = returnExceptions;
    }

    /** Starts what is not started and returns the future of all; its elements are results, or exceptions on request. */
    static <R extends @Nullable Object> Future<List<R>> of(
            Collection<? extends Awaitable<?>> awaitables, boolean returnExceptions) {
        List<Awaitable<?>> given = Futures.items(awaitables, "awaitables");
        BaseEventLoop loop = Futures.commonLoop(given);
        loop.checkThread();
        var gather = new Gather<R>(loop, given.size(), returnExceptions);
        gather.addAll(given);
        return gather;
    }

    private void addAll(List<Awaitable<?>> awaitables) {
        List<Future<?>> doneAlready = new ArrayList<>();
        for (Awaitable<?> awaitable : awaitables) {
            Future<?> child = Futures.ensureFuture(awaitable, loop());
            children.add(child);
            expected++;
            if (child.done()) {
                doneAlready.add(child);
            } else {
                child.addInternalCallback(childDone);
            }
        }
        if (children.isEmpty()) {
            finish(List.of());
        }
        doneAlready.forEach(this::childDone);
    }

    private void childDone(Future<?> child) {
        finished++;
        if (done()) {
            child.markRetrieved();
            return;
        }
        if (!returnExceptions) {
            Throwable error = child.cancelled() ? child.cancelledError() : child.peekException();
            if (error != null) {
                child.markRetrieved();
                fail(error);
                return;
            }
        }
        if (finished == expected) {
            List<R> results = results();
            if (cancelRequested) {
                fail(cancelledErrorOf(children.getLast()));
            } else {
                finish(results);
            }
        }
    }

    private static CancelledError cancelledErrorOf(Future<?> child) {
        return child instanceof Task<?> task && !task.cancelled() ? task.errorOfRequest() : child.cancelledError();
    }

    @SuppressWarnings("unchecked") // the caller knows what its awaitables give
    private List<R> results() {
        List<@Nullable Object> results = new ArrayList<>(children.size());
        for (Future<?> child : children) {
            if (child.cancelled()) {
                results.add(new CancelledError(withMessage(Objects.requireNonNull(child.cancelRequest()))));
            } else {
                Throwable error = child.exception();
                results.add(error != null ? error : child.result());
            }
        }
        return (List<R>) Collections.unmodifiableList(results);
    }

    /** As in asyncio, the error of an element has a message, if an empty one. */
    private static CancelRequest withMessage(CancelRequest request) {
        return request.message() == null ? request.withMessage("") : request;
    }

    @Override
    boolean cancelPending(CancelRequest request) {
        boolean accepted = false;
        for (Future<?> child : children) {
            accepted |= child.cancelBy(request);
        }
        cancelRequested |= accepted;
        return accepted;
    }
}
