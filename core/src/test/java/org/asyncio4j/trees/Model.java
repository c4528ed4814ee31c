package org.asyncio4j.trees;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.asyncio4j.trees.ModelLoop.Call;
import org.asyncio4j.trees.ModelLoop.ModelFuture;
import org.asyncio4j.trees.ModelLoop.ModelTask;
import org.asyncio4j.trees.ModelLoop.Then;
import org.asyncio4j.trees.Program.Signal;
import org.jspecify.annotations.Nullable;

/** Says what a program does, from the rules of asyncio alone. */
final class Model {

    /*
     * A body is what remains to be done: each node is given what to do with its outcome, and calls it at once or keeps it
     * until the task that runs it has its next step.
     */

    private final ModelLoop loop;
    private final Trace trace = new Trace();
    private final Map<Integer, ModelTask> tasks = new TreeMap<>();
    private final Map<Integer, ModelGroup> groups = new HashMap<>();
    private final Map<Integer, ModelTimeout> deadlines = new HashMap<>();
    private final List<ModelFuture> futures = new ArrayList<>();

    private Model(@Nullable Fault fault) {
        loop = new ModelLoop(fault);
    }

    /** The trace of a program, by the rules, or by rules one of which is wrong. */
    static List<String> play(Program program, @Nullable Fault fault) {
        return new Model(fault).play(program);
    }

    private List<String> play(Program program) {
        for (int i = 0; i < Program.FUTURES; i++) {
            futures.add(loop.new ModelFuture());
        }
        program.signals().forEach(signal -> loop.at(signal.at(), () -> happen(signal)));
        newTask(program.root());
        loop.run();
        tasks.forEach((id, task) -> trace.task(id, String.valueOf(task.outcome()), task.cancelling()));
        return trace.lines();
    }

    private void happen(Signal signal) {
        switch (signal.effect()) {
            case SET_RESULT -> futures.get(signal.target()).complete(Outcome.of("set"));
            case SET_EXCEPTION -> futures.get(signal.target()).complete(Outcome.error("broken"));
            case CANCEL_FUTURE -> futures.get(signal.target()).cancel();
            case CANCEL_TASK -> {
                ModelTask task = tasks.get(signal.target());
                if (task != null) {
                    task.cancel();
                }
            }
        }
    }

    private ModelTask newTask(Node body) {
        ModelTask task = newTaskNobodyKnows(body);
        tasks.put(body.id(), task);
        return task;
    }

    private ModelTask newTaskNobodyKnows(Node body) {
        ModelTask task = loop.new ModelTask();
        task.start(end -> {
            trace.start(loop.now(), body.id());
            run(body, task, end);
        });
        return task;
    }

    /** Runs a node in a task. */
    private void run(Node node, ModelTask task, Then then) {
        perform(node, task, outcome -> {
            ModelTimeout deadline = deadlines.get(node.id());
            trace.end(loop.now(), node.id(), outcome.text(), task.cancelling(), deadline != null && deadline.expired());
            then.go(outcome);
        });
    }

    private void perform(Node node, ModelTask task, Then then) {
        switch (node.kind()) {
            case SLEEP -> sleep(node, task, then);
            case FUTURE -> task.await(futures.get(node.target()), then);
            case FAIL -> then.go(Outcome.error("error" + node.id()));
            case SEQUENCE -> sequence(node, 0, task, then);
            case TASK -> task.await(newTask(node.part()), then);
            case SPAWN -> {
                newTask(node.part());
                then.go(Outcome.of("spawned"));
            }
            case SHIELD -> task.await(shield(newTask(node.part())), then);
            case GATHER, GATHER_ALL ->
                task.await(new ModelGather(loop, node.parts().stream().map(this::newTask).toList(),
                        node.kind() == Node.Kind.GATHER_ALL), then);
            case GROUP -> group(node, task, then);
            case ENLIST -> then.go(Outcome.of(enlist(node)));
            case TIMEOUT -> limited(node, task, inner -> run(node.part(), task, inner), then);
            case RESCHEDULE -> then.go(Outcome.of(reschedule(node)));
            case WAIT_FOR -> {
                if (node.delay() == null || node.delay() > 0) {
                    limited(node, task, inner -> run(node.part(), task, inner), then);
                } else {
                    joinNow(newTaskNobodyKnows(node.part()), task, then);
                }
            }
            case WAIT_FOR_TASK -> {
                ModelTask child = newTask(node.part());
                if (node.delay() == null || node.delay() > 0) {
                    limited(node, task, inner -> task.await(child, inner), then);
                } else {
                    joinNow(child, task, then);
                }
            }
            case JOIN, JOIN_SHIELDED, JOIN_NOW -> join(node, task, then);
            case CANCEL -> {
                ModelTask other = tasks.get(node.target());
                then.go(Outcome.of(other == null ? "absent" : "asked " + other.cancel()));
            }
            case CANCEL_SELF -> then.go(Outcome.of("asked " + task.cancel()));
            case UNCANCEL -> then.go(Outcome.of("left " + task.uncancel()));
            case SWALLOW -> run(node.part(), task,
                    outcome -> then.go(outcome.isCancellation() ? Outcome.of("swallowed") : outcome));
            case CATCH -> run(node.part(), task,
                    outcome -> then.go(outcome.isError() ? Outcome.of("caught " + outcome) : outcome));
            case CLEANUP -> run(node.part(), task, outcome -> run(node.parts().getLast(), task,
                    cleaned -> then.go(cleaned.isValue() ? outcome : cleaned)));
        }
    }

    private void sleep(Node node, ModelTask task, Then then) {
        Then slept = outcome -> then.go(outcome.isValue() ? Outcome.of("slept") : outcome);
        int delay = Objects.requireNonNull(node.delay());
        if (delay <= 0) {
            task.pass(slept);
            return;
        }
        ModelFuture wake = loop.new ModelFuture();
        Call timer = loop.at(loop.now() + delay, () -> wake.complete(Outcome.of("awake")));
        task.await(wake, outcome -> {
            timer.callOff();
            slept.go(outcome);
        });
    }

    private void sequence(Node node, int index, ModelTask task, Then then) {
        run(node.parts().get(index), task, outcome -> {
            if (outcome.isValue() && index + 1 < node.parts().size()) {
                sequence(node, index + 1, task, then);
            } else {
                then.go(outcome);
            }
        });
    }

    private void join(Node node, ModelTask task, Then then) {
        ModelTask other = tasks.get(node.target());
        if (other == null) {
            then.go(Outcome.of("absent"));
            return;
        }
        switch (node.kind()) {
            case JOIN_SHIELDED -> task.await(shield(other), then);
            case JOIN_NOW -> joinNow(other, task, then);
            default -> task.await(other, then);
        }
    }

    /** {@code wait_for} in no time: cancel, wait for the end, and see what it was. */
    private void joinNow(ModelTask other, ModelTask task, Then then) {
        if (other.done()) {
            task.await(other, then);
            return;
        }
        if (loop.has(Fault.WAIT_FOR_ZERO_ONLY_CANCELS)) {
            other.cancel();
            then.go(Outcome.TIMEOUT);
            return;
        }
        ModelFuture wake = loop.new ModelFuture();
        other.whenDone(_ -> wake.complete(Outcome.of("ended"))); // whatever its end: an error does not interrupt this wait
        other.cancel();
        task.await(wake, outcome -> {
            if (outcome.isCancellation()) {
                then.go(outcome);
            } else {
                Outcome how = Objects.requireNonNull(other.outcome());
                then.go(how.isCancellation() ? Outcome.TIMEOUT : how);
            }
        });
    }

    private ModelFuture shield(ModelTask inner) {
        if (inner.done() || loop.has(Fault.SHIELD_PASSES_THE_REQUEST_ON)) {
            return inner;
        }
        ModelFuture outer = loop.new ModelFuture();
        inner.whenDone(outer::complete);
        return outer;
    }

    private void limited(Node node, ModelTask task, Consumer<Then> body, Then then) {
        var deadline = new ModelTimeout(loop, task);
        if (node.kind() == Node.Kind.TIMEOUT) {
            deadlines.put(node.id(), deadline);
        }
        deadline.enter(node.delay());
        body.accept(outcome -> then.go(deadline.leave(outcome)));
    }

    private String reschedule(Node node) {
        ModelTimeout deadline = deadlines.get(node.target());
        if (deadline == null) {
            return "absent";
        }
        return deadline.reschedule(node.delay()) ? "rescheduled" : "refused";
    }

    // ---- several tasks ----

    private String enlist(Node node) {
        ModelGroup group = groups.get(node.target());
        if (group == null) {
            return "absent";
        }
        if (group.refuses()) {
            return "refused";
        }
        group.add(newTask(node.part()));
        return "enlisted";
    }

    private void group(Node node, ModelTask task, Then then) {
        var group = new ModelGroup(loop, task);
        groups.put(node.id(), group);
        node.parts().stream().skip(1).forEach(child -> group.add(newTask(child)));
        run(node.part(), task, outcome -> group.leave(outcome, then));
    }
}
