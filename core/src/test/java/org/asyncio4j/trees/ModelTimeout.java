package org.asyncio4j.trees;

import org.asyncio4j.trees.ModelLoop.Call;
import org.asyncio4j.trees.ModelLoop.ModelTask;
import org.jspecify.annotations.Nullable;

/** A model of a deadline over a part of a task. */
final class ModelTimeout {

    private final ModelLoop loop;
    private final ModelTask task;
    private final int requestsBefore;
    private @Nullable Call timer;
    private boolean left;
    private boolean expired;

    ModelTimeout(ModelLoop loop, ModelTask task) {
        this.loop = loop;
        this.task = task;
        this.requestsBefore = task.cancelling();
    }

    boolean expired() {
        return expired;
    }

    void enter(@Nullable Integer delay) {
        if (delay == null) {
            return;
        }
        timer = delay <= 0 && !loop.has(Fault.TIMEOUT_OF_ZERO_IS_A_TIMER)
                ? loop.soon(this::expire)
                : loop.at(loop.now() + Math.max(0, delay), this::expire);
    }

    /** False if it is too late for that. */
    boolean reschedule(@Nullable Integer delay) {
        if (left || expired) {
            return false;
        }
        if (timer != null && !loop.has(Fault.RESCHEDULED_TIMEOUT_KEEPS_ITS_TIMER)) {
            timer.callOff();
        }
        enter(delay);
        return true;
    }

    private void expire() {
        expired = true;
        task.cancel();
    }

    Outcome leave(Outcome outcome) {
        left = true;
        if (timer != null) {
            timer.callOff();
        }
        if (!expired) {
            return outcome;
        }
        int requests = loop.has(Fault.TIMEOUT_KEEPS_ITS_REQUEST) ? task.cancelling() - 1 : task.uncancel();
        int allowed = loop.has(Fault.TIMEOUT_WANTS_NO_REQUEST_AT_ALL) ? 0 : requestsBefore;
        boolean own = requests <= allowed || loop.has(Fault.TIMEOUT_CONVERTS_EVERYTHING);
        return own && outcome.isCancellation() ? Outcome.TIMEOUT : outcome;
    }
}
