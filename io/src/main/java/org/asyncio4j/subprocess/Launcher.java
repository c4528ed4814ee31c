package org.asyncio4j.subprocess;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicReference;
import org.asyncio4j.Asyncio;
import org.asyncio4j.Future;
import org.asyncio4j.WorkerThreads;

/** Starts processes off the loop, in a few threads for all of them: each start takes milliseconds. */
final class Launcher {

    private static final int MAX_THREADS = 4;
    private static final Duration IDLE = Duration.ofMillis(100);

    private static final ExecutorService POOL = WorkerThreads.newPool("asyncio4j-launcher", MAX_THREADS, IDLE);

    private Launcher() {}

    /** Starts a process; if the task is cancelled meanwhile, the process is killed as soon as it runs. */
    static Launch.Started start(Launch launch) throws IOException {
        var handover = new AtomicReference<Object>(Handover.OPEN);
        Future<Launch.Started> starting = submit(() -> {
            Launch.Started started = launch.call();
            if (!handover.compareAndSet(Handover.OPEN, started)) {
                started.discard();
            }
            return started;
        });
        boolean taken = false;
        try {
            Launch.Started started = starting.await(IOException.class);
            taken = true;
            return started;
        } finally {
            if (!taken && handover.getAndSet(Handover.GIVEN_UP) instanceof Launch.Started started) {
                started.discard();
            }
        }
    }

    private enum Handover {
        OPEN, GIVEN_UP
    }

    static <T> Future<T> submit(Callable<T> job) {
        return Asyncio.getRunningLoop().runInExecutor(POOL, job);
    }
}
