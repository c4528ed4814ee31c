import bench.Harness;
import bench.Work;
import java.util.Arrays;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** The floor on this JVM: {@code Limit virtual|raw|nio WORKLOAD [ARGUMENT...]}. */
final class Limit {

    private static final Object DONE = 1;

    private static Carrier carrier;
    private static int sink;

    // volatile: they keep the compiler from folding the loop of a free lock away
    private static volatile int volatileSink;
    private static volatile Waiting.Lock freeLock;

    private Limit() {}

    public static void main(String[] args) throws Exception {
        String[] rest = Arrays.copyOfRange(args, 1, args.length);
        if (args[0].equals("nio")) {
            BareEcho.serveByCallback(Integer.parseInt(rest[1]));
            return;
        }
        carrier = args[0].equals("raw") ? new Carrier.Raw() : new Carrier.Virtual();
        switch (rest[0]) {
            case "yield" -> yieldOften(Work.count(rest, 1, 1));
            case "spawn" -> spawn();
            case "gather" -> gather(Work.count(rest, 1, Work.GATHERED));
            case "pingpong" -> pingPong();
            case "pipe" -> pipe();
            case "sleeps" -> Harness.sleeps(
                    Work.count(rest, 1, Work.SLEEPERS),
                    (delays, late) -> LimitTimers.sleeps(carrier, delays, late));
            case "timer" -> LimitTimers.timer();
            case "timers" -> LimitTimers.timers(Work.count(rest, 1, Work.GATHERED));
            case "lock" -> lock();
            case "contended" -> contended();
            case "memory" -> Harness.memory(Work.count(rest, 1, Work.SUSPENDED), Limit::memory);
            case "skynet" -> skynet();
            case "roundtrip", "oneway" -> otherThread(rest[0]);
            case "hello" -> hello();
            case "serve" -> BareEcho.serveByTasks(carrier, Integer.parseInt(rest[1]));
            default -> throw new IllegalArgumentException(rest[0]);
        }
    }

    // ---- tasks ----

    private static void yieldOften(int tasks) throws Exception {
        int each = Work.YIELDS / tasks;
        Harness.measure("yield", Work.YIELDS, () -> {
            for (int t = 0; t < tasks; t++) {
                carrier.spawn(() -> {
                    for (int i = 0; i < each; i++) {
                        carrier.yieldNow();
                    }
                });
            }
            carrier.runReady();
        });
    }

    private static void spawn() throws Exception {
        Harness.measure("spawn", Work.SPAWNS, () -> carrier.run(() -> {
            for (int i = 0; i < Work.SPAWNS; i++) {
                spawned(() -> DONE).get();
            }
        }));
    }

    private static Waiting.Future spawned(Supplier<Object> body) {
        var future = new Waiting.Future(carrier);
        carrier.spawn(() -> future.set(body.get()));
        return future;
    }

    private static void gather(int tasks) throws Exception {
        int times = Math.max(1, Work.GATHERED / tasks);
        Harness.measure("gather", (long) times * tasks, () -> carrier.run(() -> {
            for (int k = 0; k < times; k++) {
                var futures = new Waiting.Future[tasks];
                for (int i = 0; i < tasks; i++) {
                    futures[i] = spawned(() -> DONE);
                }
                for (Waiting.Future future : futures) {
                    future.get();
                }
            }
        }));
    }

    private static void skynet() throws Exception {
        Harness.measure("skynet", Work.TREE, () -> {
            long[] sum = new long[1];
            carrier.run(() -> sum[0] = skynet(0, Work.LEAVES));
            Work.checkSkynet(sum[0]);
        });
    }

    private static long skynet(long first, int leaves) {
        if (leaves == 1) {
            return first;
        }
        int part = leaves / 10;
        var futures = new Waiting.Future[10];
        for (int i = 0; i < 10; i++) {
            long from = first + (long) i * part;
            futures[i] = spawned(() -> skynet(from, part));
        }
        long sum = 0;
        for (Waiting.Future future : futures) {
            sum += (Long) future.get();
        }
        return sum;
    }

    private static void memory(int tasks, Harness.Probe probe) throws Exception {
        var futures = new Waiting.Future[tasks];
        int[] left = {tasks};
        for (int i = 0; i < tasks; i++) {
            var future = new Waiting.Future(carrier);
            futures[i] = future;
            carrier.spawn(() -> {
                future.get();
                left[0]--;
            });
        }
        carrier.runReady();
        probe.created();
        for (Waiting.Future future : futures) {
            future.set(DONE);
        }
        carrier.runReady();
        probe.woken();
        if (left[0] != 0) {
            throw new IllegalStateException(left[0] + " tasks are left");
        }
    }

    // ---- queues and locks ----

    private static void pingPong() throws Exception {
        int n = Work.ROUND_TRIPS;
        Harness.measure("pingpong", n, () -> {
            var there = new Waiting.Queue(carrier, 1);
            var back = new Waiting.Queue(carrier, 1);
            carrier.spawn(() -> {
                for (int i = 0; i < n; i++) {
                    back.put(there.get());
                }
            });
            carrier.run(() -> {
                for (int i = 0; i < n; i++) {
                    there.put(i);
                    sink = (Integer) back.get();
                }
            });
        });
    }

    private static void pipe() throws Exception {
        int n = Work.ITEMS;
        Harness.measure("pipe", n, () -> {
            var queue = new Waiting.Queue(carrier, Work.QUEUE_SIZE);
            carrier.spawn(() -> {
                for (int i = 0; i < n; i++) {
                    queue.put(i);
                }
            });
            carrier.run(() -> {
                long sum = 0;
                for (int i = 0; i < n; i++) {
                    sum += (Integer) queue.get();
                }
                sink = (int) sum;
            });
        });
    }

    private static void lock() throws Exception {
        Harness.measure("lock", Work.LOCKINGS, () -> carrier.run(() -> {
            freeLock = new Waiting.Lock(carrier);
            for (int i = 0; i < Work.LOCKINGS; i++) {
                freeLock.lock();
                volatileSink = i;
                freeLock.unlock();
            }
        }));
    }

    private static void contended() throws Exception {
        Harness.measure("contended", Work.LOCKINGS, () -> {
            var lock = new Waiting.Lock(carrier);
            for (int t = 0; t < Work.CONTENDERS; t++) {
                carrier.spawn(() -> {
                    for (int i = 0; i < Work.LOCKINGS / Work.CONTENDERS; i++) {
                        lock.lock();
                        sink++;
                        carrier.yieldNow();
                        lock.unlock();
                    }
                });
            }
            carrier.runReady();
        });
    }

    // ---- other threads ----

    /** A loop in a thread of its own: an inbox, and a wake-up only if the loop sleeps. */
    private static final class Loop {

        private final ConcurrentLinkedQueue<Runnable> inbox = new ConcurrentLinkedQueue<>();
        private final Thread thread = new Thread(this::run);
        private volatile boolean sleeping;
        private volatile boolean stopped;

        Loop() {
            thread.setDaemon(true);
            thread.start();
        }

        private void run() {
            while (!stopped) {
                boolean any = false;
                for (Runnable step = inbox.poll(); step != null; step = inbox.poll()) {
                    any = true;
                    step.run();
                }
                carrier.runReady();
                if (!any) {
                    sleeping = true;
                    if (inbox.isEmpty()) {
                        LockSupport.park();
                    }
                    sleeping = false;
                }
            }
        }

        void submit(Runnable step) {
            inbox.add(step);
            if (sleeping) {
                LockSupport.unpark(thread);
            }
        }

        void stop() {
            stopped = true;
            LockSupport.unpark(thread);
        }
    }

    private static void otherThread(String workload) throws Exception {
        var loop = new Loop();
        if (workload.equals("roundtrip")) {
            Harness.measure(workload, Work.SUBMISSIONS, () -> roundTrips(loop));
        } else {
            Harness.measure(workload, Work.ONE_WAY, () -> oneWay(loop));
        }
        loop.stop();
    }

    private static void roundTrips(Loop loop) {
        Thread caller = Thread.currentThread();
        for (int i = 0; i < Work.SUBMISSIONS; i++) {
            var done = new AtomicBoolean();
            loop.submit(() -> carrier.spawn(() -> {
                done.set(true);
                LockSupport.unpark(caller);
            }));
            while (!done.get()) {
                LockSupport.park();
            }
        }
    }

    private static void oneWay(Loop loop) throws InterruptedException {
        int[] count = new int[1];
        var done = new CountDownLatch(1);
        for (int i = 0; i < Work.ONE_WAY; i++) {
            loop.submit(() -> {
                if (++count[0] == Work.ONE_WAY) {
                    done.countDown();
                }
            });
        }
        done.await();
    }

    private static void hello() {
        carrier.run(() -> {
            carrier.yieldNow();
            System.out.println("hello");
        });
    }
}
