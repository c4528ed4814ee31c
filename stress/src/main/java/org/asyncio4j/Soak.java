package org.asyncio4j;

import com.sun.management.OperatingSystemMXBean;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.asyncio4j.spi.LoopClock;
import org.asyncio4j.spi.Poller;

/**
 * Keeps a loop busy with work of every kind for a long time, and looks every minute, with the work at rest, whether
 * anything has been left behind: a program for a machine that has the time.
 */
public final class Soak {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    /** A short run looks as often, and only for what is left. */
    private static final int LEAST_ROUNDS = 5;
    /** The tasks of other threads that were cancelled last are done after a few ticks. */
    private static final Duration REST = Duration.ofMillis(50);

    // written once
    private final Duration time;
    private final PrintStream out;
    private final Poller poller = Poller.nio();
    private final BaseEventLoop loop;

    // loop thread only
    private final List<Footprint> footprints = new ArrayList<>();
    private final List<String> complaints = new ArrayList<>();

    Soak(Duration time, PrintStream out) {
        this.time = time;
        this.out = out;
        this.loop = (BaseEventLoop) Asyncio.newEventLoop(
                LoopOptions.defaults().withTime(LoopClock.system(), () -> poller));
        loop.setExceptionHandler((_, report) -> complaints.add("reported: " + report));
    }

    /**
     * Runs the program; it ends with status 1 if something was left behind or went wrong.
     *
     * @param arguments how long, such as {@code 30m} or {@code 10s}
     */
    public static void main(String[] arguments) {
        if (arguments.length != 1) {
            System.err.println("usage: Soak DURATION, such as 30m or 10s");
            System.exit(2);
        }
        Duration time = Duration.parse("PT" + arguments[0].toUpperCase(Locale.ROOT));
        List<String> complaints = new Soak(time, System.out).run();
        complaints.forEach(System.out::println);
        System.out.println(complaints.isEmpty() ? "nothing was left behind" : "FAILED");
        System.exit(complaints.isEmpty() ? 0 : 1);
    }

    /** Runs, and returns what must not be, in sentences. */
    List<String> run() {
        try (var runner = new Runner(RunnerOptions.defaults().withLoopFactory(() -> loop))) {
            runner.run(this::work);
        }
        // a short run does not get beyond its beginning, in which pools of threads fill and classes are loaded
        boolean isLong = time.compareTo(MINUTE.multipliedBy(LEAST_ROUNDS)) >= 0;
        complaints.addAll(isLong ? Footprint.complaints(footprints) : Footprint.leftovers(footprints));
        return complaints;
    }

    private void work() throws Exception {
        Duration round = time.dividedBy(LEAST_ROUNDS).compareTo(MINUTE) < 0 ? time.dividedBy(LEAST_ROUNDS) : MINUTE;
        var work = new SoakWork(loop);
        Duration start = loop.time();
        long all = 0;
        while (loop.time().minus(start).compareTo(time) < 0) {
            long cpuBefore = cpuNanos();
            long operations = work.run(round);
            long cpuEach = (cpuNanos() - cpuBefore) / Math.max(1, operations);
            all += operations;
            Asyncio.sleep(REST);
            var footprint = Footprint.now(loop, poller);
            footprints.add(footprint);
            out.printf(Locale.ROOT, "%s %5d s: %,d operations, of late %d ns of processor time each, at rest %s%n",
                    loop.getCarrierMode(), loop.time().minus(start).toSeconds(), all, cpuEach, footprint);
        }
    }

    private static long cpuNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }
}
