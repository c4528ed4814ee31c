package org.asyncio4j.channel;

import org.asyncio4j.Asyncio;
import org.asyncio4j.CancelledError;
import org.asyncio4j.EventLoop;
import org.asyncio4j.Future;
import org.asyncio4j.Task;
import org.jspecify.annotations.Nullable;

/** A call that waits for the first of its bids to be struck. */
final class Waiter extends Future<Boolean> {

    /*
     *             strike                       step of the task
     *   waiting ---------> struck -------------------------------------> goes on with the bid
     *      |                 |                                              ^        |
     *      | task.cancel     | task.cancel                   binding        |        | the request stays,
     *      v                 v                                              |        v for the next wait
     *   cancelled        struck, to be cancelled ---------------------------+
     *      |                 |
     *      +-----------------+--- not binding -------------------------> CancelledError
     *
     * Who strikes a bid of a channel gives or takes the value in the same step, a tick before this task goes on, so that
     * nobody can come between. The other side may have gone on already when this task is cancelled, so there is nobody to
     * give the value back to. Therefore the call ends as if the request had come a moment later: with its value, and with
     * the request kept. No call that ends in cancellation has taken or given anything.
     *
     * A deadline or a future that is done has given nothing away, and the request goes first, as it does in any wait.
     */

    // written once
    private final Task<?> task;
    private final Object subject;

    // loop thread only
    private @Nullable Bid struck;

    private Waiter(EventLoop loop, Task<?> task, Object subject) {
        super(loop);
        this.task = task;
        this.subject = subject;
    }

    /** A waiter of the current task; the subject is what it is seen to wait for. */
    static Waiter forCurrentTask(Object subject) {
        Task<?> task = Asyncio.currentTask();
        if (task == null) {
            throw new IllegalStateException(subject + " cannot be waited for in a callback of "
                    + Asyncio.getRunningLoop() + "; use createTask in it");
        }
        return new Waiter(Asyncio.getRunningLoop(), task, subject);
    }

    Task<?> task() {
        return task;
    }

    boolean strike(Bid bid) {
        if (done()) {
            return false;
        }
        setResult(true);
        struck = bid;
        return true;
    }

    /** Suspends the task until a bid is struck. */
    void awaitStrike() {
        try {
            await();
        } catch (CancelledError cancelled) {
            if (struck == null || !struck.isBinding()) {
                throw cancelled;
            }
            task.cancelAgain(cancelled.getMessage());
        }
    }

    boolean isStruck(Bid bid) {
        return struck == bid;
    }

    @Override
    public String toString() {
        String state = cancelled() ? "cancelled" : done() ? "woken" : "pending";
        return "<Waiter " + state + " of " + subject + ">";
    }
}
