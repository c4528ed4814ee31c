package org.asyncio4j.model;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.currentTask;
import static org.asyncio4j.Asyncio.sleep;
import static org.asyncio4j.Asyncio.timeout;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.asyncio4j.CancelledError;
import org.asyncio4j.Task;
import org.asyncio4j.TimeoutError;
import org.jspecify.annotations.Nullable;

/**
 * One run of one program on one primitive: tasks with their operations, and what must hold at each step and in the end.
 *
 * <p>A program has a line for each task, operations with a blank between them. Those of every primitive are {@code yield},
 * and {@code cancel0} and so on for a task. An operation that ends in {@code @0} or {@code @1} has a time limit: of
 * nothing, so that it runs out among the next steps, or of so much that it runs out when nothing else can go on. A task
 * ends when it is cancelled, but one whose line begins with {@code !} goes on with its next operation.
 *
 * <p>For a new primitive: a subclass that performs each operation and keeps its own simple account beside it, checks that
 * account where something returns, and says in {@code checkQuiet} who may still wait. No other task runs between the
 * return of an operation and the next line of the scene, unless that suspends.
 */
abstract class Scene {

    private static final int ROUNDS_TO_END = 20;

    private final List<Task<?>> tasks = new ArrayList<>();
    private final List<String> events = new ArrayList<>();
    /** Which operation each task has come to. */
    private int[] at = {};
    private boolean[] cancelled = {};
    private boolean[] limited = {};
    private Set<Integer> states = new HashSet<>();
    /** The program is over; what its tasks do while they are ended is not checked. */
    private boolean over;
    private @Nullable String violation;

    // ---- what a primitive adds ----

    /** The operations of the primitive. */
    abstract List<String> operations();

    /** Performs an operation as a task. */
    abstract void perform(int task, String operation);

    /** Checks what must hold when nothing can go on by itself. */
    abstract void checkQuiet();

    /** Lets go of what a task may hold for ever; called while tasks are left. */
    void letGo() {}

    /** The primitive and the account of it, as text: what tells one state from another. */
    abstract String state();

    /** Checks what must hold when no task is left. */
    void checkEnd() {}

    // ---- a run ----

    /** Starts the tasks; the states that the run goes through are added to the set. */
    final void start(List<String> program, Set<Integer> allStates) {
        states = allStates;
        at = new int[program.size()];
        cancelled = new boolean[program.size()];
        limited = new boolean[program.size()];
        for (int i = 0; i < program.size(); i++) {
            int task = i;
            String line = program.get(i);
            tasks.add(createTask(() -> run(task, line), "t" + task));
        }
    }

    private void run(int task, String line) {
        boolean goesOn = line.startsWith("!");
        for (String operation : line.substring(goesOn ? 1 : 0).split(" ", -1)) {
            try {
                at[task]++;
                event(task, operation);
                limitedStep(task, operation);
            } catch (TimeoutError _) {
                event(task, operation + " ran out of time");
            } catch (CancelledError error) {
                event(task, operation + " was cancelled");
                check(cancelled[task], "task " + task + " was cancelled by nobody");
                cancelled[task] = false;
                if (!goesOn) {
                    throw error;
                }
                Objects.requireNonNull(currentTask()).uncancel(); // who goes on takes the request back
            } catch (RuntimeException error) {
                broken("task " + task + " got " + error);
            }
        }
    }

    private void limitedStep(int task, String operation) {
        int limit = operation.indexOf('@');
        if (limit < 0) {
            step(task, operation);
            return;
        }
        limited[task] = true;
        try {
            timeout(ofMillis(Integer.parseInt(operation.substring(limit + 1))),
                    () -> step(task, operation.substring(0, limit)));
        } finally {
            limited[task] = false;
        }
    }

    private void step(int task, String operation) {
        if (operation.equals("yield")) {
            sleep(ZERO);
        } else if (operation.startsWith("cancel")) {
            int target = Integer.parseInt(operation.substring("cancel".length()));
            if (tasks.get(target).cancel()) {
                cancelled[target] = true;
            }
        } else {
            perform(task, operation);
        }
    }

    /** Checks what must hold now that nothing can go on by itself. */
    final void quiet() {
        event(-1, "quiet");
        checkQuiet();
    }

    /** Ends the tasks that are left. */
    final void cleanUp() {
        over = true;
        for (int i = 0; i < ROUNDS_TO_END && tasksLeft() > 0; i++) {
            letGo();
            tasks.forEach(Task::cancel);
            sleep(ofSeconds(1));
        }
        over = false;
        check(tasksLeft() == 0, "every task can be ended");
        checkEnd();
    }

    // ---- for the checks ----

    /** How many tasks are not done. */
    final long tasksLeft() {
        return tasks.stream().filter(task -> !task.done()).count();
    }

    /** Tells whether a task was asked to cancel and has not heard of it yet, or may be at any time: it may be passed over. */
    final boolean mayGiveUp(int task) {
        return cancelled[task] || limited[task];
    }

    /** Notes a step, for the report. */
    final void event(int task, String what) {
        events.add((task < 0 ? "" : task + " ") + what);
        states.add(Objects.hash(state(), task, what, Arrays.hashCode(at), Arrays.hashCode(cancelled)));
    }

    /** Requires something to hold. */
    final void check(boolean holds, String promise) {
        if (!holds) {
            broken(promise);
        }
    }

    private void broken(String promise) {
        if (violation == null && !over) {
            violation = "broken: " + promise + "\nafter " + events;
        }
    }

    /** The first promise that was broken, or null. */
    final @Nullable String violation() {
        return violation;
    }
}
