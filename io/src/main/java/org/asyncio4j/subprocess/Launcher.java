package org.asyncio4j.subprocess;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.asyncio4j.Asyncio;
import org.asyncio4j.Future;

/** Starts processes off the loop, in a few threads for all of them: each start takes milliseconds. */
final class Launcher {

    private static final int MAX_THREADS = 4;
    private static final long IDLE_MILLIS = 100;

    private static final ThreadPoolExecutor POOL = newPool();

    private Launcher() {}

    private static ThreadPoolExecutor newPool() {
        var count = new AtomicInteger();
        var pool = new ThreadPoolExecutor(MAX_THREADS, MAX_THREADS, IDLE_MILLIS, TimeUnit.MILLISECONDS,
                new LinkedBlockingQueue<>(),
                job -> Thread.ofPlatform()
                        .daemon()
                        .name("asyncio4j-launcher-" + count.getAndIncrement())
                        .unstarted(job));
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

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
