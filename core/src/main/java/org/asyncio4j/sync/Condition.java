package org.asyncio4j.sync;

import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.asyncio4j.CancelledError;
import org.asyncio4j.Task;
import org.asyncio4j.sync.WaitQueue.Waiter;
import org.jspecify.annotations.Nullable;

/**
 * A lock, and a place to wait until somebody who has the lock says that something has changed.
 *
 * <pre>{@code
 * try (var held = condition.acquire()) {
 *     condition.waitFor(() -> !items.isEmpty());       // lets others have the lock until there is one
 *     return items.remove();
 * }
 *
 * try (var held = condition.acquire()) {
 *     items.add(item);
 *     condition.signal();
 * }
 * }</pre>
 *
 * <p>The names: {@code wait()}, {@code notify()} and {@code notifyAll()} belong to {@link Object}, where they are final and
 * mean the monitor of the JDK. So this class says {@link #await()}, {@link #signal()} and {@link #signalAll()}, as
 * {@link java.util.concurrent.locks.Condition} does for the same reason; {@code notify(n)} is {@link #signal(int)}, since
 * an overload named {@code notify} would invite the call without the number. {@link #waitFor} is free and keeps asyncio's
 * name. Calling one of the inherited methods by mistake throws {@link IllegalMonitorStateException}.
 *
 * <p>As in asyncio it is checked that the lock is locked, not by whom.
 *
 * <p><b>Threads:</b> the loop's only.
 */
public final class Condition {

    /*
     *            await: releases the lock         signal                 takes the lock again
     *   locked ----------------------------> waiting -------> woken ------------------------------> locked
     *                                           |               |                                      ^
     *                                           |  task.cancel  |      takes the lock all the same     |
     *                                           +---------------+--------------------------------------+
     *
     * Whoever leaves await holds the lock, also with an error: the block around it is going to release it. Further
     * cancellations do not end the wait for the lock. A task that leaves with an error may have been woken in vain, and
     * wakes another one in its place; that is why a task may wake without a signal of its own.
     */

    /**
     * Who waits at a condition, and the state of its lock.
     *
     * @param waiters the tasks that wait for a signal, first come first, with those that were woken or cancelled and have
     *        not gone on yet
     * @param lock who has the lock and who wants it, those among them that were woken and are waiting to go on
     */
    public record Statistics(List<Task<?>> waiters, Lock.Statistics lock) {

        /**
         * Takes the list as it is now.
         *
         * @param waiters the tasks that wait for a signal
         * @param lock who has the lock and who wants it
         */
        public Statistics {
            waiters = List.copyOf(waiters);
        }
    }

    // loop thread only
    private final Lock lock;
    private final WaitQueue waiters;

    /** Creates a condition with a lock of its own. */
    public Condition() {
        this(new Lock(), null);
    }

    /**
     * Creates a condition with a lock of its own of the same name.
     *
     * @param name what {@link #toString()} and messages call it
     */
    public Condition(String name) {
        this(new Lock(name), name);
    }

    /**
     * Creates a condition on a lock, which several may share.
     *
     * @param lock the lock to use
     */
    public Condition(Lock lock) {
        this(Objects.requireNonNull(lock, "lock"), null);
    }

    private Condition(Lock lock, @Nullable String name) {
        this.lock = lock;
        this.waiters = new WaitQueue(this, name);
    }

    // ---- the lock ----

    /**
     * Takes the lock, as {@link Lock#acquire()} does.
     *
     * <p><b>Cancellation:</b> as for {@link Lock#acquire()}.
     *
     * @return the lock in hand, which closing releases
     * @throws CancelledError if the current task is cancelled meanwhile
     * @throws IllegalStateException if called outside of a task, or if it has to wait and tasks of another loop have
     *         waited for the lock
     */
    public Lock.Held acquire() {
        return lock.acquire();
    }

    /**
     * Takes the lock if that takes no waiting, as {@link Lock#tryAcquire()} does.
     *
     * @return the lock in hand; null if {@link #acquire()} would have waited
     * @throws IllegalStateException if called outside of a task
     */
    public Lock.@Nullable Held tryAcquire() {
        return lock.tryAcquire();
    }

    /**
     * Releases the lock, as {@link Lock#release()} does.
     *
     * @throws IllegalStateException if the lock is not locked
     */
    public void release() {
        lock.release();
    }

    /**
     * Tells whether the lock is locked.
     *
     * @return whether some task holds it
     */
    public boolean locked() {
        return lock.locked();
    }

    // ---- waiting ----

    /**
     * Releases the lock, suspends the current task until it is signalled, and takes the lock again. It may return without
     * a signal, so what is waited for has to be looked at again; {@link #waitFor} does.
     *
     * <p><b>Cancellation:</b> a cancelled task waits for the lock and has it when the error is thrown; it goes on waiting
     * for it through further cancellations, and throws the last error. A signal it had received goes to another task.
     *
     * <p><b>Threads:</b> only in a task.
     *
     * @return true
     * @throws CancelledError if the current task is cancelled meanwhile; the lock is held
     * @throws IllegalStateException if the lock is not locked, if called outside of a task, or if tasks of another loop
     *         have waited here
     */
    public boolean await() {
        checkLocked("wait");
        Waiter waiter = waiters.newWaiter(); // fails, if at all, before the lock is released
        lock.release();
        try {
            try {
                waiters.await(waiter);
            } finally {
                takeLockAgain();
            }
        } catch (Throwable error) {
            waiters.wakeFirst();
            throw error;
        }
        return true;
    }

    private void takeLockAgain() {
        CancelledError last = null;
        for (;;) {
            try {
                lock.take();
                break;
            } catch (CancelledError cancelled) {
                last = cancelled;
            }
        }
        if (last != null) {
            throw last;
        }
    }

    /**
     * Waits until a predicate holds. It is called with the lock held: at once, and each time the task is woken. It holds
     * when it returns something, that is, neither null nor false.
     *
     * <p><b>Cancellation:</b> as for {@link #await()}.
     *
     * <p><b>Threads:</b> only in a task.
     *
     * @param <T> the type of the value
     * @param predicate what to wait for; most often a condition, or a value that may not be there yet
     * @return the value it returned in the end; true for a condition
     * @throws CancelledError if the current task is cancelled meanwhile; the lock is held
     * @throws IllegalStateException if it has to wait and the lock is not locked, if called outside of a task, or if tasks
     *         of another loop have waited here
     */
    public <T> T waitFor(Supplier<? extends @Nullable T> predicate) {
        Objects.requireNonNull(predicate, "predicate");
        for (;;) {
            T value = predicate.get();
            if (value != null && !value.equals(false)) {
                return value;
            }
            await();
        }
    }

    // ---- waking ----

    /**
     * Wakes the first task that waits, if there is one. It goes on when it has got the lock, so not before the lock is
     * released. Never suspends.
     *
     * @throws IllegalStateException if the lock is not locked
     */
    public void signal() {
        signal(1);
    }

    /**
     * Wakes so many tasks, first come first.
     *
     * @param n how many at most; 0 or less wakes none
     * @throws IllegalStateException if the lock is not locked
     */
    public void signal(int n) {
        checkLocked("notify");
        waiters.wake(n);
    }

    /**
     * Wakes every task that waits; they go on one after the other, as each gets the lock.
     *
     * @throws IllegalStateException if the lock is not locked
     */
    public void signalAll() {
        checkLocked("notify");
        waiters.wakeAll();
    }

    private void checkLocked(String action) {
        if (!lock.locked()) {
            throw new IllegalStateException("cannot " + action + " on un-acquired lock" + lock.nameSuffix());
        }
    }

    // ---- looking ----

    /**
     * Returns who waits for a signal, who has the lock and who wants it.
     *
     * @return the state at this moment
     */
    public Statistics statistics() {
        return new Statistics(waiters.tasks(), lock.statistics());
    }

    @Override
    public String toString() {
        return waiters.describe(lock.state());
    }
}
