package org.asyncio4j.sync;

import java.util.List;
import java.util.Objects;
import org.asyncio4j.Task;

/**
 * A flag that tasks can wait for.
 *
 * <p><b>Threads:</b> the loop's only; another thread sets it with {@code loop.callSoonThreadsafe(event::set)}.
 */
public final class Event {

    /*
     * Setting wakes those who wait at that moment, and nothing takes that back: they return even if the event is cleared
     * before they go on. So there is nothing to pass on when one of them is cancelled.
     */

    /**
     * The state of an event.
     *
     * @param set whether it is set
     * @param waiters the tasks that wait for it, first come first, with those that were woken or cancelled and have not
     *        gone on yet
     */
    public record Statistics(boolean set, List<Task<?>> waiters) {

        /**
         * Takes the list as it is now.
         *
         * @param set whether it is set
         * @param waiters the tasks that wait for it
         */
        public Statistics {
            waiters = List.copyOf(waiters);
        }
    }

    // loop thread only
    private final WaitQueue waiters;
    private boolean set;

    /** Creates an event that is not set. */
    public Event() {
        this.waiters = new WaitQueue(this, null);
    }

    /**
     * Creates an event that is not set.
     *
     * @param name what {@link #toString()} and messages call it
     */
    public Event(String name) {
        this.waiters = new WaitQueue(this, Objects.requireNonNull(name, "name"));
    }

    /**
     * Suspends the current task until the event is set; returns at once if it is. A task that was woken returns even if
     * the event is cleared before it goes on. The name is not asyncio's {@code wait} because {@link Object#wait()} is
     * final.
     *
     * <p><b>Cancellation:</b> a task that is cancelled while it waits leaves no trace.
     *
     * <p><b>Threads:</b> only in a task.
     *
     * @return true
     * @throws org.asyncio4j.CancelledError if the current task is cancelled meanwhile
     * @throws IllegalStateException if called outside of a task, or if it has to wait and tasks of another loop have
     *         waited here
     */
    public boolean await() {
        waiters.requireTask();
        if (!set) {
            waiters.await();
        }
        return true;
    }

    /**
     * Sets the event and wakes every task that waits for it; they go on in the next tick. Does nothing if it is set. Never
     * suspends.
     */
    public void set() {
        if (!set) {
            waiters.wakeAll();
            set = true;
        }
    }

    /** Clears the event: tasks that come later wait. Never suspends. */
    public void clear() {
        set = false;
    }

    /**
     * Tells whether the event is set.
     *
     * @return whether {@link #await()} returns at once
     */
    public boolean isSet() {
        return set;
    }

    /**
     * Returns whether the event is set, and who waits for it.
     *
     * @return the state at this moment
     */
    public Statistics statistics() {
        return new Statistics(set, waiters.tasks());
    }

    @Override
    public String toString() {
        return waiters.describe(set ? "set" : "unset");
    }
}
