package org.asyncio4j;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;
import org.asyncio4j.spi.Poller;

/**
 * What a process holds while one task of its loop runs and nothing else is to be done.
 *
 * @param heapBytes used after a collection
 * @param descriptors open files and sockets; 0 where the system does not tell
 * @param threads platform threads
 * @param tasks the tasks that are not done, but for the one that looks
 * @param timers the timers that are set
 * @param watching whether the loop watches a channel
 */
record Footprint(long heapBytes, long descriptors, long threads, int tasks, int timers, boolean watching) {

    /*
     * Tasks, timers and channels are counted: one is one too many. The rest comes and goes a little by itself, so of a
     * series the second half must not go above the first by more than that.
     */

    private static final int COLLECTIONS = 5;
    private static final long HEAP_SLACK_BYTES = 2_000_000;
    private static final long DESCRIPTOR_SLACK = 4;
    private static final long THREAD_SLACK = 4;

    /** Looks now, in a task; the loop has that poller. */
    static Footprint now(BaseEventLoop loop, Poller poller) {
        return new Footprint(usedHeapBytes(), openDescriptors(),
                ManagementFactory.getThreadMXBean().getThreadCount(), loop.tasks.snapshot().size() - 1,
                loop.tick().timers().size(), poller.isWatching());
    }

    /** The least of a few measurements, as a collection may leave what another one takes. */
    private static long usedHeapBytes() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
            Runtime runtime = Runtime.getRuntime();
            least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
        }
        return least;
    }

    private static long openDescriptors() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getOpenFileDescriptorCount()
                : 0;
    }

    /** What a series shows that must not be, in sentences; none if all is well. */
    static List<String> complaints(List<Footprint> series) {
        List<String> complaints = leftovers(series);
        complaints.addAll(growth(series));
        return complaints;
    }

    /** What was left at rest. */
    static List<String> leftovers(List<Footprint> series) {
        List<String> complaints = new ArrayList<>();
        for (int i = 0; i < series.size(); i++) {
            Footprint footprint = series.get(i);
            if (footprint.tasks > 0 || footprint.timers > 0 || footprint.watching) {
                complaints.add("left after round " + (i + 1) + ": " + footprint);
            }
        }
        return complaints;
    }

    private static List<String> growth(List<Footprint> series) {
        List<String> complaints = new ArrayList<>();
        checkGrowth("bytes of heap", series, Footprint::heapBytes, HEAP_SLACK_BYTES, complaints);
        checkGrowth("descriptors", series, Footprint::descriptors, DESCRIPTOR_SLACK, complaints);
        checkGrowth("threads", series, Footprint::threads, THREAD_SLACK, complaints);
        return complaints;
    }

    private static void checkGrowth(String what, List<Footprint> series, ToLongFunction<Footprint> measure, long slack,
            List<String> complaints) {
        int half = series.size() / 2;
        long before = most(series.subList(0, half), measure);
        long after = most(series.subList(half, series.size()), measure);
        if (half > 0 && after > before + slack) {
            complaints.add(what + " grew: at most " + before + " in the first half, " + after + " in the second");
        }
    }

    private static long most(List<Footprint> series, ToLongFunction<Footprint> measure) {
        return series.stream().mapToLong(measure).max().orElse(0);
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.2f MB heap, %d descriptors, %d threads, %d tasks, %d timers, %s",
                heapBytes / 1e6, descriptors, threads, tasks, timers,
                watching ? "channels watched" : "no channel watched");
    }
}
