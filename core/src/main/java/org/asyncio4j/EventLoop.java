package org.asyncio4j;

import java.nio.channels.SelectableChannel;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * An event loop: runs callbacks and the steps of tasks one at a time, in the order in which they became ready.
 *
 * <p>Most programs never name it: {@link Asyncio#run} makes one, and the static methods of {@link Asyncio} use the one
 * that runs. A loop made by hand with {@link Asyncio#newEventLoop()} is run with {@link #runUntilComplete} or
 * {@link #runForever} and must be closed.
 *
 * <p>The loop runs in ticks. The ready callbacks of a tick are fixed before the first of them runs: what they schedule
 * waits for the next tick. Timers that are due come after the callbacks that were ready before. The order is first in,
 * first out throughout.
 *
 * <p><b>Threads:</b> {@link #callSoonThreadsafe}, {@link #isRunning}, {@link #isClosed}, {@link #getDebug} and
 * {@link #time} may be called from any thread. While the loop runs, other methods called from a thread that does not run
 * a step of it throw {@link IllegalStateException}.
 */
public sealed interface EventLoop extends AutoCloseable permits BaseEventLoop {

    // ---- running ----

    /**
     * Runs the loop in the current thread until {@link #stop()} is called. Called in a virtual thread, it runs the loop in
     * a platform thread of its own and waits for it.
     *
     * <p>If the thread is interrupted while the loop sleeps, the loop stops (under {@link #runUntilComplete}, its task is
     * cancelled) and the interrupt flag is set again on return. An interrupt that comes while a step runs may be missed:
     * use {@link #stop()} or {@link Runner}.
     *
     * @throws IllegalStateException if the loop is closed or running, or another loop runs in this thread
     * @throws KeyboardInterrupt if a task or callback threw it; the rest stays queued
     * @throws SystemExit if a task or callback threw it; the rest stays queued
     */
    void runForever();

    /**
     * Runs the loop until an awaitable is done. A coroutine becomes a task of this loop.
     *
     * @param <T> the type of the result
     * @param awaitable what to wait for
     * @return its result
     * @throws CancelledError if it was cancelled
     * @throws IllegalStateException as {@link #runForever}, or if {@link #stop()} came first
     * @throws IllegalArgumentException if it is a future of another loop
     */
    <T extends @Nullable Object> T runUntilComplete(Awaitable<T> awaitable);

    /**
     * Runs the loop until a coroutine without a result is done.
     *
     * @param coroutine what to run
     */
    default void runUntilComplete(VoidCoroutine coroutine) {
        runUntilComplete(coroutine.asCoroutine());
    }

    /** Makes the loop end after the current batch of callbacks; called before the loop runs, after its first one. */
    void stop();

    /**
     * Tells whether the loop is running.
     *
     * @return whether a thread runs it
     */
    boolean isRunning();

    /**
     * Tells whether the loop was closed.
     *
     * @return whether {@link #close()} was called
     */
    boolean isClosed();

    /**
     * Closes the loop for good. Callbacks that are queued are dropped. Tasks that are not done are reported as such,
     * cancelled, and given five seconds to clean up; generators that have not ended are closed. Exceptions that nobody
     * retrieved are reported. The default executor is shut down without waiting for it, and what the loop has in
     * {@link LoopLocal}s is closed: so are sockets whose transport or server was left open. Closing twice does nothing.
     *
     * @throws IllegalStateException if the loop is running
     */
    @Override
    void close();

    /**
     * Closes all generators of this loop that were iterated and have not ended, and waits for their {@code finally} blocks.
     * A failure goes to the exception handler. {@link Runner} and {@link Asyncio#run} call this in a task at their end; a
     * generator that is first iterated after it is logged.
     *
     * @throws IllegalStateException if there are such generators and this is called outside of a task, if the loop runs and
     *         this is another thread, or if the loop is closed
     */
    void shutdownAsyncgens();

    /**
     * Closes the default executor and waits, suspending the task, until its threads have ended. Later uses of it are
     * refused. Errors are those of {@link #shutdownDefaultExecutor(Duration)}.
     */
    default void shutdownDefaultExecutor() {
        shutdownDefaultExecutor(null);
    }

    /**
     * Closes the default executor and waits for its threads, but not for ever. When the time is up a warning is logged
     * and the threads are left to end by themselves.
     *
     * @param timeout the longest time to wait; null for no limit
     * @throws IllegalStateException if the loop runs and this is another thread, or if there are threads to wait for and this
     *         is not a task
     */
    void shutdownDefaultExecutor(@Nullable Duration timeout);

    // ---- callbacks ----

    /**
     * Schedules a callback for the next tick, in a copy of the current context.
     *
     * @param callback what to run; what it throws goes to the exception handler
     * @return a handle that can cancel it
     * @throws IllegalStateException if the loop is closed, or if it runs and this is another thread
     */
    default Handle callSoon(Runnable callback) {
        return callSoon(callback, Context.copyCurrent());
    }

    /**
     * Schedules a callback for the next tick.
     *
     * @param callback what to run
     * @param context the context to run it in
     * @return a handle that can cancel it
     * @throws IllegalStateException if the loop is closed, or if it runs and this is another thread
     */
    Handle callSoon(Runnable callback, Context context);

    /**
     * Schedules a callback from any thread and wakes the loop if it sleeps.
     *
     * @param callback what to run
     * @return a handle that any thread may cancel; cancelling waits while the callback runs in another thread
     * @throws IllegalStateException if the loop is closed
     */
    default Handle callSoonThreadsafe(Runnable callback) {
        return callSoonThreadsafe(callback, Context.copyCurrent());
    }

    /**
     * Schedules a callback from any thread and wakes the loop if it sleeps.
     *
     * @param callback what to run
     * @param context the context to run it in
     * @return a handle that any thread may cancel
     * @throws IllegalStateException if the loop is closed
     */
    Handle callSoonThreadsafe(Runnable callback, Context context);

    /**
     * Schedules a callback after a delay.
     *
     * @param delay the time to wait; zero or less means the next tick, after what is ready then
     * @param callback what to run
     * @return a handle that can cancel it
     * @throws IllegalStateException if the loop is closed, or if it runs and this is another thread
     */
    default TimerHandle callLater(Duration delay, Runnable callback) {
        return callLater(delay, callback, Context.copyCurrent());
    }

    /**
     * Schedules a callback after a delay.
     *
     * @param delay the time to wait
     * @param callback what to run
     * @param context the context to run it in
     * @return a handle that can cancel it
     * @throws IllegalStateException if the loop is closed, or if it runs and this is another thread
     */
    TimerHandle callLater(Duration delay, Runnable callback, Context context);

    /**
     * Schedules a callback at a time.
     *
     * @param when the time on the clock of {@link #time()}; one that has passed means the next tick
     * @param callback what to run
     * @return a handle that can cancel it
     * @throws IllegalStateException if the loop is closed, or if it runs and this is another thread
     */
    default TimerHandle callAt(Duration when, Runnable callback) {
        return callAt(when, callback, Context.copyCurrent());
    }

    /**
     * Schedules a callback at a time.
     *
     * @param when the time on the clock of {@link #time()}
     * @param callback what to run
     * @param context the context to run it in
     * @return a handle that can cancel it
     * @throws IllegalStateException if the loop is closed, or if it runs and this is another thread
     */
    TimerHandle callAt(Duration when, Runnable callback, Context context);

    /**
     * Returns the time of the loop's clock, which never goes back. Its origin means nothing.
     *
     * @return the current time
     */
    Duration time();

    // ---- channels ----

    /**
     * Calls a callback in every tick in which a channel can be read from, or has a connection to accept, until it is
     * removed. It replaces the reader that the channel has. Callbacks of channels come after those that were ready
     * before, and before timers.
     *
     * @param channel a channel that does not block; closing it removes its callbacks
     * @param callback what to run, in a copy of the current context; it should read
     * @return a handle that is cancelled when the callback is removed or replaced
     * @throws IllegalArgumentException if the channel is closed, blocks, or cannot be read from
     * @throws IllegalStateException if the loop is closed, or if it runs and this is another thread
     */
    default Handle addReader(SelectableChannel channel, Runnable callback) {
        return addReader(channel, callback, Context.copyCurrent());
    }

    /**
     * Calls a callback in every tick in which a channel can be read from.
     *
     * @param channel a channel that does not block
     * @param callback what to run
     * @param context the context to run it in
     * @return a handle that is cancelled when the callback is removed or replaced
     * @see #addReader(SelectableChannel, Runnable)
     */
    default Handle addReader(SelectableChannel channel, Runnable callback, Context context) {
        return ((BaseEventLoop) this).tick().io().addReader(channel, callback, context);
    }

    /**
     * Removes the reader of a channel; if it is due to run, it does not.
     *
     * @param channel the channel
     * @return whether there was one
     */
    default boolean removeReader(SelectableChannel channel) {
        return ((BaseEventLoop) this).tick().io().removeReader(channel);
    }

    /**
     * Calls a callback in every tick in which a channel can be written to, or has connected or failed to, until it is
     * removed. It replaces the writer that the channel has.
     *
     * @param channel a channel that does not block; closing it removes its callbacks
     * @param callback what to run, in a copy of the current context
     * @return a handle that is cancelled when the callback is removed or replaced
     * @throws IllegalArgumentException if the channel is closed, blocks, or cannot be written to
     * @throws IllegalStateException if the loop is closed, or if it runs and this is another thread
     */
    default Handle addWriter(SelectableChannel channel, Runnable callback) {
        return addWriter(channel, callback, Context.copyCurrent());
    }

    /**
     * Calls a callback in every tick in which a channel can be written to.
     *
     * @param channel a channel that does not block
     * @param callback what to run
     * @param context the context to run it in
     * @return a handle that is cancelled when the callback is removed or replaced
     * @see #addWriter(SelectableChannel, Runnable)
     */
    default Handle addWriter(SelectableChannel channel, Runnable callback, Context context) {
        return ((BaseEventLoop) this).tick().io().addWriter(channel, callback, context);
    }

    /**
     * Removes the writer of a channel; if it is due to run, it does not.
     *
     * @param channel the channel
     * @return whether there was one
     */
    default boolean removeWriter(SelectableChannel channel) {
        return ((BaseEventLoop) this).tick().io().removeWriter(channel);
    }

    /**
     * Removes reader and writer of a channel and lets go of it at once. Java closes a channel that is being watched only
     * when the loop looks at its channels the next time; after this call it is closed when {@code close} returns. It
     * may be made to block, too.
     *
     * @param channel the channel
     * @return whether it had a reader or a writer
     */
    default boolean removeChannel(SelectableChannel channel) {
        return ((BaseEventLoop) this).tick().io().removeChannel(channel);
    }

    // ---- futures and tasks ----

    /**
     * Returns a new pending future of this loop.
     *
     * @param <T> the type of the result
     * @return the future
     */
    <T extends @Nullable Object> Future<T> createFuture();

    /**
     * Makes a task, whose first step runs in the next tick.
     *
     * @param <T> the type of the result
     * @param coroutine what it runs
     * @return the task
     * @throws IllegalStateException if the loop is closed, or if it runs and this is another thread
     */
    default <T extends @Nullable Object> Task<T> createTask(Coroutine<T> coroutine) {
        return createTask(coroutine, TaskOptions.defaults());
    }

    /**
     * Makes a task with a name.
     *
     * @param <T> the type of the result
     * @param coroutine what it runs
     * @param name its name
     * @return the task
     */
    default <T extends @Nullable Object> Task<T> createTask(Coroutine<T> coroutine, String name) {
        return createTask(coroutine, TaskOptions.defaults().withName(name));
    }

    /**
     * Makes a task with options.
     *
     * @param <T> the type of the result
     * @param coroutine what it runs
     * @param options its name and context
     * @return the task
     */
    <T extends @Nullable Object> Task<T> createTask(Coroutine<T> coroutine, TaskOptions options);

    /**
     * Makes a task without a result.
     *
     * @param coroutine what it runs
     * @return the task
     */
    default Task<@Nullable Void> createTask(VoidCoroutine coroutine) {
        return createTask(coroutine.asCoroutine());
    }

    /**
     * Makes a task without a result, with a name.
     *
     * @param coroutine what it runs
     * @param name its name
     * @return the task
     */
    default Task<@Nullable Void> createTask(VoidCoroutine coroutine, String name) {
        return createTask(coroutine.asCoroutine(), name);
    }

    /**
     * Makes a task without a result, with options.
     *
     * @param coroutine what it runs
     * @param options its name and context
     * @return the task
     */
    default Task<@Nullable Void> createTask(VoidCoroutine coroutine, TaskOptions options) {
        return createTask(coroutine.asCoroutine(), options);
    }

    /**
     * Sets what makes the tasks of this loop. A factory is given as a method reference, since its method is generic.
     *
     * @param factory the factory; null for the default
     */
    void setTaskFactory(@Nullable TaskFactory factory);

    /**
     * Returns what was set with {@link #setTaskFactory}.
     *
     * @return the factory, or null for the default
     */
    @Nullable
    TaskFactory getTaskFactory();

    // ---- threads ----

    /**
     * Runs a function in a thread of an executor. Context variables do not go with it; {@link Asyncio#toThread} takes them
     * along.
     *
     * <p><b>Cancellation:</b> cancelling the future keeps a job that waits in the executor from running. One that runs
     * goes on to its end, and its outcome is dropped.
     *
     * @param <T> the type of the result
     * @param executor where to run it; null for the default executor
     * @param function what to run
     * @return a future of this loop with the outcome
     * @throws IllegalStateException if the loop is closed or its default executor was shut down
     * @throws java.util.concurrent.RejectedExecutionException if the executor refuses the job
     */
    <T extends @Nullable Object> Future<T> runInExecutor(@Nullable ExecutorService executor, Callable<T> function);

    /**
     * Runs a function without a result in a thread of an executor.
     *
     * @param executor where to run it; null for the default executor
     * @param function what to run
     * @return a future of this loop that is done when the function is
     */
    default Future<@Nullable Void> runInExecutor(@Nullable ExecutorService executor, VoidCoroutine function) {
        return runInExecutor(executor, function.asCoroutine()::await);
    }

    /**
     * Sets the executor that {@link #runInExecutor} and {@link Asyncio#toThread} use by default. The one before it is not
     * shut down; closing the loop shuts this one down.
     *
     * @param executor the new default
     */
    void setDefaultExecutor(ExecutorService executor);

    // ---- errors and debugging ----

    /**
     * Sets who is told of errors that no task receives.
     *
     * @param handler the handler; null for the default one
     */
    void setExceptionHandler(@Nullable ExceptionHandler handler);

    /**
     * Returns what was set with {@link #setExceptionHandler}.
     *
     * @return the handler, or null for the default one
     */
    @Nullable
    ExceptionHandler getExceptionHandler();

    /**
     * Logs an error to the logger named {@code asyncio}: what the default handler does, for handlers that delegate.
     *
     * @param context what is known of the error
     */
    void defaultExceptionHandler(ExceptionContext context);

    /**
     * Tells the exception handler of an error.
     *
     * @param context what is known of the error
     */
    void callExceptionHandler(ExceptionContext context);

    /**
     * Tells whether the loop is in debug mode.
     *
     * @return whether debug mode is on
     */
    boolean getDebug();

    /**
     * Switches debug mode. In it, a step or callback that takes longer than {@link #getSlowCallbackDuration()} is logged:
     * once while it is still running, with the call it is stuck in, and again with its duration when it ends.
     *
     * @param enabled whether debug mode is on
     */
    void setDebug(boolean enabled);

    /**
     * Returns how long a step may take before debug mode logs it.
     *
     * @return the duration, 100 ms by default
     */
    Duration getSlowCallbackDuration();

    /**
     * Sets how long a step may take before debug mode logs it.
     *
     * @param duration the duration, above zero
     */
    void setSlowCallbackDuration(Duration duration);

    /**
     * Returns how this loop runs its tasks.
     *
     * @return {@link CarrierMode#MOUNTED} or {@link CarrierMode#BATON}
     */
    CarrierMode getCarrierMode();
}
