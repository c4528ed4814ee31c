package org.asyncio4j;

import java.time.Duration;
import org.asyncio4j.CancelledError.Kind;
import org.jspecify.annotations.Nullable;

/** A deadline for a block of code in the current task: when it passes, the task is asked to cancel. */
final class Timeout {

    /*
     *   created --enter--> active --deadline--> expiring --exit--> expired
     *                        |
     *                        +------exit-----------------------> exited
     *
     * On exit the timeout takes its own request back. Only if no other request is left besides those from before the
     * block does a CancelledError become a TimeoutError: of two nested deadlines that pass in one tick, the outer one
     * converts.
     */

    private enum State {
        CREATED, ACTIVE, EXPIRING, EXPIRED, EXITED
    }

    /** The deadline that never comes. */
    private static final long NEVER = Long.MAX_VALUE;

    private final BaseEventLoop loop;
    private final Task<?> task;
    private long deadlineNanos;
    private State state = State.CREATED;
    private int cancellingBefore;
    private @Nullable Handle timer;

    private Timeout(Task<?> task, long deadlineNanos) {
        this.loop = task.loop();
        this.task = task;
        this.deadlineNanos = deadlineNanos;
    }

    /** A timeout for the current task that is not entered yet; its clock runs. */
    static Timeout after(@Nullable Duration delay) {
        Task<?> task = RunningLoop.requireTask();
        return new Timeout(task,
                delay == null ? NEVER : task.loop().loopTime().deadlineAfter(delay));
    }

    /** Runs a block of code under this deadline. */
    <T extends @Nullable Object> T run(Awaitable<T> body) {
        enter();
        try {
            return body.await();
        } catch (Throwable error) {
            throw Rethrow.unchecked(convert(error));
        } finally {
            exit();
        }
    }

    private void enter() {
        state = State.ACTIVE;
        cancellingBefore = task.cancelling();
        if (deadlineNanos == NEVER) {
            return;
        }
        if (deadlineNanos <= loop.loopTime().nowNanos()) {
            Handle soon = Handle.internal(loop, this::expire);
            loop.addReady(soon);
            timer = soon;
        } else {
            timer = loop.callInternallyAt(deadlineNanos, this::expire);
        }
    }

    private void expire() {
        state = State.EXPIRING;
        timer = null;
        task.cancelBy(CancelRequest.of(Kind.TIMEOUT, task));
    }

    /** The error to throw in place of the one that leaves the block. */
    private Throwable convert(Throwable thrown) {
        Throwable error = task.asCancellation(thrown); // before exit() takes the request, and its interrupt, back
        exit();
        if (state != State.EXPIRED || task.cancelling() > cancellingBefore) {
            return error;
        }
        if (error instanceof CancelledError) {
            return new TimeoutError(error);
        }
        noteTimeout(error);
        return error;
    }

    private void exit() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
        switch (state) {
            case ACTIVE -> state = State.EXITED;
            case EXPIRING -> {
                state = State.EXPIRED;
                task.uncancel();
            }
            default -> {
            }
        }
    }

    /**
     * An error that the body threw because of the cancellation says in its trace that there was a timeout; of a group,
     * the members do.
     */
    private static void noteTimeout(Throwable error) {
        noteTimeoutIfCancelled(error);
        if (error instanceof ExceptionGroup group) {
            group.exceptions().forEach(Timeout::noteTimeoutIfCancelled);
        }
    }

    private static void noteTimeoutIfCancelled(Throwable error) {
        for (Throwable cause = error.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof CancelledError) {
                error.addSuppressed(new TimeoutError(cause));
                return;
            }
        }
    }
}
