package org.asyncio4j;

import org.jspecify.annotations.Nullable;

/** The thread of one task body, of a generator's body or of a loop's callbacks, as its carrier runs it. */
abstract class Strand {

    /** The virtual thread; not started before the first step. */
    abstract Thread thread();

    /**
     * Waits for the next step; called on this thread. An interrupt does not end the wait.
     *
     * @param reason what is waited for, shown in thread dumps
     */
    abstract void suspend(@Nullable Object reason);

    /** Waits for the next step, which is in the ready queue already; called on this thread. */
    abstract void yieldNow();

    /**
     * Makes this thread, which is suspended or has not started, run steps of a task: what it waits for, its cancellation
     * and its variables are those of the task.
     *
     * @param context what to go on in; null for where this thread was suspended
     */
    abstract void lend(Task<?> task, @Nullable Context context);

    /** Tells whether this thread has started and is parked by something else than {@link #suspend}. */
    abstract boolean parkedOutside();
}
