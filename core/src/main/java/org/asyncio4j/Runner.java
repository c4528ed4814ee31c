package org.asyncio4j;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.asyncio4j.CancelledError.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Runs coroutines one after another in one loop, and cleans up when it is closed: what {@link Asyncio#run} uses once.
 *
 * <p>The loop is made at the first use. All runs share one {@link Context}, and tasks that one run leaves behind go on in
 * the next. Closing cancels the tasks that are left, waits for them, reports those that failed, and closes the default
 * executor and the loop.
 *
 * <p><b>Ctrl-C</b> while a coroutine runs on the main thread cancels its task. If the task ends by that,
 * {@link KeyboardInterrupt} is thrown; if it handles the cancellation and returns, so does {@link #run}. A second Ctrl-C
 * leaves the loop without waiting for the task, a third ends the process. <b>SIGTERM</b>, by which a process is asked to
 * end, does the same, and the error is a {@link SystemExit} with status 143. Elsewhere, and where the program has a handler
 * of its own for the signal, signals are left alone.
 *
 * <p>Closing never hangs silently: what it has been waiting for is logged after some seconds, and again as time goes by.
 *
 * <p><b>Threads:</b> one at a time. On a virtual thread the loop runs in a platform thread while the caller waits.
 */
public final class Runner implements AutoCloseable {

    /*
     *   created --run, getLoop--> initialized --close--> closed
     */

    private enum State {
        CREATED, INITIALIZED, CLOSED
    }

    private static final Duration EXECUTOR_JOIN_TIMEOUT = Duration.ofMinutes(5);
    /** How long closing may take before it says what it waits for. */
    private static final Duration FIRST_REPORT = Duration.ofSeconds(5);

    private final RunnerOptions options;
    private final Duration firstReport;
    private State state = State.CREATED;
    private @Nullable BaseEventLoop loop;
    private @Nullable Context context;
    /** The request to end the program that ended the last run. */
    private @Nullable Throwable ending;

    /** Creates a runner without options. */
    public Runner() {
        this(RunnerOptions.defaults());
    }

    /**
     * Creates a runner.
     *
     * @param options debug mode and loop factory
     */
    public Runner(RunnerOptions options) {
        this(options, FIRST_REPORT);
    }

    /** A runner that says sooner, or later, what its closing waits for. */
    Runner(RunnerOptions options, Duration firstReport) {
        this.options = Objects.requireNonNull(options, "options");
        this.firstReport = firstReport;
    }

    /**
     * Runs a coroutine in the loop of this runner until it is done.
     *
     * @param <T> the type of the result
     * @param main what to run
     * @return its result
     * @throws CancelledError if its task was cancelled
     * @throws KeyboardInterrupt if its task was cancelled by Ctrl-C
     * @throws SystemExit if its task was cancelled by SIGTERM, or asked for the end of the program
     * @throws IllegalStateException if this runner is closed, or a loop runs in this thread
     */
    public <T extends @Nullable Object> T run(Coroutine<T> main) {
        return run(main, null);
    }

    /**
     * Runs a coroutine without a result.
     *
     * @param main what to run
     */
    public void run(VoidCoroutine main) {
        run(main.asCoroutine());
    }

    /**
     * Runs a coroutine in a context of its own.
     *
     * @param <T> the type of the result
     * @param main what to run
     * @param runContext the context of its task; null for the one that all runs share
     * @return its result
     */
    public <T extends @Nullable Object> T run(Coroutine<T> main, @Nullable Context runContext) {
        Objects.requireNonNull(main, "main");
        if (RunningLoop.get() != null) {
            throw new IllegalStateException(
                    "Runner.run() cannot be called from a running event loop");
        }
        BaseEventLoop running = initialized();
        Context taskContext = runContext != null ? runContext : Objects.requireNonNull(context);
        Task<T> task = running.createTask(main, TaskOptions.defaults().withContext(taskContext));
        try (var signals = StopSignals.cancelling(task)) {
            try {
                return running.runUntilComplete(task);
            } catch (CancelledError cancelled) {
                if (signals.wasReceived() && task.uncancel() == 0) {
                    throw signals.ending(cancelled);
                }
                throw cancelled;
            } catch (KeyboardInterrupt | SystemExit request) {
                ending = request;
                throw request;
            }
        }
    }

    /**
     * Returns the loop of this runner, making it if there is none yet.
     *
     * @return the loop
     * @throws IllegalStateException if this runner is closed
     */
    public EventLoop getLoop() {
        return initialized();
    }

    private BaseEventLoop initialized() {
        if (state == State.CLOSED) {
            throw new IllegalStateException("Runner is closed");
        }
        BaseEventLoop existing = loop;
        if (existing != null) {
            return existing;
        }
        Supplier<? extends EventLoop> factory = options.loopFactory();
        BaseEventLoop made;
        if (factory != null) {
            made = (BaseEventLoop) Objects.requireNonNull(factory.get(),
                    "the loop factory returned null");
        } else {
            made = new BaseEventLoop(LoopOptions.defaults());
            CurrentLoop.set(made);
        }
        Boolean debug = options.debug();
        if (debug != null) {
            made.setDebug(debug);
        }
        loop = made;
        context = Context.copyCurrent();
        state = State.INITIALIZED;
        return made;
    }

    /**
     * Cancels what is left, waits for it, and closes the loop. Tasks that the cleaning up of others starts are not waited
     * for. Closing twice does nothing, and neither does closing a runner that was not used yet.
     */
    @Override
    public void close() {
        BaseEventLoop closing = loop;
        if (closing == null) {
            return; // not used yet, or closed already
        }
        state = State.CLOSED;
        loop = null;
        // An interrupt that ended the last run would end the cleaning up as well; the caller gets it back after that.
        boolean interrupted = Thread.interrupted();
        try (var _ = ShutdownWatch.over(closing, firstReport)) {
            cancelAllTasks(closing);
            closing.runUntilComplete(closing::shutdownAsyncgens);
            // even without an executor: what cleaning up has started goes on for as many ticks as in asyncio
            closing.runUntilComplete(() -> closing.shutdownDefaultExecutor(EXECUTOR_JOIN_TIMEOUT));
        } catch (KeyboardInterrupt | SystemExit request) {
            // the one that ended the run leaves its task again, as that cleans up; a try statement cannot add an
            // exception to itself
            if (request != ending) {
                throw request;
            }
        } finally {
            if (options.loopFactory() == null) {
                CurrentLoop.set(null);
            }
            closing.close();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static void cancelAllTasks(BaseEventLoop loop) {
        List<Task<?>> left = loop.tasks.snapshot();
        if (left.isEmpty()) {
            return;
        }
        CancelRequest request = CancelRequest.of(Kind.SHUTDOWN, (String) null);
        left.forEach(task -> task.cancelBy(request));
        loop.runUntilComplete(Gather.of(new ArrayList<Awaitable<?>>(left), true));
        for (Task<?> task : left) {
            Throwable error = task.cancelled() ? null : task.exception();
            if (error != null) {
                loop.callExceptionHandler(
                        ExceptionContext.of("unhandled exception during asyncio.run() shutdown")
                                .withException(error)
                                .with("task", task));
            }
        }
    }
}
