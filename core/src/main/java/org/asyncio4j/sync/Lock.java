package org.asyncio4j.sync;

import java.util.List;
import java.util.Objects;
import org.asyncio4j.Task;
import org.jspecify.annotations.Nullable;

/**
 * A lock that one task holds at a time; who finds it taken waits, first come, first served.
 *
 * <pre>{@code
 * try (var held = lock.acquire()) {
 *     balance = load();
 *     store(balance + amount);         // suspends, and nobody else comes in between
 * }
 * }</pre>
 *
 * <p>It is needed only around code that suspends: between two waits a task is alone anyway. The lock cannot be taken
 * twice by one task, which would wait for itself. As in asyncio any task, and any callback, may release it; the lock
 * remembers who took it for {@link #toString()} and {@link #statistics()} alone.
 *
 * <p><b>Threads:</b> the loop's only.
 */
public final class Lock {

    /*
     *                acquire, nobody waits                  release, nobody waits
     *   unlocked ---------------------------> locked  -----------------------------> unlocked
     *                                           ^                                       |
     *                         step of the head  |          release, somebody waits      |
     *                                           +-- unlocked, promised to the head <----+
     *
     * A lock that is promised reads unlocked, but who comes then queues up behind. It is promised to one task at a time:
     * release wakes the head or, if that one was cancelled and has not left yet, nobody. Whoever leaves the queue without
     * the lock, and finds it free, wakes the next head.
     */

    /**
     * The lock in the hands of a task, for a {@code try} statement: closing it releases the lock.
     *
     * <p>It stands for one {@link Lock#release()}. Code inside the block may release the lock for a while and acquire it
     * again, as {@link Condition#await()} does.
     */
    public final class Held implements AutoCloseable {

        private boolean released;

        private Held() {}

        /**
         * Releases the lock; the second time does nothing.
         *
         * @throws IllegalStateException if the lock is not locked any more
         */
        @Override
        public void close() {
            if (!released) {
                released = true;
                release();
            }
        }
    }

    /**
     * Who has a lock and who wants it.
     *
     * @param owner the task that took the lock, or null if it is not locked
     * @param waiters the tasks that wait for it, first come first, with those that were woken or cancelled and have not
     *        gone on yet
     */
    public record Statistics(@Nullable Task<?> owner, List<Task<?>> waiters) {

        /**
         * Takes the lists as they are now.
         *
         * @param owner the task that took the lock, or null
         * @param waiters the tasks that wait for it
         */
        public Statistics {
            waiters = List.copyOf(waiters);
        }

        /**
         * Tells whether the lock was locked.
         *
         * @return whether it had an owner
         */
        public boolean locked() {
            return owner != null;
        }
    }

    // loop thread only
    private final WaitQueue waiters;
    /** The task that took the lock; null means unlocked. */
    private @Nullable Task<?> owner;

    /** Creates a lock that is not locked. */
    public Lock() {
        this.waiters = new WaitQueue(this, null);
    }

    /**
     * Creates a lock that is not locked.
     *
     * @param name what {@link #toString()} and messages call it
     */
    public Lock(String name) {
        this.waiters = new WaitQueue(this, Objects.requireNonNull(name, "name"));
    }

    /**
     * Takes the lock for the current task. Returns at once, without suspending, if it is not locked and nobody waits for
     * it; else suspends the task until everyone who came before has had it.
     *
     * <p><b>Cancellation:</b> a task that is cancelled while it waits does not get the lock, and the next one does, even
     * if the lock had been released to it already.
     *
     * <p><b>Threads:</b> only in a task.
     *
     * @return the lock in hand, which closing releases; {@link #release()} may be used instead
     * @throws org.asyncio4j.CancelledError if the current task is cancelled meanwhile
     * @throws IllegalStateException if called outside of a task, or if it has to wait and tasks of another loop have
     *         waited here
     */
    public Held acquire() {
        take();
        return new Held();
    }

    /**
     * Takes the lock for the current task if it is not locked and nobody waits for it; never suspends.
     *
     * <pre>{@code
     * try (var held = lock.tryAcquire()) {
     *     if (held != null) {
     *         refresh();
     *     }
     * }
     * }</pre>
     *
     * <p><b>Threads:</b> only in a task.
     *
     * @return the lock in hand; null if {@link #acquire()} would have waited
     * @throws IllegalStateException if called outside of a task
     */
    public @Nullable Held tryAcquire() {
        Task<?> task = waiters.requireTask();
        if (wouldWait()) {
            return null;
        }
        owner = task;
        return new Held();
    }

    private boolean wouldWait() {
        return owner != null || waiters.hasLiveWaiters();
    }

    /** Takes the lock as {@link #acquire()} does. */
    void take() {
        Task<?> task = waiters.requireTask();
        if (wouldWait()) {
            try {
                waiters.await();
            } catch (Throwable error) {
                if (owner == null) {
                    waiters.wakeHead();
                }
                throw error;
            }
        }
        owner = task;
    }

    /**
     * Releases the lock; the first task that waits for it gets it in the next tick. Never suspends.
     *
     * <p><b>Threads:</b> any task or callback of the loop, whoever took the lock.
     *
     * @throws IllegalStateException if the lock is not locked
     */
    public void release() {
        if (owner == null) {
            throw new IllegalStateException(waiters.title() + " is not acquired.");
        }
        waiters.wakeHead();
        owner = null;
    }

    /**
     * Tells whether some task holds the lock. A lock that was released to a task that has not gone on yet is not locked,
     * but {@link #acquire()} would wait.
     *
     * @return whether it is locked
     */
    public boolean locked() {
        return owner != null;
    }

    /**
     * Returns who has the lock and who wants it.
     *
     * @return the state at this moment
     */
    public Statistics statistics() {
        return new Statistics(owner, waiters.tasks());
    }

    /** The name in quotes with a blank before it, or nothing. */
    String nameSuffix() {
        return waiters.nameSuffix();
    }

    /** The state in words, with the owner. */
    String state() {
        return owner == null ? "unlocked" : "locked, owner:'" + owner.getName() + "'";
    }

    @Override
    public String toString() {
        return waiters.describe(state());
    }
}
