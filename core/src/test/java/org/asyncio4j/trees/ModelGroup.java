package org.asyncio4j.trees;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.asyncio4j.trees.ModelLoop.ModelFuture;
import org.asyncio4j.trees.ModelLoop.ModelTask;
import org.asyncio4j.trees.ModelLoop.Then;
import org.jspecify.annotations.Nullable;

/** A model of a group of tasks. */
final class ModelGroup {

    private final ModelLoop loop;
    private final ModelTask parent;
    private final Set<ModelTask> alive = new LinkedHashSet<>();
    private final List<String> errors = new ArrayList<>();
    private boolean leaving;
    private boolean aborting;
    private boolean askedParent;
    private @Nullable ModelFuture allEnded;

    ModelGroup(ModelLoop loop, ModelTask parent) {
        this.loop = loop;
        this.parent = parent;
    }

    boolean refuses() {
        return (leaving && alive.isEmpty()) || (aborting && !loop.has(Fault.GROUP_TAKES_TASKS_WHILE_ABORTING));
    }

    void add(ModelTask child) {
        alive.add(child);
        child.whenDone(how -> childEnded(child, how));
    }

    private void childEnded(ModelTask child, Outcome how) {
        alive.remove(child);
        if (alive.isEmpty() && allEnded != null) {
            allEnded.complete(Outcome.of("ended"));
        }
        if (how.isError() || (how.isCancellation() && loop.has(Fault.GROUP_FAILS_OF_A_CANCELLED_TASK))) {
            errors.add(how.text());
            if (!aborting) {
                abort();
                askedParent = true;
                parent.cancel();
            }
        }
    }

    private void abort() {
        aborting = true;
        for (ModelTask child : alive) {
            if (!child.done()) {
                child.cancel();
            }
        }
    }

    void leave(Outcome body, Then then) {
        leaving = true;
        if (!body.isValue() && !aborting) {
            abort();
        }
        waitForChildren(body, body.isCancellation(), then);
    }

    private void waitForChildren(Outcome body, boolean cancelled, Then then) {
        if (alive.isEmpty()) {
            then.go(end(body, cancelled));
            return;
        }
        ModelFuture wait = loop.new ModelFuture();
        allEnded = wait;
        parent.await(wait, outcome -> {
            allEnded = null;
            boolean first = outcome.isCancellation() && !aborting;
            if (first || (outcome.isCancellation() && loop.has(Fault.GROUP_CANCELS_ITS_TASKS_TWICE))) {
                abort();
            }
            waitForChildren(body, cancelled || first, then);
        });
    }

    private Outcome end(Outcome body, boolean cancelled) {
        boolean goesOn = cancelled;
        if (askedParent) {
            int requests = loop.has(Fault.GROUP_KEEPS_ITS_REQUEST) ? parent.cancelling() - 1 : parent.uncancel();
            goesOn &= requests > 0;
        }
        if (goesOn && errors.isEmpty()) {
            return Outcome.CANCELLED;
        }
        if (body.isError()) {
            errors.add(loop.has(Fault.GROUP_LISTS_THE_BODY_FIRST) ? 0 : errors.size(), body.text());
        }
        if (errors.isEmpty()) {
            return Outcome.of("group");
        }
        if (parent.cancelling() > 0 && !loop.has(Fault.GROUP_FORGETS_A_REQUEST_BEHIND_ITS_ERRORS)) {
            parent.uncancel();
            parent.cancel();
        }
        return Outcome.error("group" + errors);
    }
}
