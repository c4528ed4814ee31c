import bench.Harness;
import bench.Work;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.StructuredTaskScope;
import java.util.concurrent.StructuredTaskScope.Joiner;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/** Stock virtual threads and java.util.concurrent: {@code VirtualThreads WORKLOAD [ARGUMENT...]}. */
final class VirtualThreads {

    private static int sink;

    private VirtualThreads() {}

    public static void main(String[] args) throws Exception {
        switch (args[0]) {
            case "yield" -> yieldOften(Work.count(args, 1, 1));
            case "spawn" -> inVirtualThread("spawn", Work.SPAWNS, VirtualThreads::spawn);
            case "spawn-scope" -> inVirtualThread("spawn", Work.SPAWNS, VirtualThreads::spawnInScope);
            case "gather" -> inVirtualThread("gather", Work.GATHERED, VirtualThreads::gather);
            case "gather-scope" -> inVirtualThread("gather", Work.GATHERED, VirtualThreads::gatherInScope);
            case "pingpong" -> inVirtualThread("pingpong", Work.ROUND_TRIPS, VirtualThreads::pingPong);
            case "pipe" -> inVirtualThread("pipe", Work.ITEMS, VirtualThreads::pipe);
            case "timeout" -> inVirtualThread("timeout", Work.TIMEOUTS, VirtualThreads::timeout);
            case "timeout-scope" -> inVirtualThread("timeout", Work.TIMEOUTS, VirtualThreads::timeoutInScope);
            case "timer" -> timer();
            case "sleeps" -> Harness.sleeps(Work.count(args, 1, Work.SLEEPERS), VirtualThreads::sleeps);
            case "lock" -> inVirtualThread("lock", Work.LOCKINGS, VirtualThreads::lock);
            case "contended" -> Harness.measure("contended", Work.LOCKINGS, VirtualThreads::contended);
            case "memory" -> Harness.memory(Work.count(args, 1, Work.SUSPENDED), VirtualThreads::memory);
            case "skynet" -> inVirtualThread("skynet", Work.TREE, () -> Work.checkSkynet(skynet(0, Work.LEAVES)));
            case "roundtrip" -> roundTrip();
            case "oneway" -> Harness.measure("oneway", Work.ONE_WAY, VirtualThreads::oneWay);
            case "hello" -> run(() -> {
                Thread.yield();
                System.out.println("hello");
            });
            case "serve" -> BlockingEcho.serve(args);
            default -> throw new IllegalArgumentException(args[0]);
        }
    }

    private static void inVirtualThread(String metric, long operations, Harness.Round round) throws Exception {
        Harness.measure(metric, operations, () -> run(round));
    }

    private static void run(Harness.Round round) throws Exception {
        start(round).join();
    }

    private static Thread start(Harness.Round body) {
        return Thread.startVirtualThread(() -> {
            try {
                body.run();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static int noop() {
        return 1;
    }

    // ---- tasks ----

    private static void yieldOften(int tasks) throws Exception {
        int each = Work.YIELDS / tasks;
        Harness.measure("yield", Work.YIELDS, () -> {
            Thread[] threads = new Thread[tasks];
            for (int t = 0; t < tasks; t++) {
                threads[t] = start(() -> {
                    for (int i = 0; i < each; i++) {
                        Thread.yield();
                    }
                });
            }
            join(threads);
        });
    }

    private static void join(Thread[] threads) throws InterruptedException {
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private static void spawn() throws InterruptedException {
        for (int i = 0; i < Work.SPAWNS; i++) {
            Thread.startVirtualThread(VirtualThreads::noop).join();
        }
    }

    private static void spawnInScope() throws InterruptedException {
        for (int i = 0; i < Work.SPAWNS; i++) {
            try (var scope = StructuredTaskScope.open()) {
                var subtask = scope.fork(() -> noop());
                scope.join();
                sink = subtask.get();
            }
        }
    }

    private static void gather() throws InterruptedException {
        Thread[] threads = new Thread[Work.GATHERED];
        for (int i = 0; i < threads.length; i++) {
            threads[i] = Thread.startVirtualThread(VirtualThreads::noop);
        }
        join(threads);
    }

    private static void gatherInScope() throws InterruptedException {
        try (var scope = StructuredTaskScope.open()) {
            for (int i = 0; i < Work.GATHERED; i++) {
                scope.fork(() -> noop());
            }
            scope.join();
        }
    }

    private static long skynet(long first, int leaves) throws InterruptedException {
        if (leaves == 1) {
            return first;
        }
        int part = leaves / 10;
        long[] results = new long[10];
        Thread[] threads = new Thread[10];
        for (int i = 0; i < 10; i++) {
            int k = i;
            threads[i] = start(() -> results[k] = skynet(first + (long) k * part, part));
        }
        long sum = 0;
        for (int i = 0; i < 10; i++) {
            threads[i].join();
            sum += results[i];
        }
        return sum;
    }

    private static void memory(int tasks, Harness.Probe probe) throws Exception {
        var futures = new CompletableFuture<?>[tasks];
        var started = new AtomicInteger();
        var done = new CountDownLatch(tasks);
        for (int i = 0; i < tasks; i++) {
            var future = new CompletableFuture<Integer>();
            futures[i] = future;
            Thread.startVirtualThread(() -> {
                started.incrementAndGet();
                future.join();
                done.countDown();
            });
        }
        while (started.get() < tasks) {
            Thread.sleep(1);
        }
        probe.created();
        for (CompletableFuture<?> future : futures) {
            future.complete(null);
        }
        done.await();
        probe.woken();
    }

    // ---- queues and locks ----

    private static void pingPong() throws InterruptedException {
        int n = Work.ROUND_TRIPS;
        BlockingQueue<Integer> there = new ArrayBlockingQueue<>(1);
        BlockingQueue<Integer> back = new ArrayBlockingQueue<>(1);
        Thread echo = start(() -> {
            for (int i = 0; i < n; i++) {
                back.put(there.take());
            }
        });
        for (int i = 0; i < n; i++) {
            there.put(i);
            sink = back.take();
        }
        echo.join();
    }

    private static void pipe() throws InterruptedException {
        BlockingQueue<Integer> queue = new ArrayBlockingQueue<>(Work.QUEUE_SIZE);
        Thread producer = start(() -> {
            for (int i = 0; i < Work.ITEMS; i++) {
                queue.put(i);
            }
        });
        long sum = 0;
        for (int i = 0; i < Work.ITEMS; i++) {
            sum += queue.take();
        }
        sink = (int) sum;
        producer.join();
    }

    private static void lock() {
        var lock = new ReentrantLock();
        for (int i = 0; i < Work.LOCKINGS; i++) {
            lock.lock();
            try {
                sink++;
            } finally {
                lock.unlock();
            }
        }
    }

    private static void contended() throws InterruptedException {
        var lock = new ReentrantLock();
        Thread[] threads = new Thread[Work.CONTENDERS];
        for (int t = 0; t < threads.length; t++) {
            threads[t] = start(() -> {
                for (int i = 0; i < Work.LOCKINGS / Work.CONTENDERS; i++) {
                    lock.lock();
                    try {
                        sink++;
                        Thread.yield();
                    } finally {
                        lock.unlock();
                    }
                }
            });
        }
        join(threads);
    }

    // ---- time ----

    private static void timeout() throws Exception {
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < Work.TIMEOUTS; i++) {
                sink = executor.submit(() -> noop()).get(30, TimeUnit.SECONDS);
            }
        }
    }

    private static void timeoutInScope() throws InterruptedException {
        for (int i = 0; i < Work.TIMEOUTS; i++) {
            try (var scope = StructuredTaskScope.open(
                    Joiner.<Integer>awaitAllSuccessfulOrThrow(),
                    config -> config.withTimeout(Duration.ofSeconds(30)))) {
                var subtask = scope.fork(() -> noop());
                scope.join();
                sink = subtask.get();
            }
        }
    }

    private static void timer() throws Exception {
        var timers = new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().factory());
        timers.setRemoveOnCancelPolicy(true);
        inVirtualThread("timer", Work.TIMERS, () -> {
            for (int i = 0; i < Work.TIMERS; i++) {
                timers.schedule(() -> noop(), 30, TimeUnit.SECONDS).cancel(false);
            }
        });
    }

    private static void sleeps(int[] delayMillis, long[] lateNanos) throws InterruptedException {
        Thread[] threads = new Thread[delayMillis.length];
        for (int i = 0; i < threads.length; i++) {
            int k = i;
            threads[i] = start(() -> {
                long before = System.nanoTime();
                Thread.sleep(delayMillis[k]);
                lateNanos[k] = System.nanoTime() - before - delayMillis[k] * 1_000_000L;
            });
        }
        join(threads);
    }

    // ---- other threads ----

    private static void roundTrip() throws Exception {
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            Harness.measure("roundtrip", Work.SUBMISSIONS, () -> {
                for (int i = 0; i < Work.SUBMISSIONS; i++) {
                    sink = executor.submit(() -> noop()).get();
                }
            });
        }
    }

    private static void oneWay() throws InterruptedException {
        var count = new AtomicInteger();
        var done = new CountDownLatch(1);
        for (int i = 0; i < Work.ONE_WAY; i++) {
            Thread.startVirtualThread(() -> {
                if (count.incrementAndGet() == Work.ONE_WAY) {
                    done.countDown();
                }
            });
        }
        done.await();
    }
}
