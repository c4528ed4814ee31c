package org.asyncio4j;

import java.time.Duration;
import java.util.Objects;

/** Suspends the current task for a time. */
final class Sleep {

    private Sleep() {}

    static void sleep(Duration delay) {
        Objects.requireNonNull(delay, "delay");
        Task<?> task = RunningLoop.requireTask();
        if (!delay.isPositive()) {
            task.yieldNow();
            return;
        }
        BaseEventLoop loop = task.loop();
        Future<Boolean> wake = loop.createFuture();
        TimerHandle timer = loop.callInternallyAt(loop.loopTime().deadlineAfter(delay),
                () -> wake.finishIfPending(true));
        try {
            wake.await();
        } finally {
            timer.cancel();
        }
    }
}
