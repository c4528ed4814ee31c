package org.asyncio4j;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.asyncio4j.spi.LoopClock;
import org.jspecify.annotations.Nullable;

/** In debug mode, tells of steps that take too long: while they last, what they are stuck in, and afterwards how long. */
final class StallWatch {

    private static final Duration DEFAULT_THRESHOLD = Duration.ofMillis(100);
    /** How often a threshold is looked at before it is over. */
    private static final int LOOKS = 4;

    /** One step. The loop makes it and the watcher reads it. */
    private record Step(Object subject, Thread thread, long startNanos) {}

    // real time even where the loop's is virtual: a stalled loop is stalled in real time
    private final LoopTime time = new LoopTime(LoopClock.system());

    // written on the loop thread, read by the watcher
    private volatile @Nullable Step step;
    private volatile long thresholdNanos = DEFAULT_THRESHOLD.toNanos();

    // loop thread only
    private @Nullable Thread watcher;

    Duration threshold() {
        return Duration.ofNanos(thresholdNanos);
    }

    void threshold(Duration duration) {
        if (!duration.isPositive()) {
            throw new IllegalArgumentException(
                    "slow callback duration is " + duration + "; it must be above zero");
        }
        thresholdNanos = LoopTime.nanos(duration);
    }

    /** A task or handle begins a step on a thread. */
    void begin(Object subject, Thread thread) {
        if (watcher == null) {
            watcher = Thread.ofPlatform().daemon().name("asyncio4j-stall-watch").start(this::watch);
        }
        step = new Step(subject, thread, time.nowNanos());
    }

    /** The step is over. */
    void end() {
        Step ended = step;
        step = null;
        if (ended != null) {
            long taken = time.nowNanos() - ended.startNanos;
            if (taken >= thresholdNanos) {
                Log.LOGGER.log(Level.WARNING,
                        "Executing " + ended.subject + " took " + LoopTime.seconds(taken)
                                + " seconds");
            }
        }
    }

    /** The loop has ended: the watcher ends too, and has ended on return. */
    void close() {
        Thread ending = watcher;
        watcher = null;
        step = null;
        while (ending != null && ending.isAlive()) {
            ending.interrupt();
            LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
        }
    }

    private void watch() {
        Step told = null;
        while (!Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(Math.max(1, thresholdNanos / LOOKS));
            Step now = step;
            if (now != null && now != told && time.nowNanos() - now.startNanos >= thresholdNanos) {
                told = now;
                report(now);
            }
        }
    }

    private void report(Step stuck) {
        List<StackTraceElement> frames = List.of(stuck.thread.getStackTrace());
        if (step != stuck) {
            return; // it ended while we looked
        }
        var text = new StringBuilder("The event loop is held up: ").append(stuck.subject)
                .append(" has been running for ")
                .append(LoopTime.seconds(time.nowNanos() - stuck.startNanos))
                .append(" seconds, now in");
        frames.stream()
                .filter(UserCode::isOfUserOrJdk)
                .forEach(frame -> text.append("\n\tat ").append(frame));
        Log.LOGGER.log(Level.WARNING, text.toString());
    }
}
