package org.asyncio4j;

import org.jspecify.annotations.Nullable;

/**
 * Whose step a loop runs: on which thread, for which task, and with which context variables.
 *
 * <p>Each thread that runs steps has one, and keeps it: going from one step to the next the loop writes a single reference,
 * and what a step has changed is where it will be looked for when the thread goes on.
 */
class Step {

    // loop thread only; others compare themselves with it, and never find themselves
    /** The thread it runs on; null if nothing does. */
    @Nullable
    Thread thread;

    // loop thread only
    /** Whose step it is; null in callbacks. */
    @Nullable
    Task<?> task;
    Context context;

    Step(@Nullable Task<?> task, Context context) {
        this.task = task;
        this.context = context;
    }
}
