package org.asyncio4j;

import java.io.PrintStream;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Where a task is, in frames of the user's code, oldest first. */
final class TaskStack {

    private static final Map<String, Boolean> LIBRARY_CLASSES = new ConcurrentHashMap<>();

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
            if (trace[i].getMethodName().equals("suspend") && isOfLibrary(trace[i].getClassName())) {
                return Arrays.copyOfRange(trace, i + 1, trace.length);
            }
        }
        return trace;
    }

    private static List<StackTraceElement> ofUser(StackTraceElement[] newestFirst) {
        List<StackTraceElement> kept = new ArrayList<>();
        for (StackTraceElement frame : newestFirst) {
            if (isOfUserOrJdk(frame)) {
                kept.add(frame);
            }
        }
        Collections.reverse(kept);
        return kept;
    }

    /** Tells whether a frame is more than the machinery by which a task is run and parked. */
    static boolean isOfUserOrJdk(StackTraceElement frame) {
        String name = frame.getClassName();
        return !name.startsWith("jdk.internal.") && !name.startsWith("java.lang.VirtualThread") && !isOfLibrary(name)
                && !(name.equals("java.lang.Thread") && frame.getMethodName().equals("getStackTrace"));
    }

    private static boolean isOfLibrary(String className) {
        int nested = className.indexOf('$');
        String top = nested < 0 ? className : className.substring(0, nested);
        return top.startsWith("org.asyncio4j.") && LIBRARY_CLASSES.computeIfAbsent(top, TaskStack::isInThisArtifact);
    }

    /** Tests and users may have packages of the same name; what counts is where the class came from. */
    private static boolean isInThisArtifact(String className) {
        try {
            CodeSource source = Class.forName(className, false, TaskStack.class.getClassLoader())
                    .getProtectionDomain()
                    .getCodeSource();
            CodeSource own = TaskStack.class.getProtectionDomain().getCodeSource();
            return source != null && own != null && Objects.equals(source.getLocation(), own.getLocation());
        } catch (ClassNotFoundException _) {
            return false; // a class of another loader is not ours
        }
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
