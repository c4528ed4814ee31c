package org.asyncio4j;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.asyncio4j.spi.LoopClock;
import org.jspecify.annotations.Nullable;

/** Tells what holds up the end of a run, so that a program that cannot end does not hang in silence. */
final class ShutdownWatch implements AutoCloseable {

    /*
     * A thread of its own in real time: what holds up the end may be a task that never gives up its step, and then no
     * callback of the loop would ever run. It tells after some seconds, and again each time as many have gone by as in
     * all before.
     */

    private final BaseEventLoop loop;
    private final long firstReportNanos;
    private final LoopTime time = new LoopTime(LoopClock.system());
    private final @Nullable Thread watcher;

    private ShutdownWatch(BaseEventLoop loop, Duration firstReport) {
        this.loop = loop;
        this.firstReportNanos = LoopTime.nanos(firstReport);
        boolean endsAtOnce = loop.tasks.snapshot().isEmpty() && !loop.executor.isOpen();
        this.watcher = endsAtOnce
                ? null
                : Thread.ofPlatform().daemon().name("asyncio4j-shutdown-watch").unstarted(this::watch);
    }

    /** Watches the end of a run of a loop until it is closed. */
    static ShutdownWatch over(BaseEventLoop loop, Duration firstReport) {
        var watch = new ShutdownWatch(loop, firstReport);
        if (watch.watcher != null) {
            watch.watcher.start();
        }
        return watch;
    }

    private void watch() {
        long start = time.nowNanos();
        long due = start + firstReportNanos;
        while (!Thread.currentThread().isInterrupted()) {
            long now = time.nowNanos();
            if (now < due) {
                LockSupport.parkNanos(due - now);
            } else {
                Log.LOGGER.log(Level.WARNING, report(now - start));
                due += now - start;
            }
        }
    }

    private String report(long waitedNanos) {
        var text = new StringBuilder("The end of the run has been waiting for ")
                .append(LoopTime.seconds(waitedNanos))
                .append(" seconds");
        List<Task<?>> tasks = loop.tasks.snapshot();
        if (!tasks.isEmpty()) {
            text.append("; these tasks were cancelled and have not ended:");
            for (Task<?> task : tasks) {
                text.append("\n  ").append(task);
                task.getStack().reversed().forEach(frame -> text.append("\n\tat ").append(frame));
            }
        }
        for (Thread thread : loop.executor.busyThreads()) {
            text.append("\n  thread of the default executor '").append(thread.getName()).append("'");
            Arrays.stream(thread.getStackTrace()).forEach(frame -> text.append("\n\tat ").append(frame));
        }
        return text.toString();
    }

    /** The run has ended: so has the watcher on return. */
    @Override
    public void close() {
        while (watcher != null && watcher.isAlive()) {
            watcher.interrupt();
            LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
        }
    }
}
