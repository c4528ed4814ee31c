package org.asyncio4j;

import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The functions that deal in loops, futures and tasks as objects; users reach them through {@link Asyncio}. */
abstract sealed class LoopFunctions permits Combinators {

    LoopFunctions() {}

    // ---- loops ----

    /**
     * Returns a new event loop, which must be closed.
     *
     * @return a loop that does not run yet
     */
    public static EventLoop newEventLoop() {
        return newEventLoop(LoopOptions.defaults());
    }

    /**
     * Returns a new event loop made of chosen parts, which must be closed.
     *
     * @param options its carrier, clock, poller and order
     * @return a loop that does not run yet
     * @throws IllegalStateException if the chosen carrier is not available
     */
    public static EventLoop newEventLoop(LoopOptions options) {
        return new BaseEventLoop(Objects.requireNonNull(options, "options"));
    }

    /**
     * Chooses the loop that {@link #getEventLoop()} returns in this thread while none runs.
     *
     * @param loop the loop; null for none
     */
    public static void setEventLoop(@Nullable EventLoop loop) {
        CurrentLoop.set(loop);
    }

    /**
     * Returns the running loop, or else the one chosen for this thread. In the main thread, where none was ever chosen, a
     * new one is made and chosen.
     *
     * @return the loop
     * @throws IllegalStateException if there is none
     */
    public static EventLoop getEventLoop() {
        return CurrentLoop.get();
    }

    /**
     * Returns the loop whose step this is.
     *
     * @return the loop
     * @throws IllegalStateException if no loop runs in this thread
     */
    public static EventLoop getRunningLoop() {
        return RunningLoop.require();
    }

    // ---- tasks ----

    /**
     * Returns the task whose step this is.
     *
     * @return the task, or null in a callback
     * @throws IllegalStateException if no loop runs in this thread
     */
    public static @Nullable Task<?> currentTask() {
        return RunningLoop.require().current();
    }

    /**
     * Returns the tasks of the running loop that are not done.
     *
     * @return the tasks, oldest first
     * @throws IllegalStateException if no loop runs in this thread
     */
    public static Set<Task<?>> allTasks() {
        return allTasks(RunningLoop.require());
    }

    /**
     * Returns the tasks of a loop that are not done; any thread may ask.
     *
     * @param loop the loop
     * @return the tasks, oldest first
     */
    public static Set<Task<?>> allTasks(EventLoop loop) {
        return new LinkedHashSet<>(((BaseEventLoop) Objects.requireNonNull(loop, "loop")).tasks.snapshot());
    }

    /**
     * A {@link TaskFactory} whose tasks start eagerly: each runs up to its first wait before {@code createTask} returns.
     * {@code loop.setTaskFactory(Asyncio::eagerTaskFactory)}.
     *
     * <p>A task that never waits is done when {@code createTask} returns and never passes through the loop. Its code runs
     * before the rest of the creator's step, so an eager start changes the order of events.
     *
     * @param <T> the type of the result
     * @param loop the loop the task is for; while it does not run, the task starts as usual
     * @param coroutine what it runs
     * @param options what the caller of {@code createTask} asked for; {@link TaskOptions#withEagerStart} has the last word
     * @return the task
     */
    public static <T extends @Nullable Object> Task<T> eagerTaskFactory(EventLoop loop, Coroutine<T> coroutine,
            TaskOptions options) {
        return new Task<>(coroutine, loop, options.eagerStart() == null ? options.withEagerStart(true) : options);
    }

    /**
     * Makes a factory of eager tasks of another factory, which decides about everything but the start.
     *
     * @param constructor makes the tasks; it is asked to start them eagerly where the creator did not say otherwise
     * @return the factory
     */
    public static TaskFactory createEagerTaskFactory(TaskFactory constructor) {
        return new EagerTaskFactory(Objects.requireNonNull(constructor, "constructor"));
    }

    // ---- context variables ----

    /**
     * Returns a copy of the context of the running task or callback, or of the thread if no loop runs in it.
     *
     * @return the copy, {@code contextvars.copy_context()} in Python
     */
    public static Context copyContext() {
        return Context.copyCurrent();
    }

    // ---- futures ----

    /**
     * Makes a future of an awaitable: a future is returned as it is, a coroutine becomes a task of the running loop, or of
     * the thread's current loop if none runs.
     *
     * @param <T> the type of the result
     * @param awaitable a coroutine, future or task
     * @return the future
     */
    public static <T extends @Nullable Object> Future<T> ensureFuture(Awaitable<T> awaitable) {
        return Futures.ensureFuture(awaitable, null);
    }

    /**
     * Makes a future of an awaitable in a loop, which need not run yet.
     *
     * @param <T> the type of the result
     * @param awaitable a coroutine, future or task
     * @param loop the loop
     * @return the future
     * @throws IllegalArgumentException if it is a future of another loop
     */
    public static <T extends @Nullable Object> Future<T> ensureFuture(Awaitable<T> awaitable, EventLoop loop) {
        return Futures.ensureFuture(awaitable, Objects.requireNonNull(loop, "loop"));
    }

    /**
     * Makes a task of a coroutine without a result.
     *
     * @param coroutine what it runs
     * @return the task
     */
    public static Future<@Nullable Void> ensureFuture(VoidCoroutine coroutine) {
        return ensureFuture(coroutine.asCoroutine());
    }

    /**
     * Makes a future of the running loop with the outcome of a stage; cancelling either one cancels the other.
     *
     * @param <T> the type of the result
     * @param stage what to wait for
     * @return the future
     */
    public static <T extends @Nullable Object> Future<T> ensureFuture(CompletionStage<T> stage) {
        return FutureBridge.wrap(stage, RunningLoop.require());
    }

    /**
     * The same as {@link #wrapFuture(java.util.concurrent.Future)}.
     *
     * @param <T> the type of the result
     * @param future what to wait for
     * @return the future
     */
    public static <T extends @Nullable Object> Future<T> ensureFuture(java.util.concurrent.Future<T> future) {
        return wrapFuture(future);
    }

    /**
     * The same as {@link #ensureFuture(CompletionStage)}.
     *
     * @param <T> the type of the result
     * @param future what to wait for
     * @return the future
     */
    public static <T extends @Nullable Object> Future<T> ensureFuture(CompletableFuture<T> future) {
        return FutureBridge.wrap((CompletionStage<T>) future, RunningLoop.require());
    }

    /**
     * Makes a future of the running loop with the outcome of a future of the JDK; cancelling either one cancels the other.
     *
     * @param <T> the type of the result
     * @param future what to wait for; unless it is a {@link CompletionStage}, a virtual thread waits for it
     * @return the future
     */
    public static <T extends @Nullable Object> Future<T> wrapFuture(java.util.concurrent.Future<T> future) {
        return FutureBridge.wrap(future, RunningLoop.require());
    }

    /**
     * Tells whether an object is a future or a task.
     *
     * @param object any object, or null
     * @return whether it is a {@link Future}
     */
    public static boolean isFuture(@Nullable Object object) {
        return object instanceof Future;
    }

    /**
     * Tells whether an object is a coroutine.
     *
     * @param object any object, or null
     * @return whether it is a {@link Coroutine} or {@link VoidCoroutine}
     */
    public static boolean isCoroutine(@Nullable Object object) {
        return object instanceof Coroutine || object instanceof VoidCoroutine;
    }

    // ---- threads ----

    /**
     * Runs a coroutine in a loop that runs in another thread.
     *
     * @param <T> the type of the result
     * @param coroutine what to run
     * @param loop the loop
     * @return a future for threads to wait for; cancelling it cancels the task. If the loop is closed before the task has
     *         ended, it fails with an {@link IllegalStateException}
     * @throws IllegalStateException if the loop is closed
     */
    public static <T extends @Nullable Object> CompletableFuture<T> runCoroutineThreadsafe(
            Coroutine<T> coroutine, EventLoop loop) {
        return Submission.handOver(coroutine, loop);
    }

    /**
     * Runs a coroutine without a result in a loop that runs in another thread.
     *
     * @param coroutine what to run
     * @param loop the loop
     * @return a future for threads to wait for; cancelling it cancels the task. If the loop is closed before the task has
     *         ended, it fails with an {@link IllegalStateException}
     * @throws IllegalStateException if the loop is closed
     */
    public static CompletableFuture<@Nullable Void> runCoroutineThreadsafe(VoidCoroutine coroutine, EventLoop loop) {
        return runCoroutineThreadsafe(coroutine.asCoroutine(), loop);
    }
}
