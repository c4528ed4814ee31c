package org.asyncio4j.sync;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofSeconds;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.sleep;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.asyncio4j.CancelledError;
import org.asyncio4j.Task;
import org.jspecify.annotations.Nullable;

/**
 * One run of one program on one primitive: tasks with their operations, and what must hold at each step and in the end.
 *
 * <p>A program has a line for each task, operations with a blank between them. Those of every primitive are {@code yield},
 * and {@code cancel0} and so on for a task. A task ends when it is cancelled, but one whose line begins with {@code !} goes
 * on with its next operation, as after a timeout.
 */
abstract class Scene {

    private static final int ROUNDS_TO_END = 20;

    private final List<Task<?>> tasks = new ArrayList<>();
    private final List<String> events = new ArrayList<>();
    private boolean[] cancelled = {};
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

    // ---- programs ----

    /** Programs of two to four tasks with up to three operations each, drawn at random. */
    final List<List<String>> randomPrograms(int number, long seed) {
        var random = new Random(seed);
        List<List<String>> programs = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            int size = random.nextInt(2, 5);
            List<String> lines = new ArrayList<>();
            for (int task = 0; task < size; task++) {
                lines.add(randomLine(random, size));
            }
            programs.add(lines);
        }
        return programs;
    }

    private String randomLine(Random random, int size) {
        var line = new StringBuilder(random.nextInt(4) == 0 ? "!" : "");
        for (int i = random.nextInt(1, 4); i > 0; i--) {
            String operation = switch (random.nextInt(8)) {
                case 0 -> "yield";
                case 1, 2 -> "cancel" + random.nextInt(size);
                default -> operations().get(random.nextInt(operations().size()));
            };
            line.append(operation).append(i > 1 ? " " : "");
        }
        return line.toString();
    }

    // ---- a run ----

    final void start(List<String> program) {
        cancelled = new boolean[program.size()];
        for (int i = 0; i < program.size(); i++) {
            int task = i;
            String line = program.get(i);
            tasks.add(createTask(() -> run(task, line)));
        }
    }

    private void run(int task, String line) {
        boolean goesOn = line.startsWith("!");
        for (String operation : line.substring(goesOn ? 1 : 0).split(" ", -1)) {
            try {
                event(task, operation);
                step(task, operation);
            } catch (CancelledError error) {
                event(task, operation + " was cancelled");
                cancelled[task] = false;
                if (!goesOn) {
                    throw error;
                }
            } catch (RuntimeException error) {
                broken("task " + task + " got " + error);
            }
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
    }

    // ---- for the checks ----

    /** How many tasks are not done. */
    final long tasksLeft() {
        return tasks.stream().filter(task -> !task.done()).count();
    }

    /** Tells whether a task was asked to cancel and has not heard of it yet: it may be passed over. */
    final boolean isCancelled(int task) {
        return cancelled[task];
    }

    /** Notes a step, for the report. */
    final void event(int task, String what) {
        events.add((task < 0 ? "" : task + " ") + what);
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
