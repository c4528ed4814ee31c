package org.asyncio4j.sync;

import java.util.List;
import java.util.Objects;
import org.asyncio4j.Task;
import org.asyncio4j.sync.WaitQueue.Waiter;
import org.jspecify.annotations.Nullable;

/**
 * A number of permits that tasks take and give back; who finds none waits, first come, first served.
 *
 * <pre>{@code
 * try (var permit = semaphore.acquire()) {
 *     download(url);
 * }
 * }</pre>
 *
 * <p>A permit may be given back by another task than the one that took it, and more may be given back than there were at
 * first; {@link BoundedSemaphore} refuses the latter.
 *
 * <p><b>Threads:</b> the loop's only.
 */
public sealed class Semaphore permits BoundedSemaphore {

    /*
     * A permit is handed to a waiter at the moment it is woken, so that nobody can take it before the waiter goes on. A
     * waiter that is cancelled after that gives it back. While a woken waiter has not gone on, who comes queues up even
     * if there are permits left; so whoever leaves the queue hands over what is left, to as many as there are permits.
     *
     * The two kinds differ in one number, the greatest value. It is a field and not a method to override, so that there
     * is one way through release.
     */

    /** The bound of a semaphore that has none: what an int can count. */
    private static final int UNBOUNDED = Integer.MAX_VALUE;

    /** One permit, for a {@code try} statement: closing it gives it back. */
    public final class Permit implements AutoCloseable {

        private boolean released;

        private Permit() {}

        /** Gives the permit back, as {@link Semaphore#release()} does; the second time does nothing. */
        @Override
        public void close() {
            if (!released) {
                released = true;
                release();
            }
        }
    }

    /**
     * The state of a semaphore.
     *
     * @param value how many permits are free
     * @param waiters the tasks that wait for one, first come first, with those that were woken or cancelled and have not
     *        gone on yet
     */
    public record Statistics(int value, List<Task<?>> waiters) {

        /**
         * Takes the list as it is now.
         *
         * @param value how many permits are free
         * @param waiters the tasks that wait for one
         */
        public Statistics {
            waiters = List.copyOf(waiters);
        }
    }

    // written once
    private final int bound;

    // loop thread only
    private final WaitQueue waiters;
    private int value;

    /** Creates a semaphore with one permit. */
    public Semaphore() {
        this(1);
    }

    /**
     * Creates a semaphore.
     *
     * @param value how many permits there are
     * @throws IllegalArgumentException if that is negative
     */
    public Semaphore(int value) {
        this(value, UNBOUNDED, null);
    }

    /**
     * Creates a semaphore.
     *
     * @param value how many permits there are
     * @param name what {@link #toString()} and messages call it
     * @throws IllegalArgumentException if the value is negative
     */
    public Semaphore(int value, String name) {
        this(value, UNBOUNDED, Objects.requireNonNull(name, "name"));
    }

    /** A semaphore that never has more than so many free permits. */
    Semaphore(int value, int bound, @Nullable String name) {
        if (value < 0) {
            throw new IllegalArgumentException("Semaphore initial value must be >= 0");
        }
        this.value = value;
        this.bound = bound;
        this.waiters = new WaitQueue(this, name);
    }

    /**
     * Takes a permit. Returns at once, without suspending, if there is one and nobody waits; else suspends the current
     * task until there is one and everyone who came before has been served.
     *
     * <p><b>Cancellation:</b> a task that is cancelled while it waits takes no permit; one that had been handed to it
     * already goes to the next.
     *
     * <p><b>Threads:</b> only in a task.
     *
     * @return the permit, which closing gives back; {@link #release()} may be used instead
     * @throws org.asyncio4j.CancelledError if the current task is cancelled meanwhile
     * @throws IllegalStateException if called outside of a task, or if it has to wait and tasks of another loop have
     *         waited here
     */
    public Permit acquire() {
        waiters.requireTask();
        if (locked()) {
            awaitPermit();
        } else {
            value--;
        }
        return new Permit();
    }

    /**
     * Takes a permit if there is one and nobody waits; never suspends.
     *
     * <p><b>Threads:</b> only in a task.
     *
     * @return the permit, which may be null in a {@code try} statement; null if {@link #acquire()} would have waited
     * @throws IllegalStateException if called outside of a task
     */
    public @Nullable Permit tryAcquire() {
        waiters.requireTask();
        if (locked()) {
            return null;
        }
        value--;
        return new Permit();
    }

    private void awaitPermit() {
        Waiter waiter = waiters.newWaiter();
        try {
            waiters.await(waiter);
        } catch (Throwable error) {
            if (waiter.woken()) {
                value++;
            }
            throw error;
        } finally {
            while (value > 0 && waiters.wakeFirst()) {
                value--;
            }
        }
    }

    /**
     * Gives a permit back, or adds one; the first task that waits gets it, and goes on in the next tick. Never suspends.
     *
     * <p><b>Threads:</b> any task or callback of the loop.
     *
     * @throws IllegalArgumentException if a {@link BoundedSemaphore} has as many free permits as at first
     * @throws IllegalStateException if there are {@link Integer#MAX_VALUE} free permits
     */
    public void release() {
        if (value >= bound) {
            throw tooMany();
        }
        if (!waiters.wakeFirst()) {
            value++;
        }
    }

    private RuntimeException tooMany() {
        return bound == UNBOUNDED
                ? new IllegalStateException(this + " cannot count another free permit; release only what was acquired")
                : new IllegalArgumentException(waiters.title() + " released too many times");
    }

    /**
     * Tells whether {@link #acquire()} would wait now.
     *
     * @return whether there is no permit, or somebody is waiting for one
     */
    public boolean locked() {
        return value == 0 || waiters.hasLiveWaiters();
    }

    /**
     * Returns how many permits are free and who waits for one.
     *
     * @return the state at this moment
     */
    public Statistics statistics() {
        return new Statistics(value, waiters.tasks());
    }

    @Override
    public String toString() {
        return waiters.describe(locked() ? "locked" : "unlocked, value:" + value);
    }
}
