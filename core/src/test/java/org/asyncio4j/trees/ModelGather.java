package org.asyncio4j.trees;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.asyncio4j.trees.ModelLoop.ModelFuture;
import org.asyncio4j.trees.ModelLoop.ModelTask;

/** A model of what {@code gather} returns. */
final class ModelGather extends ModelFuture {

    private final ModelLoop loop;
    private final List<ModelTask> children;
    private final boolean errorsAreResults;
    private int ended;
    private boolean cancelled;

    ModelGather(ModelLoop loop, List<ModelTask> children, boolean errorsAreResults) {
        loop.super();
        this.loop = loop;
        this.children = children;
        this.errorsAreResults = errorsAreResults;
        children.forEach(child -> child.whenDone(this::childEnded));
    }

    private void childEnded(Outcome how) {
        ended++;
        if (!how.isValue() && !errorsAreResults) {
            complete(how);
        }
        if (ended == children.size()) {
            complete(cancelled && !loop.has(Fault.GATHER_FORGETS_THAT_IT_WAS_CANCELLED)
                    ? Outcome.CANCELLED
                    : Outcome.of(results()));
        }
    }

    private String results() {
        return children.stream()
                .map(child -> Objects.requireNonNull(child.outcome()).text())
                .collect(Collectors.joining(", ", "[", "]"));
    }

    @Override
    boolean cancel() {
        if (done()) {
            return false;
        }
        boolean accepted = false;
        for (ModelTask child : children) {
            accepted |= child.cancel();
        }
        cancelled |= accepted;
        return (accepted && loop.has(Fault.GATHER_ENDS_AT_ONCE)) ? super.cancel() : accepted;
    }
}
