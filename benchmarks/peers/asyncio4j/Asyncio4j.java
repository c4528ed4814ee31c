import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.gather;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.run;
import static org.asyncio4j.Asyncio.runCoroutineThreadsafe;
import static org.asyncio4j.Asyncio.sleep;
import static org.asyncio4j.Asyncio.taskGroup;
import static org.asyncio4j.Asyncio.timeout;
import static org.asyncio4j.Asyncio.waitFor;

import bench.Harness;
import bench.Work;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.asyncio4j.Asyncio;
import org.asyncio4j.Coroutine;
import org.asyncio4j.EventLoop;
import org.asyncio4j.Future;
import org.asyncio4j.Task;
import org.asyncio4j.TimerHandle;
import org.asyncio4j.VoidCoroutine;
import org.asyncio4j.queue.Queue;
import org.asyncio4j.sync.Event;
import org.asyncio4j.sync.Lock;

/** asyncio4j by its public interface, as a user would write it: {@code Asyncio4j [--eager] WORKLOAD [ARGUMENT...]}. */
final class Asyncio4j {

    private static final Duration LONG = Duration.ofSeconds(30);

    private static boolean eager;
    private static int sink;

    private Asyncio4j() {}

    public static void main(String[] args) throws Exception {
        eager = args[0].equals("--eager");
        String[] rest = eager ? Arrays.copyOfRange(args, 1, args.length) : args;
        switch (rest[0]) {
            case "yield" -> yieldOften(Work.count(rest, 1, 1));
            case "spawn" -> spawn();
            case "gather" -> gatherMany(Work.count(rest, 1, Work.GATHERED));
            case "taskgroup" -> taskGroupOfMany();
            case "pingpong" -> pingPong();
            case "pipe" -> pipe();
            case "timeout" -> timeoutAround();
            case "waitfor" -> waitForCall();
            case "timer" -> timer();
            case "timers" -> timers(Work.count(rest, 1, Work.GATHERED));
            case "sleeps" -> Harness.sleeps(Work.count(rest, 1, Work.SLEEPERS), Asyncio4j::sleeps);
            case "lock" -> lock();
            case "contended" -> contended();
            case "memory" -> Harness.memory(Work.count(rest, 1, Work.SUSPENDED), Asyncio4j::memory);
            case "skynet" -> skynet();
            case "roundtrip" -> withLoop(Asyncio4j::roundTrip);
            case "oneway" -> withLoop(Asyncio4j::oneWay);
            case "hello" -> hello();
            case "serve" -> EchoServers.serve(rest);
            default -> throw new IllegalArgumentException(rest[0]);
        }
    }

    /** {@code asyncio.run}, with eager tasks if asked for. */
    private static <T> T runBody(Coroutine<T> body) {
        return run(() -> {
            if (eager) {
                getRunningLoop().setTaskFactory(Asyncio::eagerTaskFactory);
            }
            return body.await();
        });
    }

    private static void runBody(VoidCoroutine body) {
        runBody(body.asCoroutine());
    }

    private static int noop() {
        return 1;
    }

    // ---- tasks ----

    private static void yieldOften(int tasks) throws Exception {
        int each = Work.YIELDS / tasks;
        Harness.measure("yield", Work.YIELDS, () -> runBody(() -> {
            if (tasks == 1) {
                yields(each);
                return;
            }
            List<Coroutine<Integer>> all = new ArrayList<>(tasks);
            for (int i = 0; i < tasks; i++) {
                all.add(() -> yields(each));
            }
            await(gather(all));
        }));
    }

    private static int yields(int n) {
        for (int i = 0; i < n; i++) {
            sleep(Duration.ZERO);
        }
        return n;
    }

    private static void spawn() throws Exception {
        Harness.measure("spawn", Work.SPAWNS, () -> runBody(() -> {
            for (int i = 0; i < Work.SPAWNS; i++) {
                sink = await(createTask(() -> noop()));
            }
        }));
    }

    private static void gatherMany(int tasks) throws Exception {
        int times = Math.max(1, Work.GATHERED / tasks);
        Harness.measure("gather", (long) times * tasks, () -> runBody(() -> {
            for (int k = 0; k < times; k++) {
                List<Coroutine<Integer>> all = new ArrayList<>(tasks);
                for (int i = 0; i < tasks; i++) {
                    all.add(() -> noop());
                }
                sink = await(gather(all)).size();
            }
        }));
    }

    private static void taskGroupOfMany() throws Exception {
        Harness.measure("gather", Work.GATHERED, () -> runBody(() -> taskGroup(group -> {
            for (int i = 0; i < Work.GATHERED; i++) {
                group.createTask(() -> noop());
            }
        })));
    }

    private static void skynet() throws Exception {
        Harness.measure("skynet", Work.TREE, () -> Work.checkSkynet(runBody(() -> skynet(0, Work.LEAVES))));
    }

    private static long skynet(long first, int leaves) {
        if (leaves == 1) {
            return first;
        }
        int part = leaves / 10;
        List<Coroutine<Long>> parts = new ArrayList<>(10);
        for (int i = 0; i < 10; i++) {
            long from = first + (long) i * part;
            parts.add(() -> skynet(from, part));
        }
        long sum = 0;
        for (long result : await(gather(parts))) {
            sum += result;
        }
        return sum;
    }

    private static void memory(int tasks, Harness.Probe probe) {
        runBody(() -> {
            List<Future<Integer>> futures = new ArrayList<>(tasks);
            List<Task<Integer>> waiting = new ArrayList<>(tasks);
            for (int i = 0; i < tasks; i++) {
                Future<Integer> future = getRunningLoop().createFuture();
                futures.add(future);
                waiting.add(createTask(() -> await(future)));
            }
            sleep(Duration.ZERO);
            probe.created();
            for (Future<Integer> future : futures) {
                future.setResult(1);
            }
            for (Task<Integer> task : waiting) {
                sink = await(task);
            }
            probe.woken();
        });
    }

    // ---- queues and locks ----

    private static void pingPong() throws Exception {
        int n = Work.ROUND_TRIPS;
        Harness.measure("pingpong", n, () -> runBody(() -> {
            var there = new Queue<Integer>(1);
            var back = new Queue<Integer>(1);
            Task<?> echo = createTask(() -> {
                for (int i = 0; i < n; i++) {
                    back.put(there.get());
                }
            });
            for (int i = 0; i < n; i++) {
                there.put(i);
                sink = back.get();
            }
            await(echo);
        }));
    }

    private static void pipe() throws Exception {
        int n = Work.ITEMS;
        Harness.measure("pipe", n, () -> runBody(() -> {
            var queue = new Queue<Integer>(Work.QUEUE_SIZE);
            Task<?> producer = createTask(() -> {
                for (int i = 0; i < n; i++) {
                    queue.put(i);
                }
            });
            long sum = 0;
            for (int i = 0; i < n; i++) {
                sum += queue.get();
            }
            sink = (int) sum;
            await(producer);
        }));
    }

    private static void lock() throws Exception {
        Harness.measure("lock", Work.LOCKINGS, () -> runBody(() -> {
            var lock = new Lock();
            for (int i = 0; i < Work.LOCKINGS; i++) {
                try (var _ = lock.acquire()) {
                    sink++;
                }
            }
        }));
    }

    private static void contended() throws Exception {
        Harness.measure("contended", Work.LOCKINGS, () -> runBody(() -> {
            var lock = new Lock();
            List<Coroutine<Integer>> all = new ArrayList<>(Work.CONTENDERS);
            for (int i = 0; i < Work.CONTENDERS; i++) {
                all.add(() -> {
                    for (int k = 0; k < Work.LOCKINGS / Work.CONTENDERS; k++) {
                        try (var _ = lock.acquire()) {
                            sink++;
                            sleep(Duration.ZERO);
                        }
                    }
                    return sink;
                });
            }
            await(gather(all));
        }));
    }

    // ---- time ----

    private static void timeoutAround() throws Exception {
        Harness.measure("timeout", Work.TIMEOUTS, () -> runBody(() -> {
            for (int i = 0; i < Work.TIMEOUTS; i++) {
                sink = timeout(LONG, () -> noop());
            }
        }));
    }

    private static void waitForCall() throws Exception {
        Harness.measure("timeout", Work.TIMEOUTS, () -> runBody(() -> {
            for (int i = 0; i < Work.TIMEOUTS; i++) {
                sink = waitFor(() -> noop(), LONG);
            }
        }));
    }

    private static void timer() throws Exception {
        Harness.measure("timer", Work.TIMERS, () -> runBody(() -> {
            EventLoop loop = getRunningLoop();
            for (int i = 0; i < Work.TIMERS; i++) {
                loop.callLater(LONG, Asyncio4j::noop).cancel();
                if (i % 1000 == 999) {
                    sleep(Duration.ZERO); // as a real program would now and then: the loop may tidy up
                }
            }
        }));
    }

    /** Many timers pending at once, for the curve; all are cancelled in the end. */
    private static void timers(int pending) throws Exception {
        int times = Math.max(1, Work.TIMERS / pending);
        Duration[] delays = Arrays.stream(Harness.delays(pending)).mapToObj(LONG::plusMillis).toArray(Duration[]::new);
        Harness.measure("timers", (long) times * pending, () -> runBody(() -> {
            EventLoop loop = getRunningLoop();
            TimerHandle[] handles = new TimerHandle[pending];
            for (int k = 0; k < times; k++) {
                for (int i = 0; i < pending; i++) {
                    handles[i] = loop.callLater(delays[i], Asyncio4j::noop);
                }
                for (TimerHandle handle : handles) {
                    handle.cancel();
                }
                sleep(Duration.ZERO);
            }
        }));
    }

    private static void sleeps(int[] delayMillis, long[] lateNanos) {
        runBody(() -> {
            List<Coroutine<Long>> all = new ArrayList<>(delayMillis.length);
            for (int i = 0; i < delayMillis.length; i++) {
                int k = i;
                all.add(() -> {
                    long before = System.nanoTime();
                    sleep(Duration.ofMillis(delayMillis[k]));
                    return lateNanos[k] = System.nanoTime() - before - delayMillis[k] * 1_000_000L;
                });
            }
            await(gather(all));
        });
    }

    // ---- other threads ----

    @FunctionalInterface
    private interface OtherThread {
        void use(EventLoop loop) throws Exception;
    }

    /** A loop in a thread of its own; the main thread uses it from outside. */
    private static void withLoop(OtherThread main) throws Exception {
        var started = new CompletableFuture<EventLoop>();
        var stop = new Event();
        var thread = new Thread(() -> run(() -> {
            started.complete(getRunningLoop());
            stop.await();
        }));
        thread.start();
        EventLoop loop = started.get();
        try {
            main.use(loop);
        } finally {
            loop.callSoonThreadsafe(stop::set);
            thread.join();
        }
    }

    private static void roundTrip(EventLoop loop) throws Exception {
        Harness.measure("roundtrip", Work.SUBMISSIONS, () -> {
            for (int i = 0; i < Work.SUBMISSIONS; i++) {
                sink = runCoroutineThreadsafe(() -> noop(), loop).get();
            }
        });
    }

    private static void oneWay(EventLoop loop) throws Exception {
        Harness.measure("oneway", Work.ONE_WAY, () -> {
            var done = new CountDownLatch(1);
            int[] count = new int[1];
            for (int i = 0; i < Work.ONE_WAY; i++) {
                loop.callSoonThreadsafe(() -> {
                    if (++count[0] == Work.ONE_WAY) {
                        done.countDown();
                    }
                });
            }
            done.await();
        });
    }

    private static void hello() {
        run(() -> {
            sleep(Duration.ZERO);
            System.out.println("hello");
        });
    }
}
