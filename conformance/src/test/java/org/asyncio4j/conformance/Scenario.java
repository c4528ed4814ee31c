package org.asyncio4j.conformance;

import java.time.Duration;
import java.util.List;
import java.util.StringJoiner;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.asyncio4j.Asyncio;
import org.asyncio4j.Coroutine;
import org.asyncio4j.EventLoop;
import org.asyncio4j.Runner;
import org.asyncio4j.RunnerOptions;
import org.asyncio4j.VirtualTime;
import org.asyncio4j.VoidCoroutine;
import org.asyncio4j.spi.LoopClock;
import org.asyncio4j.sync.BrokenBarrierError;
import org.jspecify.annotations.Nullable;

/**
 * A Python scenario in Java. A port extends this class under the name of the scenario, reads like the Python beside it,
 * and prints with {@link #print}; what it prints must be, byte for byte, what CPython printed.
 *
 * <p>{@link #run}, {@link #newEventLoop} and {@link #newRunner} are asyncio's, in real or in simulated time: a port calls
 * them instead of those of {@link Asyncio}.
 */
public abstract class Scenario {

    /** Appended to by the threads of a scenario too. */
    private final StringBuilder output = new StringBuilder();
    private @Nullable VirtualTime virtualTime;

    /**
     * The module-level code of the Python file.
     *
     * @throws Exception what the Python program would end with
     */
    protected abstract void script() throws Exception;

    /** Runs the script and returns what it printed. */
    final String output(@Nullable VirtualTime time) throws Exception {
        virtualTime = time;
        script();
        synchronized (output) {
            return output.toString();
        }
    }

    // ---- asyncio ----

    /** {@code asyncio.run(main())}. */
    protected final <T extends @Nullable Object> T run(Coroutine<T> main) {
        return Asyncio.run(main, runnerOptions());
    }

    /** {@code asyncio.run(main())}. */
    protected final void run(VoidCoroutine main) {
        run(main.asCoroutine());
    }

    /** {@code asyncio.run(main(), debug=True)}. */
    protected final void runInDebugMode(VoidCoroutine main) {
        Asyncio.run(main, runnerOptions().withDebug(true));
    }

    /** {@code asyncio.new_event_loop()}. */
    protected final EventLoop newEventLoop() {
        VirtualTime time = virtualTime;
        return time == null ? Asyncio.newEventLoop() : Asyncio.newEventLoop(time.options());
    }

    /** {@code asyncio.Runner()}. */
    protected final Runner newRunner() {
        return new Runner(runnerOptions());
    }

    private RunnerOptions runnerOptions() {
        return virtualTime == null
                ? RunnerOptions.defaults()
                : RunnerOptions.defaults().withLoopFactory(this::newEventLoop);
    }

    /** {@code time.sleep(seconds)}: keeps the thread, and so the loop, busy. A Java sleep would suspend only the task. */
    protected final void blockThread(Duration duration) {
        VirtualTime time = virtualTime;
        if (time != null) {
            time.advance(duration.toNanos());
            return;
        }
        LoopClock clock = LoopClock.system();
        long end = clock.nanos() + duration.toNanos();
        while (clock.nanos() < end) {
            Thread.onSpinWait();
        }
    }

    /** {@code gc.collect()}, as often as it takes: a collector of the JVM works when it likes. */
    protected static void collectUntil(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            System.gc();
            Asyncio.sleep(Duration.ofMillis(1));
        }
    }

    // ---- Python's built-ins ----

    /** {@code print(...)}. */
    protected final void print(@Nullable Object... values) {
        var line = new StringJoiner(" ", "", "\n");
        for (Object value : values) {
            line.add(str(value));
        }
        synchronized (output) {
            output.append(line);
        }
    }

    /** {@code str(value)}; of an exception, its message. */
    protected static String str(@Nullable Object value) {
        return switch (value) {
            case null -> "None";
            case Boolean truth -> truth ? "True" : "False";
            case Throwable error -> error.getMessage() == null ? "" : error.getMessage();
            case List<?> list -> {
                var text = new StringJoiner(", ", "[", "]");
                list.forEach(each -> text.add(str(each)));
                yield text.toString();
            }
            default -> value.toString();
        };
    }

    /** {@code str(error)} where no loop runs; Java's message goes on with the thread, and what to do. */
    protected static String withoutAdvice(IllegalStateException error) {
        return str(error).replaceFirst("(?<=^no running event loop) in .*", "");
    }

    /** {@code type(error).__name__}: the name Python has for the exception. */
    protected static String typeName(@Nullable Throwable error) {
        return switch (error) {
            case null -> "NoneType";
            case java.util.concurrent.CancellationException _ -> "CancelledError";
            case BrokenBarrierError broken -> broken.getClass().getSimpleName(); // a RuntimeError of its own
            case org.asyncio4j.subprocess.ProcessLookupError lookup -> lookup.getClass().getSimpleName(); // an OSError there
            case IllegalStateException _ -> "RuntimeError";
            case IllegalArgumentException _ -> "ValueError";
            case NullPointerException _ -> "TypeError";
            case ClassCastException _ -> "TypeError";
            case java.util.NoSuchElementException _ -> "KeyError";
            case java.net.ConnectException _ -> "ConnectionRefusedError";
            case java.net.SocketException _ -> "ConnectionResetError";
            case java.nio.file.NoSuchFileException _ -> "FileNotFoundError";
            default -> error.getClass().getSimpleName();
        };
    }

    /** {@code threading.Thread(target=body, name=name).start()}; the result joins it, and fails if the thread did. */
    protected static Runnable startThread(String name, VoidCoroutine body) {
        var failure = new AtomicReference<@Nullable Throwable>();
        Thread thread = Thread.ofPlatform().name(name).start(() -> {
            try {
                body.run();
            } catch (Throwable error) {
                failure.set(error);
            }
        });
        return () -> {
            try {
                thread.join();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            if (failure.get() != null) {
                throw new CompletionException(failure.get());
            }
        };
    }
}
