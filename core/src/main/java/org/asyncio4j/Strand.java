package org.asyncio4j;

import org.jspecify.annotations.Nullable;

/** The thread of one task body, or of a loop's callbacks, as its carrier runs it. */
abstract class Strand {

    /** The virtual thread; not started before the first step. */
    abstract Thread thread();

    /**
     * Waits for the next step; called on this thread. An interrupt does not end the wait.
     *
     * @param reason what is waited for, shown in thread dumps
     */
    abstract void suspend(@Nullable Object reason);

    /** Tells whether this thread has started and is parked by something else than {@link #suspend}. */
    abstract boolean parkedOutside();
}
