package org.asyncio4j;

import java.io.Serial;
import java.util.ArrayList;
import java.util.List;

/**
 * In debug mode, the mark on an error that went from task to task: who awaited it, and where. It is suppressed in the error,
 * which stays the very object that was thrown.
 */
final class AwaitedAt extends Exception {

    @Serial
    private static final long serialVersionUID = 1;

    private static final int FRAMES_PER_TASK = 10;
    /** How many tasks are named; a chain may be longer. */
    private static final int MAX_TASKS = 20;

    private final List<String> tasks = new ArrayList<>();

    private AwaitedAt() {
        super(null, null, false, true);
        setStackTrace(new StackTraceElement[0]);
    }

    /** A task is about to get an error from what it awaited. */
    static void note(Throwable error, Task<?> task) {
        for (Throwable suppressed : error.getSuppressed()) {
            if (suppressed instanceof AwaitedAt mark) {
                mark.add(task);
                return;
            }
        }
        var mark = new AwaitedAt();
        mark.add(task);
        error.addSuppressed(mark);
    }

    private void add(Task<?> task) {
        String name = task.getName();
        if (tasks.size() == MAX_TASKS || tasks.contains(name)) {
            return;
        }
        tasks.add(name);
        List<StackTraceElement> trace = new ArrayList<>(List.of(getStackTrace()));
        trace.addAll(UserCode.stack(FRAMES_PER_TASK).reversed());
        setStackTrace(trace.toArray(StackTraceElement[]::new));
    }

    @Override
    public String getMessage() {
        return "by " + String.join(", then by ", tasks.stream().map(name -> "task '" + name + "'").toList());
    }
}
