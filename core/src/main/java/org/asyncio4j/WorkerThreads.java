package org.asyncio4j;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Pools of threads for calls that block, to be given to {@link EventLoop#runInExecutor}: a kind of call that may hang for
 * long has a pool of its own, so that nothing else waits behind it.
 */
public final class WorkerThreads {

    private WorkerThreads() {}

    /**
     * Creates a pool. Its threads are platform threads, since a virtual one would hold a carrier of the JDK's pool in every
     * call that blocks natively. They are daemons, start when there is work and end when there is none, so a pool that
     * serves the whole program need not be shut down. Work that finds no free thread waits, without limit, in the order
     * in which it came.
     *
     * <p><b>Threads:</b> this and the pool may be used in any thread.
     *
     * @param name how its threads are named: the name, a hyphen and a number
     * @param maxThreads how many there may be at once, at least 1
     * @param idle how long a thread waits for more work before it ends, above 0
     * @return the pool
     * @throws IllegalArgumentException if a number or time is too small
     */
    public static ExecutorService newPool(String name, int maxThreads, Duration idle) {
        Objects.requireNonNull(name, "name");
        var numbers = new AtomicInteger();
        return newPool(maxThreads, idle, work -> Thread.ofPlatform()
                .daemon()
                .name(name + "-" + numbers.getAndIncrement())
                .unstarted(work));
    }

    static ExecutorService newPool(int maxThreads, Duration idle, ThreadFactory factory) {
        if (maxThreads < 1) {
            throw new IllegalArgumentException("a pool needs at least one thread, not " + maxThreads);
        }
        if (!idle.isPositive()) {
            throw new IllegalArgumentException("threads must wait for work for some time, not for " + idle);
        }
        // a queue without locks: for one that a worker holds, a task would be suspended in the middle of its step
        var pool = new ThreadPoolExecutor(maxThreads, maxThreads, LoopTime.nanos(idle), TimeUnit.NANOSECONDS,
                new LinkedTransferQueue<>(), factory);
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }
}
