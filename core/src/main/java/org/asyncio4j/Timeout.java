package org.asyncio4j;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import org.asyncio4j.CancelledError.Kind;
import org.jspecify.annotations.Nullable;

/**
 * A deadline for a block of code in the current task, which may be moved while the code runs: {@code async with
 * asyncio.timeout(delay) as t}.
 *
 * <pre>{@code
 * timeout(ofSeconds(10), t -> {
 *     for (String line : lines) {
 *         send(line);
 *         t.reschedule(getRunningLoop().time().plusSeconds(10)); // ten more, as something has come through
 *     }
 * });
 * }</pre>
 *
 * <p>When the deadline passes, the task is asked to cancel. The {@link CancelledError} that then leaves the block becomes a
 * {@link TimeoutError}. Code that catches it and goes on has refused: the block then ends as if there were no deadline, and
 * {@link #expired()} tells. Another error that leaves the block is thrown as it is. If it was made with a {@code CancelledError}
 * as its cause, or as the cause of its cause and so on, and nobody else asked the task to cancel, a {@code TimeoutError} is among
 * its suppressed exceptions; of an {@link ExceptionGroup}, so it is with each member. A deadline of now or earlier is enforced
 * at the next wait, so code that never waits is never too late.
 *
 * <p><b>Cancellation:</b> a request of somebody else is not turned into a {@code TimeoutError}, not even when the deadline has
 * passed as well. Of two nested deadlines that pass in the same tick the outer one gives the {@code TimeoutError}. What the
 * timeout itself asked of the task is taken back at the end of the block: {@link Task#cancelling()} is then what it was before.
 *
 * <p>A timeout is used once. {@link Asyncio#timeout(Duration, Timeout.Body)} makes one for a body; {@link #after} and
 * {@link #at} are for those that must be known before their block begins.
 *
 * <p><b>Threads:</b> those of the loop only. Any task or callback of the loop may move the deadline.
 */
public final class Timeout {

    /*
     *   created --enter--> active --deadline--> expiring --exit--> expired
     *                        |
     *                        +------exit-----------------------> finished
     *
     * On exit the timeout takes its own request back. Only if no other request is left besides those from before the
     * block does a CancelledError become a TimeoutError: of two nested deadlines that pass in one tick, the outer one
     * converts.
     */

    /**
     * What runs under a deadline.
     *
     * @see Asyncio#timeout(Duration, Timeout.Body)
     */
    @FunctionalInterface
    public interface Body {

        /**
         * Runs the body.
         *
         * @param timeout the deadline, to move it or to look at it
         * @throws Exception whatever the code throws
         */
        void run(Timeout timeout) throws Exception;
    }

    /**
     * What runs under a deadline and has a value.
     *
     * @param <T> the type of the value
     * @see Asyncio#timeoutValue
     */
    @FunctionalInterface
    public interface ValueBody<T extends @Nullable Object> {

        /**
         * Runs the body.
         *
         * @param timeout the deadline, to move it or to look at it
         * @return the value
         * @throws Exception whatever the code throws
         */
        T run(Timeout timeout) throws Exception;
    }

    private enum State {
        CREATED, ACTIVE, EXPIRING, EXPIRED, FINISHED;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    // loop thread only
    /** The loop time of the deadline; null if there is none. */
    private @Nullable Duration when;
    private State state = State.CREATED;
    /** The task that entered this timeout; null until then. */
    private @Nullable Task<?> task;
    /** How many requests to cancel that task had before. */
    private int cancellingBefore;
    /** Calls {@link #expire}; null when there is nothing to wait for. */
    private @Nullable Handle timer;

    private Timeout(@Nullable Duration when) {
        this.when = when;
    }

    /**
     * Makes a timeout that is not entered yet. Its time runs from now on, not from when it is entered.
     *
     * @param delay how long from now; zero, negative and null, for no limit, are allowed
     * @return the timeout
     * @throws IllegalStateException if no loop runs in this thread
     */
    public static Timeout after(@Nullable Duration delay) {
        LoopTime time = RunningLoop.require().loopTime();
        return new Timeout(delay == null ? null : Duration.ofNanos(time.deadlineAfter(delay)));
    }

    /**
     * Makes a timeout that is not entered yet.
     *
     * @param when the deadline by the clock of the loop, see {@link EventLoop#time()}; it may have passed; null for no limit
     * @return the timeout
     */
    public static Timeout at(@Nullable Duration when) {
        return new Timeout(when);
    }

    // ---- the block ----

    /**
     * Runs code under this deadline, in the current task.
     *
     * @param body what to run
     * @throws TimeoutError if the deadline passed and the body ended by the cancellation that followed
     * @throws CancelledError if the current task is cancelled by others meanwhile, or the body threw one
     * @throws IllegalStateException if this timeout was entered before, or the caller is not a task
     */
    public void run(Body body) {
        Objects.requireNonNull(body, "body");
        this.<@Nullable Void>runValue(timeout -> {
            body.run(timeout);
            return null;
        });
    }

    /**
     * Runs code under this deadline, in the current task, and returns its value.
     *
     * @param <T> the type of the value
     * @param body what to run
     * @return the value of the body, also if it came too late
     * @throws TimeoutError if the deadline passed and the body ended by the cancellation that followed
     * @throws CancelledError if the current task is cancelled by others meanwhile, or the body threw one
     * @throws IllegalStateException if this timeout was entered before, or the caller is not a task
     */
    public <T extends @Nullable Object> T runValue(ValueBody<T> body) {
        Objects.requireNonNull(body, "body");
        Task<?> entered = enter();
        try {
            return body.run(this);
        } catch (Throwable error) {
            throw Rethrow.unchecked(convert(error, entered));
        } finally {
            exit(entered);
        }
    }

    private Task<?> enter() {
        if (state != State.CREATED) {
            throw new IllegalStateException("Timeout has already been entered");
        }
        BaseEventLoop loop = RunningLoop.get();
        Task<?> current = loop == null ? null : loop.current();
        if (current == null) {
            throw new IllegalStateException("Timeout should be used inside a task");
        }
        state = State.ACTIVE;
        task = current;
        cancellingBefore = current.cancelling();
        arm(current.loop());
        return current;
    }

    private void arm(BaseEventLoop loop) {
        if (when == null) {
            return;
        }
        long deadlineNanos = LoopTime.nanos(when);
        if (deadlineNanos <= loop.loopTime().nowNanos()) {
            Handle soon = Handle.internal(loop, this::expire);
            loop.addReady(soon);
            timer = soon;
        } else {
            timer = loop.callInternallyAt(deadlineNanos, this::expire);
        }
    }

    private void disarm() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    private void expire() {
        state = State.EXPIRING;
        timer = null;
        Task<?> expired = Objects.requireNonNull(task);
        expired.cancelBy(CancelRequest.of(Kind.TIMEOUT, expired));
    }

    /** The error to throw in place of the one that leaves the block. */
    private Throwable convert(Throwable thrown, Task<?> entered) {
        Throwable error = entered.asCancellation(thrown); // before exit() takes the request, and its interrupt, back
        exit(entered);
        if (state != State.EXPIRED || entered.cancelling() > cancellingBefore) {
            return error;
        }
        if (error instanceof CancelledError) {
            return new TimeoutError(error);
        }
        noteTimeout(error);
        return error;
    }

    private void exit(Task<?> entered) {
        disarm();
        switch (state) {
            case ACTIVE -> state = State.FINISHED;
            case EXPIRING -> {
                state = State.EXPIRED;
                entered.uncancel();
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
        Throwable cancellation = Causes.first(error.getCause(), cause -> cause instanceof CancelledError);
        if (cancellation != null) {
            error.addSuppressed(new TimeoutError(cancellation));
        }
    }

    // ---- the deadline ----

    /**
     * Moves the deadline, to a later time or an earlier one, or takes it away. The block must have begun, and the deadline
     * must not have passed yet.
     *
     * @param newWhen the deadline by the clock of the loop, see {@link EventLoop#time()}; one that has passed is enforced at
     *         the next wait; null for no limit
     * @throws IllegalStateException if the block has not begun or has ended, if the deadline has passed, or if called from a
     *         thread that is not the loop's
     */
    public void reschedule(@Nullable Duration newWhen) {
        if (task == null) {
            throw new IllegalStateException("Timeout has not been entered");
        }
        if (state != State.ACTIVE) {
            throw new IllegalStateException("Cannot change state of " + state + " Timeout");
        }
        BaseEventLoop loop = task.loop();
        loop.checkThread();
        when = newWhen;
        disarm();
        arm(loop);
    }

    /**
     * Returns the deadline.
     *
     * @return its time by the clock of the loop, also after the block has ended; null if there is none
     */
    public @Nullable Duration when() {
        return when;
    }

    /**
     * Tells whether the deadline passed while the block ran, whatever the code made of it.
     *
     * @return true from the moment at which the task was asked to cancel
     */
    public boolean expired() {
        return state == State.EXPIRING || state == State.EXPIRED;
    }

    @Override
    public String toString() {
        return "<Timeout [" + state + "]" + (state == State.ACTIVE ? " when=" + seconds(when) : "") + ">";
    }

    /** In seconds to the millisecond, without zeros at the end but for one. */
    private static String seconds(@Nullable Duration when) {
        if (when == null) {
            return "None";
        }
        BigDecimal seconds = BigDecimal.valueOf(LoopTime.nanos(when), 9)
                .setScale(3, RoundingMode.HALF_EVEN)
                .stripTrailingZeros();
        return seconds.setScale(Math.max(1, seconds.scale())).toPlainString();
    }
}
