package org.asyncio4j;

import java.time.Duration;
import java.util.List;

/** Ends the tasks that are left when a loop is closed, so that their {@code finally} blocks run. */
final class LoopClosing {

    /*
     * Python drops such tasks, and their finally blocks run when they are collected. A thread that is parked is not
     * collected, so the loop ends them itself: it cancels them, runs on until they are done, and asks again, at ever
     * shorter intervals, those that go on waiting. A task that refuses to the last is reported and left where it is.
     */

    private static final Duration GRACE = Duration.ofSeconds(5);
    private static final int MORE_ROUNDS = 100;

    private LoopClosing() {}

    static void endTasks(BaseEventLoop loop) {
        List<Task<?>> left = loop.tasks().snapshot();
        if (left.isEmpty()) {
            return;
        }
        left.forEach(task -> loop.errors()
                .report(ExceptionContext.of("Task was destroyed but it is pending!")
                        .with("task", task)));
        boolean interrupted = Thread.interrupted();
        loop.tick().dropCallbacks();
        cancelAndRun(loop, left, GRACE);
        left = loop.tasks().snapshot();
        for (int round = 0; round < MORE_ROUNDS && !left.isEmpty(); round++) {
            cancelAndRun(loop, left, Duration.ZERO);
            left = loop.tasks().snapshot();
        }
        left.forEach(task -> loop.errors()
                .report(
                        ExceptionContext.of(
                                "Task ignored its cancellation while the event loop was closed, and is left suspended")
                                .with("task", task)));
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void cancelAndRun(BaseEventLoop loop, List<Task<?>> left, Duration limit) {
        left.forEach(task -> task.cancel("the event loop is being closed"));
        int[] running = {left.size()};
        for (Task<?> task : left) {
            task.addInternalCallback(_ -> {
                if (--running[0] == 0) {
                    loop.stop();
                }
            });
        }
        TimerHandle timeUp = loop.callInternallyAt(loop.loopTime().deadlineAfter(limit),
                loop::stop);
        try {
            loop.runApart(); // also from a task of another loop
        } catch (KeyboardInterrupt | SystemExit request) {
            loop.errors()
                    .report(ExceptionContext
                            .of("a task asked for the end of the program while its loop was closed")
                            .withException(request));
        } finally {
            timeUp.cancel();
        }
    }
}
