package org.asyncio4j;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Takes blocking work to other threads and brings the outcome back. */
final class LoopExecutor {

    /** As many threads as asyncio's default executor has. */
    private static final int MAX_THREADS = Math.min(32,
            Runtime.getRuntime().availableProcessors() + 4);
    private static final Duration IDLE_THREAD_LIFE = Duration.ofSeconds(60);
    private static final AtomicInteger POOLS = new AtomicInteger();

    private final BaseEventLoop loop;
    private @Nullable ExecutorService pool;
    private boolean wasShutDown;

    // any thread
    /** The threads of the default executor that were made here, as long as they live. */
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

    LoopExecutor(BaseEventLoop loop) {
        this.loop = loop;
    }

    void setDefault(ExecutorService executor) {
        pool = executor;
    }

    /** Whether there is a default executor that has to be shut down. */
    boolean isOpen() {
        return pool != null && !wasShutDown;
    }

    <T extends @Nullable Object> Future<T> submit(@Nullable ExecutorService executor,
            Callable<T> function) {
        ExecutorService where = executor != null ? executor : defaultPool();
        Future<T> future = loop.createFuture();
        java.util.concurrent.Future<?> job = where.submit(() -> {
            Runnable outcome = call(function, future);
            loop.addFromOutside(Handle.internal(loop, () -> {
                if (!future.done()) {
                    outcome.run();
                }
            }));
        });
        // a callback of the ordinary kind: cancelling a job may run code of the executor
        future.addDoneCallback(done -> {
            if (done.cancelled()) {
                job.cancel(false);
            }
        });
        return future;
    }

    /** Calls a function here and returns what is then to be done to the future on its loop. */
    private static <T extends @Nullable Object> Runnable call(Callable<T> function,
            Future<T> future) {
        try {
            T value = function.call();
            return () -> future.finish(value);
        } catch (Throwable error) {
            return () -> future.fail(error);
        }
    }

    private ExecutorService defaultPool() {
        if (wasShutDown) {
            throw new IllegalStateException("Executor shutdown has been called");
        }
        ExecutorService existing = pool;
        if (existing == null) {
            existing = newPool();
            pool = existing;
        }
        return existing;
    }

    private ExecutorService newPool() {
        int number = POOLS.getAndIncrement();
        var numbers = new AtomicInteger();
        return WorkerThreads.newPool(MAX_THREADS, IDLE_THREAD_LIFE, work -> Thread.ofPlatform()
                .daemon()
                .name("asyncio_" + number + "_" + numbers.getAndIncrement())
                .unstarted(() -> work(work)));
    }

    private void work(Runnable work) {
        threads.add(Thread.currentThread());
        try {
            work.run();
        } finally {
            threads.remove(Thread.currentThread());
        }
    }

    /** The threads of the default executor that have not ended; after {@link #shutdown} those that still work. */
    List<Thread> busyThreads() {
        return threads.stream().sorted(Comparator.comparing(Thread::getName)).toList();
    }

    /** Shuts the default executor down and waits for its threads while the loop goes on. */
    void shutdown(@Nullable Duration timeout) {
        loop.checkThread();
        ExecutorService closing = pool;
        if (closing == null) {
            wasShutDown = true;
            return;
        }
        RunningLoop.requireTask();
        wasShutDown = true;
        pool = null;
        Future<Boolean> ended = loop.createFuture();
        // awaitTermination blocks, which on the baton carrier would hold up the loop
        Thread.ofPlatform().daemon().name("asyncio4j-executor-shutdown").start(() -> {
            closing.shutdown();
            Runnable outcome = call(
                    () -> closing.awaitTermination(
                            timeout == null ? Long.MAX_VALUE : LoopTime.nanos(timeout),
                            TimeUnit.NANOSECONDS),
                    ended);
            loop.addFromOutside(Handle.internal(loop, () -> {
                if (!ended.done()) {
                    outcome.run();
                }
            }));
        });
        if (!ended.await()) {
            Log.LOGGER.log(Level.WARNING,
                    "The executor did not finishing joining its threads within "
                            + timeout + "; they are left to end by themselves.");
        }
    }

    /** Shuts the default executor down without waiting. */
    void close() {
        if (pool != null) {
            pool.shutdown();
            pool = null;
        }
    }
}
