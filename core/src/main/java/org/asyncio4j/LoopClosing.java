package org.asyncio4j;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import org.asyncio4j.CancelledError.Kind;
import org.jspecify.annotations.Nullable;

/** Ends the tasks and generators that are left when a loop is closed, so that their {@code finally} blocks run. */
final class LoopClosing {

    /*
     * Python drops such tasks, and their finally blocks run when they are collected. A thread that is parked is not
     * collected, so the loop ends them itself: it cancels them, runs on until they are done, and asks again, at ever
     * shorter intervals, those that go on waiting. A task that refuses to the last is reported and left where it is.
     * Generators come after the tasks, which may be their consumers.
     */

    private static final Duration GRACE = Duration.ofSeconds(5);
    private static final int MORE_ROUNDS = 100;

    private final BaseEventLoop loop;
    /** The first request to end the program that came up meanwhile; it waits until the loop is closed. */
    private @Nullable Throwable request;

    LoopClosing(BaseEventLoop loop) {
        this.loop = loop;
    }

    void endTasks() {
        List<Task<?>> left = loop.tasks.snapshot();
        if (left.isEmpty() && loop.generators.isEmpty()) {
            return;
        }
        report("Task was destroyed but it is pending!", left);
        boolean interrupted = Thread.interrupted();
        loop.tick().dropCallbacks();
        end(left);
        if (!loop.generators.isEmpty()) {
            VoidCoroutine closing = loop::shutdownAsyncgens;
            run(List.of(new Task<>(closing.asCoroutine(), loop, TaskOptions.defaults())), GRACE);
            end(loop.tasks.snapshot());
        }
        report("Task ignored its cancellation while the event loop was closed, and is left suspended",
                loop.tasks.snapshot());
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Cancels tasks until none is left, or they have been asked often enough. */
    private void end(List<Task<?>> first) {
        List<Task<?>> left = first;
        for (int round = 0; round <= MORE_ROUNDS && !left.isEmpty(); round++) {
            left.forEach(task -> task.cancelBy(CancelRequest.of(Kind.SHUTDOWN, "the event loop is being closed")));
            run(left, round == 0 ? GRACE : Duration.ZERO);
            left = loop.tasks.snapshot();
        }
    }

    /** Runs the loop until tasks are done or the time is up. */
    private void run(List<Task<?>> tasks, Duration limit) {
        int[] running = {tasks.size()};
        for (Task<?> task : tasks) {
            task.addInternalCallback(_ -> {
                if (--running[0] == 0) {
                    loop.stop();
                }
            });
        }
        TimerHandle timeUp = loop.callInternallyAt(loop.loopTime().deadlineAfter(limit), loop::stop);
        try {
            loop.runApart(); // also from a task of another loop
        } catch (KeyboardInterrupt | SystemExit stop) {
            keep(stop);
        } finally {
            timeUp.cancel();
        }
    }

    void reportUnretrieved() {
        if (loop.unretrieved.isEmpty()) {
            return;
        }
        loop.unretrieved
                .stream()
                .sorted(Comparator.comparingLong(Unretrieved::sequence))
                .toList()
                .forEach(watch -> reporting(watch::reportNow));
    }

    /** Closes what a loop has for itself, as far as that can be closed. */
    void closeLocals() {
        for (Object value : List.copyOf(loop.locals.values())) { // one may ask for another, which is made then
            if (value instanceof AutoCloseable resource) {
                try {
                    resource.close();
                } catch (KeyboardInterrupt | SystemExit stop) {
                    keep(stop);
                } catch (Throwable error) {
                    reporting(() -> loop.errors.report(
                            ExceptionContext.of("Exception on closing " + resource + " with the event loop")
                                    .withException(error)));
                }
            }
        }
        loop.locals.clear();
    }

    private void report(String message, List<Task<?>> tasks) {
        for (Task<?> task : tasks) {
            reporting(() -> loop.errors.report(ExceptionContext.of(message).with("task", task)));
        }
    }

    private void reporting(Runnable report) {
        try {
            report.run();
        } catch (KeyboardInterrupt | SystemExit stop) {
            keep(stop);
        }
    }

    private void keep(Throwable stop) {
        if (request == null) {
            request = stop;
        }
    }

    /** The loop is closed: what asked for the end of the program gets its way. */
    void throwRequest() {
        if (request != null) {
            throw Rethrow.unchecked(request);
        }
    }
}
