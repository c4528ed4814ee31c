package org.asyncio4j;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What went wrong in a task group, in order. */
final class GroupErrors {

    // loop thread only
    private final List<Throwable> errors = new ArrayList<>();
    /** The first request to end the program, which is thrown by itself. */
    private @Nullable Throwable endOfProgram;

    /** Adds what a child failed with. */
    void add(Throwable error) {
        errors.add(error);
        noteEndOfProgram(error);
    }

    /** Remembers an error if it is a request to end the program, and the first. */
    void noteEndOfProgram(Throwable error) {
        if (endOfProgram == null && LoopErrors.endsTheProgram(error)) {
            endOfProgram = error;
        }
    }

    int size() {
        return errors.size();
    }

    /** Returns all errors and forgets them: they hold on to much. */
    List<Throwable> take() {
        List<Throwable> taken = List.copyOf(errors);
        errors.clear();
        return taken;
    }

    /** Throws the request to end the program, if there is one; the other errors are reported. */
    void throwEndOfProgram(TaskGroup group) {
        Throwable request = endOfProgram;
        if (request == null) {
            return;
        }
        for (Throwable error : take()) {
            if (error != request) {
                report(group, error, "the TaskGroup body is being closed with a BaseException");
            }
        }
        throw Rethrow.unchecked(request);
    }

    /** Reports an error that cannot be thrown. */
    static void report(TaskGroup group, Throwable error, String reason) {
        group.parent()
                .loop()
                .callExceptionHandler(
                        ExceptionContext.of("TaskGroup task exception was not propagated because " + reason)
                                .withException(error)
                                .with("task_group", group));
    }
}
