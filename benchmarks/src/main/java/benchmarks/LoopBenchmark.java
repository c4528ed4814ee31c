package benchmarks;

import java.util.concurrent.TimeUnit;
import org.asyncio4j.Asyncio;
import org.asyncio4j.CarrierMode;
import org.asyncio4j.Coroutine;
import org.asyncio4j.LoopOptions;
import org.asyncio4j.Runner;
import org.asyncio4j.RunnerOptions;
import org.asyncio4j.VoidCoroutine;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** A loop for each trial, on either carrier, in the thread of JMH. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = {"--add-opens=java.base/java.lang=ALL-UNNAMED", "-XX:+UseSerialGC", "-Xms1g",
    "-Xmx1g"})
public abstract class LoopBenchmark {

    /*
     * JMH calls a method, and an operation of the library is part of a task. So one call of JMH is one run of the loop in
     * which very many operations happen: what entering and leaving the loop costs is spread over them. Runs of one runner
     * share their loop, and tasks that one run leaves behind go on in the next, so whatever an operation only needs to
     * find is made once in a trial.
     */

    /** The operations of one run; a benchmark with rounds divides them among these. */
    static final int OPERATIONS = 50_000;

    /** Where the tasks run. */
    @Param({"MOUNTED", "BATON"})
    public CarrierMode carrier = CarrierMode.MOUNTED;

    /** Debug mode; {@code -p debug=true} shows what it costs. */
    @Param("false")
    public boolean debug;

    private @Nullable Runner runner;

    /** Makes the loop and runs {@link #prepare()} in it. */
    @Setup(Level.Trial)
    public void open() {
        LoopOptions options = LoopOptions.defaults().withCarrier(carrier);
        runner = new Runner(
                RunnerOptions.defaults().withDebug(debug).withLoopFactory(() -> Asyncio.newEventLoop(options)));
        run(this::prepare);
    }

    /** Makes, in a task, what the operations of a trial find. */
    void prepare() throws Exception {
        // most need nothing
    }

    /** Gives back, in a task, what {@link #prepare()} has made. */
    void release() throws Exception {
        // most have nothing
    }

    /** Closes the loop. */
    @TearDown(Level.Trial)
    public void close() {
        run(this::release);
        runner().close();
    }

    private Runner runner() {
        if (runner == null) {
            throw new IllegalStateException("the trial has not begun");
        }
        return runner;
    }

    final <T extends @Nullable Object> T run(Coroutine<T> body) {
        return runner().run(body);
    }

    final void run(VoidCoroutine body) {
        runner().run(body);
    }
}
