package org.asyncio4j.trees;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.currentTask;
import static org.asyncio4j.Asyncio.gather;
import static org.asyncio4j.Asyncio.gatherReturnExceptions;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.shield;
import static org.asyncio4j.Asyncio.sleep;
import static org.asyncio4j.Asyncio.taskGroup;
import static org.asyncio4j.Asyncio.waitFor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.asyncio4j.CancelledError;
import org.asyncio4j.Coroutine;
import org.asyncio4j.EventLoop;
import org.asyncio4j.ExceptionGroup;
import org.asyncio4j.Future;
import org.asyncio4j.Task;
import org.asyncio4j.TaskGroup;
import org.asyncio4j.Timeout;
import org.asyncio4j.TimeoutError;
import org.asyncio4j.trees.Program.Signal;
import org.jspecify.annotations.Nullable;

/** Runs a program with the library, in the running loop. */
final class LibraryRun {

    /** An error of the program itself. */
    private static final class ProgramError extends RuntimeException {
        private static final long serialVersionUID = 1;

        ProgramError(String message) {
            super(message);
        }
    }

    private final EventLoop loop = getRunningLoop();
    private final Duration start = loop.time();
    private final Trace trace = new Trace();
    private final Map<Integer, Task<String>> tasks = new TreeMap<>();
    private final Map<Integer, TaskGroup> groups = new HashMap<>();
    private final Map<Integer, Timeout> timeouts = new HashMap<>();
    private final List<Future<String>> futures = new ArrayList<>();

    private LibraryRun() {}

    /** The trace of a program; the current task waits until everything is over. */
    static List<String> play(Program program) {
        return new LibraryRun().run(program);
    }

    private List<String> run(Program program) {
        for (int i = 0; i < Program.FUTURES; i++) {
            futures.add(loop.createFuture());
        }
        program.signals().forEach(signal -> loop.callAt(start.plusMillis(signal.at()), () -> happen(signal)));
        start(program.root());
        sleep(ofSeconds(1000)); // no time at all, as it is virtual: until nothing is left to do
        tasks.forEach((id, task) -> trace.task(id, end(task), task.cancelling()));
        return trace.lines();
    }

    private static String end(Task<String> task) {
        if (!task.done()) {
            return "pending";
        }
        if (task.cancelled()) {
            return "cancelled";
        }
        Throwable error = task.exception();
        return error == null ? task.result() : text(error);
    }

    private static String text(Throwable error) {
        return switch (error) {
            case CancelledError _ -> "cancelled";
            case TimeoutError _ -> "timeout";
            case ProgramError own -> String.valueOf(own.getMessage());
            case ExceptionGroup group -> "group" + group.exceptions().stream().map(LibraryRun::text).toList();
            default -> error.toString();
        };
    }

    private void happen(Signal signal) {
        switch (signal.effect()) {
            case CANCEL_TASK -> cancel(signal.target());
            case CANCEL_FUTURE -> futures.get(signal.target()).cancel();
            case SET_RESULT -> {
                if (!futures.get(signal.target()).done()) {
                    futures.get(signal.target()).setResult("set");
                }
            }
            case SET_EXCEPTION -> {
                if (!futures.get(signal.target()).done()) {
                    futures.get(signal.target()).setException(new ProgramError("broken"));
                }
            }
        }
    }

    private String cancel(int target) {
        Task<String> task = tasks.get(target);
        return task == null ? "absent" : "asked " + task.cancel();
    }

    // ---- nodes ----

    private static Task<?> self() {
        return Objects.requireNonNull(currentTask());
    }

    private long now() {
        return loop.time().minus(start).toMillis();
    }

    /** What a task runs. */
    private Coroutine<String> body(Node node) {
        return () -> {
            trace.start(now(), node.id());
            return perform(node);
        };
    }

    private Task<String> start(Node node) {
        Task<String> task = createTask(body(node));
        tasks.put(node.id(), task);
        return task;
    }

    private String perform(Node node) throws Exception {
        String outcome;
        try {
            outcome = tryTo(node);
        } catch (Throwable error) {
            note(node, text(error));
            throw error;
        }
        note(node, outcome);
        return outcome;
    }

    private void note(Node node, String outcome) {
        Timeout timeout = timeouts.get(node.id());
        trace.end(now(), node.id(), outcome, self().cancelling(), timeout != null && timeout.expired());
    }

    private String tryTo(Node node) throws Exception {
        return switch (node.kind()) {
            case SLEEP -> sleep(ofMillis(Objects.requireNonNull(node.delay())), "slept");
            case FUTURE -> futures.get(node.target()).await();
            case FAIL -> throw new ProgramError("error" + node.id());
            case SEQUENCE -> {
                String last = "";
                for (Node part : node.parts()) {
                    last = perform(part);
                }
                yield last;
            }
            case TASK -> start(node.part()).await();
            case SPAWN -> {
                start(node.part());
                yield "spawned";
            }
            case SHIELD -> shield(start(node.part())).await();
            case GATHER -> await(gather(node.parts().stream().map(this::start).toList())).toString();
            case GATHER_ALL -> await(gatherReturnExceptions(node.parts().stream().map(this::start).toList())).stream()
                    .map(result -> result instanceof Throwable error ? text(error) : result)
                    .toList()
                    .toString();
            case GROUP -> group(node);
            case ENLIST -> enlist(node);
            case TIMEOUT -> {
                Timeout timeout = Timeout.after(delay(node));
                timeouts.put(node.id(), timeout);
                yield timeout.runValue(_ -> perform(node.part()));
            }
            case RESCHEDULE -> reschedule(node);
            case WAIT_FOR -> waitForCoroutine(node);
            case WAIT_FOR_TASK -> waitFor(start(node.part()), delay(node));
            case JOIN, JOIN_SHIELDED, JOIN_NOW -> join(node, tasks.get(node.target()));
            case CANCEL -> cancel(node.target());
            case CANCEL_SELF -> "asked " + self().cancel();
            case UNCANCEL -> "left " + self().uncancel();
            case SWALLOW -> {
                try {
                    yield perform(node.part());
                } catch (CancelledError _) {
                    yield "swallowed";
                }
            }
            case CATCH -> {
                try {
                    yield perform(node.part());
                } catch (Exception error) {
                    yield "caught " + text(error);
                }
            }
            case CLEANUP -> {
                try {
                    yield perform(node.part());
                } finally {
                    perform(node.parts().getLast());
                }
            }
        };
    }

    private static @Nullable Duration delay(Node node) {
        return node.delay() == null ? null : ofMillis(node.delay());
    }

    private String waitForCoroutine(Node node) {
        Node part = node.part();
        Duration delay = delay(node);
        return delay == null || delay.isPositive()
                ? waitFor(() -> perform(part), delay)
                : waitFor(body(part), delay);
    }

    private static String join(Node node, @Nullable Task<String> task) {
        if (task == null) {
            return "absent";
        }
        return switch (node.kind()) {
            case JOIN_SHIELDED -> shield(task).await();
            case JOIN_NOW -> waitFor(task, ZERO);
            default -> task.await();
        };
    }

    private String group(Node node) {
        taskGroup(tg -> {
            groups.put(node.id(), tg);
            node.parts().stream().skip(1).forEach(child -> tasks.put(child.id(), tg.createTask(body(child))));
            perform(node.part());
        });
        return "group";
    }

    private String enlist(Node node) {
        TaskGroup group = groups.get(node.target());
        if (group == null) {
            return "absent";
        }
        try {
            tasks.put(node.part().id(), group.createTask(body(node.part())));
            return "enlisted";
        } catch (IllegalStateException _) {
            return "refused";
        }
    }

    private String reschedule(Node node) {
        Timeout timeout = timeouts.get(node.target());
        if (timeout == null) {
            return "absent";
        }
        Duration delay = delay(node);
        try {
            timeout.reschedule(delay == null ? null : loop.time().plus(delay));
            return "rescheduled";
        } catch (IllegalStateException _) {
            return "refused";
        }
    }
}
