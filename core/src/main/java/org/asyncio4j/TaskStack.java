package org.asyncio4j;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a task is, in frames of the user's code, oldest first. */
final class TaskStack {

    private final Task<?> task;
    private final List<StackTraceElement> frames;
    private final @Nullable Throwable error;

    private TaskStack(Task<?> task, List<StackTraceElement> frames, @Nullable Throwable error) {
        this.task = task;
        this.frames = frames;
        this.error = error;
    }

    static TaskStack of(Task<?> task) {
        if (task.done()) {
            Throwable error = task.peekException();
            return new TaskStack(task, error == null ? List.of() : ofUser(error.getStackTrace()), error);
        }
        Strand strand = task.strand();
        if (strand == null || strand.thread().getState() == Thread.State.NEW) {
            return new TaskStack(task, List.of(entryOf(task.getCoro())), null);
        }
        return new TaskStack(task, ofUser(belowSuspension(strand.thread().getStackTrace())), null);
    }

    /** A task that has not started is about to enter its coroutine. */
    private static StackTraceElement entryOf(Coroutine<?> coroutine) {
        return new StackTraceElement(coroutine.getClass().getName(), "await", null, -1);
    }

    /** On the baton carrier a suspended task's thread may run the loop meanwhile; that is not where the task is. */
    private static StackTraceElement[] belowSuspension(StackTraceElement[] trace) {
        for (int i = trace.length - 1; i >= 0; i--) {
            if (trace[i].getMethodName().equals("suspend") && UserCode.isOfLibrary(trace[i].getClassName())) {
                return Arrays.copyOfRange(trace, i + 1, trace.length);
            }
        }
        return trace;
    }

    private static List<StackTraceElement> ofUser(StackTraceElement[] newestFirst) {
        List<StackTraceElement> kept = new ArrayList<>();
        for (StackTraceElement frame : newestFirst) {
            if (UserCode.isOfUserOrJdk(frame)) {
                kept.add(frame);
            }
        }
        Collections.reverse(kept);
        return kept;
    }

    List<StackTraceElement> frames(int limit) {
        if (limit < 0) {
            throw new IllegalArgumentException("limit is " + limit + "; it must not be negative");
        }
        if (frames.size() <= limit) {
            return List.copyOf(frames);
        }
        return error == null
                ? List.copyOf(frames.subList(frames.size() - limit, frames.size()))
                : List.copyOf(frames.subList(0, limit));
    }

    void print(PrintStream out, int limit) {
        List<StackTraceElement> shown = frames(limit);
        if (shown.isEmpty() && error == null) {
            out.println("No stack for " + task);
            return;
        }
        out.println((error == null ? "Stack" : "Traceback") + " for " + task + " (most recent call last):");
        shown.forEach(frame -> out.println("  at " + frame));
        if (error != null) {
            out.println(error);
        }
    }
}
