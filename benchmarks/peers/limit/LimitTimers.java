import bench.Harness;
import bench.Work;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.locks.LockSupport;

/** A binary heap of deadlines. */
final class LimitTimers {

    private static final long LONG_NANOS = 30_000_000_000L;

    private static int sink;

    private LimitTimers() {}

    private record Sleeper(long deadline, Object task) {}

    /** Sleeping tasks, and a loop that parks until the next deadline. */
    static void sleeps(Carrier carrier, int[] delays, long[] late) {
        var heap = new PriorityQueue<Sleeper>(Comparator.comparingLong(Sleeper::deadline));
        for (int i = 0; i < delays.length; i++) {
            int k = i;
            carrier.spawn(() -> {
                long deadline = System.nanoTime() + delays[k] * 1_000_000L;
                heap.add(new Sleeper(deadline, carrier.current()));
                carrier.park();
                late[k] = System.nanoTime() - deadline;
            });
        }
        carrier.runReady();
        while (!heap.isEmpty()) {
            long now = System.nanoTime();
            while (!heap.isEmpty() && heap.element().deadline() <= now) {
                carrier.unpark(heap.remove().task());
            }
            carrier.runReady();
            if (!heap.isEmpty()) {
                LockSupport.parkNanos(Math.max(1, heap.element().deadline() - System.nanoTime()));
            }
        }
    }

    private static final class Timer implements Comparable<Timer> {

        private final long deadline;
        private boolean cancelled;

        private Timer(long deadline) {
            this.deadline = deadline;
        }

        @Override
        public int compareTo(Timer other) {
            return Long.compare(deadline, other.deadline);
        }
    }

    /** Cancelled timers stay until they are more than half, as in asyncio. */
    private static final class Timers {

        private PriorityQueue<Timer> heap = new PriorityQueue<>();
        private int cancelled;

        Timer add(long delayNanos) {
            var timer = new Timer(System.nanoTime() + delayNanos);
            heap.add(timer);
            return timer;
        }

        void cancel(Timer timer) {
            timer.cancelled = true;
            if (++cancelled > 100 && cancelled * 2 > heap.size()) {
                List<Timer> left = new ArrayList<>();
                for (Timer each : heap) {
                    if (!each.cancelled) {
                        left.add(each);
                    }
                }
                heap = new PriorityQueue<>(left);
                cancelled = 0;
            }
        }
    }

    static void timer() throws Exception {
        Harness.measure("timer", Work.TIMERS, () -> {
            var timers = new Timers();
            for (int i = 0; i < Work.TIMERS; i++) {
                timers.cancel(timers.add(LONG_NANOS));
            }
            sink = timers.heap.size();
        });
    }

    static void timers(int pending) throws Exception {
        int times = Math.max(1, Work.TIMERS / pending);
        long[] delays = Arrays.stream(Harness.delays(pending)).mapToLong(d -> LONG_NANOS + d * 1_000_000L).toArray();
        Harness.measure("timers", (long) times * pending, () -> {
            var timers = new Timers();
            Timer[] handles = new Timer[pending];
            for (int k = 0; k < times; k++) {
                for (int i = 0; i < pending; i++) {
                    handles[i] = timers.add(delays[i]);
                }
                for (Timer handle : handles) {
                    timers.cancel(handle);
                }
            }
            sink = timers.heap.size();
        });
    }
}
