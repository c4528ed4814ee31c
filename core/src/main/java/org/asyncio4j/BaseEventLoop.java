package org.asyncio4j;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import org.asyncio4j.CancelledError.Kind;
import org.jspecify.annotations.Nullable;

/** The loop: wires the tick, the carrier and the rest together, and keeps watch over who may call what. */
final class BaseEventLoop implements EventLoop {

    /*
     *          run                    run ends
     *   idle --------> running ----------------> idle --close--> closed
     *
     * What runs next is decided by Tick, and where it runs by the Carrier. Both keep the two fields below up to date, by
     * which everyone else knows whose step it is:
     *
     *   thread   the platform thread that runs the loop; null while idle
     *   step     what runs right now: a task's step, a dispatcher's, or what the loop does by itself
     */

    /** The system property that starts loops in debug mode. */
    private static final String DEBUG_PROPERTY = "asyncio4j.debug";

    // written once
    private final LoopTime time;
    private final Tick tick;
    private final Carrier carrier;
    final LoopErrors errors = new LoopErrors(this);
    final LoopExecutor executor = new LoopExecutor(this);
    final StallWatch stallWatch = new StallWatch();
    final TaskRegistry tasks = new TaskRegistry();
    final LiveGenerators generators = new LiveGenerators();
    final Set<Unretrieved> unretrieved = ConcurrentHashMap.newKeySet();
    final OpenSubmissions submissions = new OpenSubmissions();

    /** What is done between the steps. */
    private final Step own = new Step(null, new Context());

    // written by the thread that runs a step, compared by any: another thread never finds itself in them
    private Step step = own;
    private volatile @Nullable Thread thread;

    // loop thread only
    /** The values of this loop. */
    final Map<LoopLocal<?>, Object> locals = new LinkedHashMap<>();
    private @Nullable TaskFactory taskFactory;
    /** What {@link #runUntilComplete} waits for. */
    private @Nullable Future<?> main;
    /** A request to end the program that leaves the loop at once. */
    private @Nullable Throwable fatal;
    private boolean interrupted;

    // any thread
    private volatile boolean closed;
    private volatile boolean debug = Boolean.getBoolean(DEBUG_PROPERTY);

    @SuppressWarnings("this-escape") // the parts only keep the reference
    BaseEventLoop(LoopOptions options) {
        time = new LoopTime(options.clock());
        tick = new Tick(this, time, options.poller().get(), options.order());
        carrier = Carriers.choose(this, options.carrier());
    }

    // ---- for the rest of the library ----

    Tick tick() {
        return tick;
    }

    LoopTime loopTime() {
        return time;
    }

    Carrier carrier() {
        return carrier;
    }

    @Nullable
    Task<?> current() {
        return step.task;
    }

    Context context() {
        return step.context;
    }

    void context(Context next) {
        step.context = next;
    }

    /** What runs right now. */
    Step step() {
        return step;
    }

    @Nullable
    Thread thread() {
        return thread;
    }

    boolean isHolder(Thread candidate) {
        return step.thread == candidate;
    }

    /** A thread begins to run a step. */
    void enter(Strand next) {
        step = next;
        if (debug && next.task != null) {
            stallWatch.begin(next.task, next.thread());
        }
    }

    /** The step is over; the loop's own thread goes on. */
    void leave() {
        if (debug) {
            stallWatch.end();
        }
        step = own;
    }

    /** The step is over; a thread goes on with the loop. */
    void leave(@Nullable Thread next) {
        own.thread = next;
        leave();
    }

    /** Adds an item to the ready queue; on the loop thread. */
    void addReady(Object item) {
        tick.add(item);
    }

    /** Adds an item from another thread and wakes the loop; forgotten if the loop is closed. */
    void addFromOutside(Object item) {
        if (!closed) {
            tick.addFromOutside(item);
        }
    }

    void addReadyFromAnywhere(Object item) {
        if (isLoopThread()) {
            addReady(item);
        } else {
            tick.addFromOutside(item);
        }
    }

    private boolean isLoopThread() {
        Thread caller = Thread.currentThread();
        // only a strand can be the holder beside the loop's thread; other callers need not look at what each step writes
        return caller == thread || (caller.isVirtual() && isHolder(caller));
    }

    /** Refuses a call from a thread that does not run a step of this loop, while the loop runs. */
    void checkThread() {
        Thread runner = thread;
        if (runner != null && !isLoopThread()) {
            throw RunningLoop.wrongThread(this, runner);
        }
    }

    void checkOpen() {
        if (closed) {
            throw new IllegalStateException("Event loop is closed");
        }
    }

    /** Something asked for the end of the program: the loop is left at once. */
    void fatal(Throwable request) {
        if (fatal == null) {
            fatal = request;
        }
    }

    boolean isBroken() {
        return fatal != null;
    }

    /** The thread that runs the loop was interrupted while the loop slept. */
    void interrupted() {
        interrupted = true;
        if (main != null && !main.done()) {
            main.cancelBy(CancelRequest.of(Kind.INTERRUPT, "the thread of the event loop was interrupted"));
        } else {
            stop();
        }
    }

    // ---- running ----

    @Override
    public void runForever() {
        checkOpen();
        checkNotRunning();
        runApart();
    }

    /** Runs the loop in the current thread, or in one of its own if a loop or a virtual thread has the current one. */
    void runApart() {
        if (Thread.currentThread().isVirtual() || RunningLoop.get() != null) {
            HelperThread.run("asyncio4j-loop", this::runHere, runner -> Carrier.interruptRun(this, runner));
        } else {
            runHere();
        }
    }

    private void checkNotRunning() {
        if (isRunning()) {
            throw new IllegalStateException("This event loop is already running");
        }
        if (RunningLoop.get() != null) {
            throw new IllegalStateException("Cannot run the event loop while another loop is running");
        }
    }

    private void runHere() {
        Thread here = Thread.currentThread();
        thread = here;
        own.thread = here;
        RunningLoop.enter(this);
        tick.start();
        try {
            if (Thread.interrupted()) {
                interrupted();
            }
            carrier.run();
        } finally {
            stallWatch.close();
            tick.end();
            RunningLoop.leave();
            step = own;
            own.thread = null;
            thread = null;
        }
        if (interrupted) {
            interrupted = false;
            here.interrupt();
        }
        Throwable request = fatal;
        if (request != null) {
            fatal = null;
            throw Rethrow.unchecked(request);
        }
    }

    @Override
    public <T extends @Nullable Object> T runUntilComplete(Awaitable<T> awaitable) {
        Objects.requireNonNull(awaitable, "awaitable");
        checkOpen();
        checkNotRunning();
        Future<T> future = Futures.ensureFuture(awaitable, this);
        Future.InternalCallback stopWhenDone = done -> {
            done.markRetrieved(); // it is about to be thrown
            // the end of the program has left the loop already; a stop would cut the next run short
            if (!LoopErrors.endsTheProgram(done.peekException())) {
                stop();
            }
        };
        future.addInternalCallback(stopWhenDone);
        main = future;
        try {
            runForever();
            if (!future.done()) {
                throw new IllegalStateException("Event loop stopped before Future completed.");
            }
            return future.result();
        } catch (Throwable error) {
            if (!(awaitable instanceof Future)) {
                future.markRetrieved(); // nobody else has this task
            }
            Traceback.addCallersTo(error);
            throw error;
        } finally {
            main = null;
            future.removeInternalCallback(stopWhenDone);
        }
    }

    @Override
    public void stop() {
        checkThread();
        tick.stop();
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        if (isRunning()) {
            throw new IllegalStateException("Cannot close a running event loop");
        }
        if (closed) {
            return;
        }
        var closing = new LoopClosing(this);
        closing.endTasks();
        closing.reportUnretrieved();
        closed = true;
        executor.close();
        carrier.close();
        closing.closeLocals();
        tick.close();
        submissions.close();
        closing.throwRequest();
    }

    @Override
    public void shutdownAsyncgens() {
        generators.shutDown(this);
    }

    @Override
    public void shutdownDefaultExecutor(@Nullable Duration timeout) {
        executor.shutdown(timeout);
    }

    // ---- callbacks ----

    @Override
    public Handle callSoon(Runnable callback) {
        return soon(new Handle(this, callback, Context.currentValues()));
    }

    @Override
    public Handle callSoon(Runnable callback, Context callContext) {
        return soon(new Handle(this, callback, callContext));
    }

    private Handle soon(Handle handle) {
        checkOpen();
        checkThread();
        addReady(handle);
        return handle;
    }

    @Override
    public Handle callSoonThreadsafe(Runnable callback) {
        return soonThreadsafe(new ThreadsafeHandle(this, callback, Context.currentValues()));
    }

    @Override
    public Handle callSoonThreadsafe(Runnable callback, Context callContext) {
        return soonThreadsafe(new ThreadsafeHandle(this, callback, callContext));
    }

    private Handle soonThreadsafe(Handle handle) {
        checkOpen();
        addReadyFromAnywhere(handle);
        return handle;
    }

    @Override
    public TimerHandle callLater(Duration delay, Runnable callback, Context callContext) {
        Objects.requireNonNull(delay, "delay");
        return callAtNanos(time.deadlineAfter(delay), callback, callContext);
    }

    @Override
    public TimerHandle callAt(Duration when, Runnable callback, Context callContext) {
        Objects.requireNonNull(when, "when");
        return callAtNanos(LoopTime.nanos(when), callback, callContext);
    }

    private TimerHandle callAtNanos(long deadlineNanos, Runnable callback, Context callContext) {
        return schedule(new TimerHandle(this, callback, callContext, false, deadlineNanos));
    }

    /** Schedules a callback of the library itself, which must not run code of users. */
    TimerHandle callInternallyAt(long deadlineNanos, Runnable callback) {
        return schedule(new TimerHandle(this, callback, context(), true, deadlineNanos));
    }

    private TimerHandle schedule(TimerHandle timer) {
        checkOpen();
        checkThread();
        tick.timers().add(timer);
        return timer;
    }

    @Override
    public Duration time() {
        return Duration.ofNanos(time.nowNanos());
    }

    // ---- futures and tasks ----

    @Override
    public <T extends @Nullable Object> Future<T> createFuture() {
        return new Future<>(this);
    }

    @Override
    public <T extends @Nullable Object> Task<T> createTask(Coroutine<T> coroutine, TaskOptions options) {
        Objects.requireNonNull(coroutine, "coroutine");
        Objects.requireNonNull(options, "options");
        checkOpen();
        TaskFactory factory = taskFactory;
        return factory != null ? factory.createTask(this, coroutine, options) : new Task<>(coroutine, this, options);
    }

    @Override
    public void setTaskFactory(@Nullable TaskFactory factory) {
        checkThread();
        taskFactory = factory;
    }

    @Override
    public @Nullable TaskFactory getTaskFactory() {
        return taskFactory;
    }

    // ---- threads ----

    @Override
    public <T extends @Nullable Object> Future<T> runInExecutor(@Nullable ExecutorService where, Callable<T> function) {
        Objects.requireNonNull(function, "function");
        checkOpen();
        checkThread();
        return executor.submit(where, function);
    }

    @Override
    public void setDefaultExecutor(ExecutorService other) {
        checkThread();
        executor.setDefault(Objects.requireNonNull(other, "executor"));
    }

    // ---- errors and debugging ----

    @Override
    public void setExceptionHandler(@Nullable ExceptionHandler handler) {
        checkThread();
        errors.handler(handler);
    }

    @Override
    public @Nullable ExceptionHandler getExceptionHandler() {
        return errors.handler();
    }

    @Override
    public void defaultExceptionHandler(ExceptionContext errorContext) {
        errors.log(Objects.requireNonNull(errorContext, "context"));
    }

    @Override
    public void callExceptionHandler(ExceptionContext errorContext) {
        Objects.requireNonNull(errorContext, "context");
        checkThread();
        errors.report(errorContext);
    }

    @Override
    public boolean getDebug() {
        return debug;
    }

    @Override
    public void setDebug(boolean enabled) {
        debug = enabled;
    }

    @Override
    public Duration getSlowCallbackDuration() {
        return stallWatch.threshold();
    }

    @Override
    public void setSlowCallbackDuration(Duration duration) {
        stallWatch.threshold(duration);
    }

    @Override
    public CarrierMode getCarrierMode() {
        return carrier.mode();
    }

    @Override
    public String toString() {
        return "<EventLoop running=" + isRunning() + " closed=" + closed + " debug=" + debug + ">";
    }
}
