package org.asyncio4j.sync;

/**
 * A flag that tasks can wait for.
 *
 * <p><b>Threads:</b> the loop's only; another thread sets it with {@code loop.callSoonThreadsafe(event::set)}.
 */
public final class Event {

    private final WaitQueue waiters = new WaitQueue(this);
    private boolean set;

    /** Creates an event that is not set. */
    public Event() {}

    /**
     * Suspends the current task until the event is set; returns at once if it is. A task that was woken returns even if
     * the event is cleared before it goes on.
     *
     * @return true
     * @throws org.asyncio4j.CancelledError if the current task is cancelled meanwhile
     * @throws IllegalStateException if called outside of a task, or if tasks of another loop have waited for this event
     */
    public boolean await() {
        if (!set) {
            waiters.await();
        }
        return true;
    }

    /** Sets the event and wakes every task that waits for it. */
    public void set() {
        if (!set) {
            set = true;
            waiters.wakeAll();
        }
    }

    /** Clears the event: tasks that come later wait. */
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

    @Override
    public String toString() {
        return "<Event [" + (set ? "set" : "unset") + (waiters.size() > 0 ? ", waiters:" + waiters.size() : "") + "]>";
    }
}
