package org.asyncio4j;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Makes the stack trace of an error that leaves a loop lead on to who ran the loop. */
final class Traceback {

    /*
     * An error of a task has the stack of the task's thread, and would end in the library: who called run() could not be
     * told from it. Python's traceback grows with each frame that an exception passes through; here what is missing is added
     * where the error changes threads. The JDK's launcher of source files needs it, too: it cuts its own frames off the end of
     * an uncaught error without a look whether they are there.
     *
     * One error object may leave many loops; its trace must not grow for ever.
     */

    /** No stack that the JVM notes is longer, unless it is told otherwise. */
    private static final int LONGEST = 1024;

    private Traceback() {}

    /** Adds the frames of the current thread from the caller of this method on, unless they are there. */
    static void addCallersTo(Throwable error) {
        List<StackTraceElement> trace = List.of(error.getStackTrace());
        List<StackTraceElement> callers = Arrays.stream(new Throwable().getStackTrace()).skip(1).toList();
        if (trace.size() < LONGEST && !endsWith(trace, callers.stream().skip(1).toList())) {
            error.setStackTrace(Stream.concat(trace.stream(), callers.stream()).toArray(StackTraceElement[]::new));
        }
    }

    /** The innermost frame of the callers is not looked at: an error of its own was made in another line of it. */
    private static boolean endsWith(List<StackTraceElement> trace, List<StackTraceElement> frames) {
        int from = trace.size() - frames.size();
        return from >= 0 && trace.subList(from, trace.size()).equals(frames);
    }
}
