package org.asyncio4j;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The thread of one task body, of a generator's body or of a loop's callbacks, as its carrier runs it. */
abstract class Strand extends Step {

    /*
     * Straight lines after a wait. When many tasks wait for the first time, what they wait in is compiled before any of
     * them has come out. A branch behind the wait has not been seen to go anywhere then, and is compiled into a trap; each
     * of the stacks that lie there pays some 25 us for it when it wakes, 3 s for 100,000. A call that was never made is
     * compiled into a call. So in the methods that stand on the stack of each waiting task the wait is followed by one call,
     * and the branches are in what it calls; MassWakeUpTest holds that.
     */

    Strand(@Nullable Task<?> task, Context context) {
        super(task, context);
    }

    /** The virtual thread; not started before the first step. */
    final Thread thread() {
        return Objects.requireNonNull(thread);
    }

    /**
     * Waits for the next step; called on this thread. An interrupt does not end the wait.
     *
     * @param reason what is waited for, shown in thread dumps
     */
    abstract void suspend(@Nullable Object reason);

    /**
     * Makes this thread, which is suspended or has not started, run steps of a task: what it waits for, its cancellation
     * and its variables are those of the task.
     *
     * @param borrower the task; null for none
     * @param next what to go on in; null for where this thread was suspended
     */
    final void lend(@Nullable Task<?> borrower, @Nullable Context next) {
        task = borrower;
        if (next != null) {
            context = next;
        }
    }

    /** Tells whether this thread has started and is parked by something else than {@link #suspend}. */
    abstract boolean parkedOutside();
}
