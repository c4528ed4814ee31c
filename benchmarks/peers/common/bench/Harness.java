package bench;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/**
 * What the peers on the JVM share: one process measures one workload, in rounds, and prints a line
 * {@code RES metric value unit} for each figure.
 */
public final class Harness {

    private static final int ROUNDS = Integer.getInteger("rounds", 60);
    private static final double BUDGET_NANOS = Double.parseDouble(System.getProperty("budget", "2.5")) * 1e9;

    // clock_gettime(CLOCK_PROCESS_CPUTIME_ID): the bean of the JVM moves in steps of 10 ms
    private static final int PROCESS_CPU_TIME = 2;
    @SuppressWarnings("restricted")
    private static final MethodHandle CLOCK_GETTIME = Linker.nativeLinker()
            .downcallHandle(
                    Linker.nativeLinker().defaultLookup().findOrThrow("clock_gettime"),
                    FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS));
    private static final MemorySegment TIME = Arena.global().allocate(16, 8);

    private Harness() {}

    /** Work of one round. */
    @FunctionalInterface
    public interface Round {
        /** Does it all. */
        void run() throws Exception;
    }

    /**
     * Measures rounds until there are enough or the budget of CPU time is used up, at least three: the figures are the
     * median of the later half, by CPU time of the process and by the wall clock, the best round and the first.
     */
    public static void measure(String metric, long operations, Round round) throws Exception {
        double[] wall = new double[ROUNDS];
        double[] cpu = new double[ROUNDS];
        long begin = cpuNanos();
        int n = 0;
        while (n < ROUNDS && (n < 3 || cpuNanos() - begin < BUDGET_NANOS)) {
            long cpuBefore = cpuNanos();
            long wallBefore = System.nanoTime();
            round.run();
            wall[n] = (System.nanoTime() - wallBefore) / (double) operations;
            cpu[n++] = (cpuNanos() - cpuBefore) / (double) operations;
        }
        print(metric + ".cpu", median(cpu, n / 2, n), "ns");
        print(metric, median(wall, n / 2, n), "ns");
        print(metric + ".best", Arrays.stream(wall, 0, n).min().orElseThrow(), "ns");
        print(metric + ".cold", wall[0], "ns");
    }

    private static double median(double[] values, int from, int to) {
        double[] sorted = Arrays.copyOfRange(values, from, to);
        Arrays.sort(sorted);
        int n = sorted.length;
        return (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
    }

    private static void print(String metric, double value, String unit) {
        System.out.printf(Locale.ROOT, "RES %s %.5g %s%n", metric, value, unit);
        System.out.flush();
    }

    private static long cpuNanos() {
        try {
            int status = (int) CLOCK_GETTIME.invokeExact(PROCESS_CPU_TIME, TIME);
            if (status != 0) {
                throw new IllegalStateException("clock_gettime: " + status);
            }
        } catch (Throwable e) {
            throw new IllegalStateException("no CPU clock", e);
        }
        return TIME.get(ValueLayout.JAVA_LONG, 0) * 1_000_000_000L + TIME.get(ValueLayout.JAVA_LONG, 8);
    }

    // ---- sleeps ----

    /** Lets one task sleep for each delay, all at once, and notes how late each woke. */
    @FunctionalInterface
    public interface SleepRound {
        /** Returns when all have woken. */
        void run(int[] delayMillis, long[] lateNanos) throws Exception;
    }

    /** Three rounds, of which the last counts. */
    public static void sleeps(int tasks, SleepRound round) throws Exception {
        int[] delays = delays(tasks);
        long[] late = new long[tasks];
        int longest = Arrays.stream(delays).max().orElseThrow();
        for (int i = 0; i < 3; i++) {
            long cpuBefore = cpuNanos();
            long wallBefore = System.nanoTime();
            round.run(delays, late);
            double wall = (System.nanoTime() - wallBefore) / 1e6;
            double cpu = (cpuNanos() - cpuBefore) / 1e6;
            if (i == 1) {
                continue;
            }
            String suffix = i == 0 ? ".cold" : "";
            print("sleeps.cpu" + suffix, cpu, "ms");
            print("sleeps.over" + suffix, wall - longest, "ms");
        }
        Arrays.sort(late);
        print("sleeps.late_p50", late[tasks / 2] / 1e6, "ms");
        print("sleeps.late_p99", late[(int) (tasks * 0.99)] / 1e6, "ms");
    }

    /** The same delays of 0 to 1000 ms in every peer. */
    public static int[] delays(int n) {
        int[] delays = new int[n];
        long x = 12345;
        for (int i = 0; i < n; i++) {
            x = (x * 1103515245L + 12345) & 0x7fffffff;
            delays[i] = (int) ((x >> 8) % 1001);
        }
        return delays;
    }

    // ---- memory ----

    /** Creates tasks that wait, tells the probe, wakes them all, and tells the probe. */
    @FunctionalInterface
    public interface MemoryRound {
        /** Calls {@link Probe#created} and {@link Probe#woken} once each. */
        void run(int tasks, Probe probe) throws Exception;
    }

    /** Three small rounds warm the code up, the next one is measured. */
    public static void memory(int tasks, MemoryRound round) throws Exception {
        for (int i = 0; i < 3; i++) {
            round.run(50_000, new Probe(50_000, false));
        }
        round.run(tasks, new Probe(tasks, true));
    }

    /** Measures what suspended tasks take; what counts begins when it is made. */
    public static final class Probe {

        private final int tasks;
        private final boolean counts;
        private final long heapBefore;
        private final long residentBefore;
        private long cpu;
        private long wall;

        private Probe(int tasks, boolean counts) throws Exception {
            this.tasks = tasks;
            this.counts = counts;
            heapBefore = counts ? heapAfterCollection() : 0;
            residentBefore = residentBytes();
            restart();
        }

        /** All tasks exist and wait. */
        public void created() throws Exception {
            long cpuNow = cpuNanos();
            long wallNow = System.nanoTime();
            if (counts) {
                long resident = residentBytes();
                long heap = heapAfterCollection();
                long residentAfter = residentBytes();
                print("memory.rss", (resident - residentBefore) / (double) tasks, "B");
                print("memory.heap", (heap - heapBefore) / (double) tasks, "B");
                print("memory.rss_gc", (residentAfter - residentBefore) / (double) tasks, "B");
                printTimes("create", cpuNow, wallNow);
            }
            restart();
        }

        /** All tasks have ended. */
        public void woken() {
            if (counts) {
                printTimes("wake", cpuNanos(), System.nanoTime());
            }
        }

        private void printTimes(String what, long cpuNow, long wallNow) {
            print("memory." + what + ".cpu", (cpuNow - cpu) / (double) tasks, "ns");
            print("memory." + what, (wallNow - wall) / (double) tasks, "ns");
        }

        private void restart() {
            cpu = cpuNanos();
            wall = System.nanoTime();
        }
    }

    private static long heapAfterCollection() throws Exception {
        var memory = ManagementFactory.getMemoryMXBean();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            System.gc();
            Thread.sleep(50);
            least = Math.min(least, memory.getHeapMemoryUsage().getUsed());
        }
        return least;
    }

    private static long residentBytes() throws Exception {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
            }
        }
        throw new IllegalStateException("no VmRSS in /proc/self/status");
    }
}
