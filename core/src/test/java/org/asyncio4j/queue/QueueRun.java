package org.asyncio4j.queue;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofSeconds;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.sleep;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.ToIntFunction;
import org.asyncio4j.CancelledError;
import org.asyncio4j.Task;

/** One run of a program on one queue, with a sequential model beside it that knows what may happen. */
final class QueueRun {

    /*
     * No other task runs between the return of put or get and the next line here, so the model sees the operations in the
     * order in which they took effect. What it checks:
     *
     *   put returned   the queue was open and had a place: maxsize is never exceeded
     *   get returned   the very item whose turn it was: none lost, none twice, the order of the queue
     *   refused        the queue was shut down, and for get also empty
     *   at rest        who still waits in get finds no item, in put no place, and an open queue: nobody is stuck;
     *                  whoever was cancelled has ended
     *   at the end     the queue holds what the model holds: a call that ended in cancellation took and put nothing
     */

    private final QueueProgram program;
    private final Line line;
    /** Whose turn it is, of items in the order in which they were put. */
    private final ToIntFunction<List<Integer>> turn;
    private final Set<Integer> states;

    private final List<Task<?>> tasks = new ArrayList<>();
    private final boolean[] cancelled;
    private final int[] at;
    private final List<Integer> model = new ArrayList<>();
    private final List<String> log = new ArrayList<>();
    private final List<String> violations = new ArrayList<>();
    private boolean shutDown;

    /** A run; the states it goes through are added to the set. */
    QueueRun(QueueProgram program, Line line, ToIntFunction<List<Integer>> turn,
            Set<Integer> states) {
        this.program = program;
        this.line = line;
        this.turn = turn;
        this.states = states;
        this.cancelled = new boolean[program.tasks().size()];
        this.at = new int[program.tasks().size()];
    }

    /** Plays the program in the current task; returns what was wrong. */
    List<String> play(Schedules schedules) {
        schedules.begin();
        for (int task = 0; task < program.tasks().size(); task++) {
            int number = task;
            tasks.add(createTask(() -> body(number)));
        }
        sleep(ofSeconds(1)); // virtual: until nothing is ready any more
        schedules.end();
        checkRest();
        Arrays.fill(cancelled, true);
        tasks.forEach(Task::cancel);
        sleep(ofSeconds(1));
        check(tasks.stream().allMatch(Task::done), "a task that was cancelled at the end goes on waiting");
        checkContents();
        return violations;
    }

    private void body(int task) {
        List<QueueProgram.Op> ops = program.tasks().get(task);
        try {
            for (; at[task] < ops.size(); at[task]++) {
                if (at[task] > 0) {
                    sleep(ZERO);
                }
                QueueProgram.Op op = ops.get(at[task]);
                note(task + " " + op + "?");
                perform(task, op);
            }
        } catch (CancelledError error) {
            note(task + " cancelled");
            check(cancelled[task], task + " was cancelled by nobody");
            throw error;
        } catch (RuntimeException error) {
            check(false, task + " failed with " + error);
        }
    }

    private void perform(int task, QueueProgram.Op op) {
        try {
            switch (op.kind()) {
                case PUT -> put(task, task * 10 + at[task]);
                case GET -> get(task);
                case CANCEL -> cancelled[op.target()] |= tasks.get(op.target()).cancel();
                case SHUTDOWN -> shutdown(false);
                case SHUTDOWN_IMMEDIATE -> shutdown(true);
            }
        } catch (QueueShutDown _) {
            note(task + " refused");
            check(shutDown, task + " was refused by an open queue");
            check(op.kind() == QueueProgram.Kind.PUT || model.isEmpty(), task + " was refused an item of " + model);
        }
    }

    private void put(int task, int item) {
        line.put(item);
        note(task + " put " + item);
        check(!shutDown, item + " was put after the shutdown");
        model.add(item);
        check(model.size() <= program.maxsize(), "more than maxsize: " + model);
    }

    private void get(int task) {
        int item = line.get();
        note(task + " got " + item);
        check(!model.isEmpty() && turn.applyAsInt(model) == item, item + " was taken of " + model);
        model.removeIf(each -> each == item);
    }

    private void shutdown(boolean immediate) {
        line.shutdown(immediate);
        shutDown = true;
        if (immediate) {
            model.clear();
        }
    }

    private void checkRest() {
        for (int task = 0; task < tasks.size(); task++) {
            if (!tasks.get(task).done()) {
                QueueProgram.Op op = program.tasks().get(task).get(at[task]);
                boolean mayWait = switch (op.kind()) {
                    case PUT -> model.size() >= program.maxsize();
                    case GET -> model.isEmpty();
                    default -> false;
                };
                check(mayWait && !shutDown, task + " is stuck in " + op + " beside " + model);
                check(!cancelled[task], task + " was cancelled and goes on waiting");
            }
        }
    }

    private void checkContents() {
        List<Integer> left = new ArrayList<>();
        while (line.size() > 0) {
            left.add(line.getNowait());
        }
        List<Integer> expected = new ArrayList<>();
        while (!model.isEmpty()) {
            int next = turn.applyAsInt(model);
            expected.add(next);
            model.removeIf(each -> each == next);
        }
        check(left.equals(expected), "left are " + left + " instead of " + expected);
    }

    private void note(String event) {
        log.add(event);
        states.add(List.of(line.toString(), List.copyOf(model), event, Arrays.hashCode(at),
                Arrays.hashCode(cancelled)).hashCode());
    }

    private void check(boolean holds, String violation) {
        if (!holds) {
            violations.add(violation);
        }
    }

    /** What happened, to be read when something was wrong. */
    @Override
    public String toString() {
        return program + ": " + log + ", now " + line;
    }
}
