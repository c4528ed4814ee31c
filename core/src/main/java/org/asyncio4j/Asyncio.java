package org.asyncio4j;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The words of a program: {@code import static org.asyncio4j.Asyncio.*;}. Each is the function of Python's
 * {@code asyncio} of the same name, in Java's case.
 *
 * <p>Where Python has a coroutine function, there is a plain method here that suspends the current task: {@link #sleep},
 * {@link #waitFor}, {@link #wait(Collection)}, {@link #toThread}. Where Python has a function that returns a future, it
 * returns a {@link Future}: {@link #gather}, {@link #shield}. To run something of the first kind beside other work, make it
 * a coroutine: {@code createTask(() -> sleep(delay))}.
 *
 * <p>A method that suspends throws {@link CancelledError} when the current task is cancelled meanwhile, and
 * {@link IllegalStateException} when it is called outside of a task.
 */
public final class Asyncio extends LoopFunctions {

    private Asyncio() {}

    // ---- running ----

    /**
     * Runs a coroutine in a new event loop and closes the loop: the entry of a program. Tasks that are left when it
     * returns are cancelled and waited for. See {@link Runner} for Ctrl-C.
     *
     * @param <T> the type of the result
     * @param main what to run
     * @return its result
     * @throws CancelledError if its task was cancelled
     * @throws IllegalStateException if a loop runs in this thread
     */
    public static <T extends @Nullable Object> T run(Coroutine<T> main) {
        return run(main, RunnerOptions.defaults());
    }

    /**
     * Runs a coroutine in a new event loop.
     *
     * @param <T> the type of the result
     * @param main what to run
     * @param options debug mode and loop factory
     * @return its result
     */
    public static <T extends @Nullable Object> T run(Coroutine<T> main, RunnerOptions options) {
        Objects.requireNonNull(main, "main");
        if (RunningLoop.get() != null) {
            throw new IllegalStateException("asyncio.run() cannot be called from a running event loop");
        }
        try (var runner = new Runner(options)) {
            return runner.run(main);
        }
    }

    /**
     * Runs a coroutine without a result.
     *
     * @param main what to run
     */
    public static void run(VoidCoroutine main) {
        run(main.asCoroutine());
    }

    /**
     * Runs a coroutine without a result.
     *
     * @param main what to run
     * @param options debug mode and loop factory
     */
    public static void run(VoidCoroutine main, RunnerOptions options) {
        run(main.asCoroutine(), options);
    }

    // ---- tasks ----

    /**
     * Makes a task of the running loop; its first step runs in the next tick.
     *
     * @param <T> the type of the result
     * @param coroutine what it runs
     * @return the task
     * @throws IllegalStateException if no loop runs in this thread
     */
    public static <T extends @Nullable Object> Task<T> createTask(Coroutine<T> coroutine) {
        return RunningLoop.require().createTask(coroutine);
    }

    /**
     * Makes a task with a name.
     *
     * @param <T> the type of the result
     * @param coroutine what it runs
     * @param name its name
     * @return the task
     */
    public static <T extends @Nullable Object> Task<T> createTask(Coroutine<T> coroutine, String name) {
        return RunningLoop.require().createTask(coroutine, name);
    }

    /**
     * Makes a task with options.
     *
     * @param <T> the type of the result
     * @param coroutine what it runs
     * @param options its name and context
     * @return the task
     */
    public static <T extends @Nullable Object> Task<T> createTask(Coroutine<T> coroutine, TaskOptions options) {
        return RunningLoop.require().createTask(coroutine, options);
    }

    /**
     * Makes a task without a result.
     *
     * @param coroutine what it runs
     * @return the task
     */
    public static Task<@Nullable Void> createTask(VoidCoroutine coroutine) {
        return RunningLoop.require().createTask(coroutine);
    }

    /**
     * Makes a task without a result, with a name.
     *
     * @param coroutine what it runs
     * @param name its name
     * @return the task
     */
    public static Task<@Nullable Void> createTask(VoidCoroutine coroutine, String name) {
        return RunningLoop.require().createTask(coroutine, name);
    }

    /**
     * Makes a task without a result, with options.
     *
     * @param coroutine what it runs
     * @param options its name and context
     * @return the task
     */
    public static Task<@Nullable Void> createTask(VoidCoroutine coroutine, TaskOptions options) {
        return RunningLoop.require().createTask(coroutine, options);
    }

    // ---- waiting ----

    /**
     * Waits for an awaitable. A coroutine runs in place, in the current task. A future that is done gives its result at
     * once, and no other task gets a turn.
     *
     * @param <T> the type of the result
     * @param awaitable what to wait for
     * @return its result; what it throws is thrown as it is, checked exceptions too
     * @throws CancelledError if the current task, or the awaitable, is cancelled
     * @throws IllegalStateException for a future outside of a task, or of another loop
     */
    public static <T extends @Nullable Object> T await(Awaitable<T> awaitable) {
        try {
            return awaitable.await();
        } catch (Exception error) {
            throw Rethrow.unchecked(error);
        }
    }

    /**
     * Runs a coroutine without a result in place.
     *
     * @param coroutine what to run
     */
    public static void await(VoidCoroutine coroutine) {
        await(coroutine.asCoroutine());
    }

    /**
     * Waits for a stage. If the current task is cancelled meanwhile, so is the stage.
     *
     * @param <T> the type of the result
     * @param stage what to wait for
     * @return its result; the exception it failed with is thrown without a wrapper
     */
    public static <T extends @Nullable Object> T await(CompletionStage<T> stage) {
        return ensureFuture(stage).await();
    }

    /**
     * Waits for a future of the JDK, with the help of a thread if it cannot tell when it is done. If the current task is
     * cancelled meanwhile, so is the future.
     *
     * @param <T> the type of the result
     * @param future what to wait for
     * @return its result; the exception it failed with is thrown without a wrapper
     */
    public static <T extends @Nullable Object> T await(java.util.concurrent.Future<T> future) {
        return wrapFuture(future).await();
    }

    /**
     * Waits for a {@link CompletableFuture}, as for any stage.
     *
     * @param <T> the type of the result
     * @param future what to wait for
     * @return its result; the exception it failed with is thrown without a wrapper
     */
    public static <T extends @Nullable Object> T await(CompletableFuture<T> future) {
        return ensureFuture(future).await();
    }

    /**
     * Suspends the current task for a time. Zero or less gives every other ready task one turn.
     *
     * @param delay how long to sleep, at least
     */
    public static void sleep(Duration delay) {
        Sleep.sleep(delay);
    }

    /**
     * Suspends the current task for a time and returns a value.
     *
     * @param <T> the type of the result
     * @param delay how long to sleep, at least
     * @param result what to return
     * @return the result given
     */
    public static <T extends @Nullable Object> T sleep(Duration delay, T result) {
        Sleep.sleep(delay);
        return result;
    }

    /**
     * Gathers nothing.
     *
     * @param <T> the type of the results
     * @return a future that is done, of an empty list
     */
    public static <T extends @Nullable Object> Future<List<T>> gather() {
        return gather(List.of());
    }

    /**
     * Runs awaitables side by side. Coroutines become tasks, in the order of the arguments, at once.
     *
     * <p>The first failure becomes the failure of the returned future at once, and the others go on; their failures are
     * dropped. Cancelling the returned future cancels all that are not done.
     *
     * @param <T> the type of the results
     * @param awaitables coroutines, futures and tasks; one that is given twice runs once
     * @return a future of the results in the order of the arguments
     * @throws IllegalArgumentException if one is a future of another loop
     */
    @SafeVarargs
    @SuppressWarnings("varargs") // the array is only read
    public static <T extends @Nullable Object> Future<List<T>> gather(Awaitable<? extends T>... awaitables) {
        return gather(Arrays.asList(awaitables));
    }

    /**
     * Runs awaitables side by side, as {@link #gather(Awaitable...)} does.
     *
     * @param <T> the type of the results
     * @param awaitables coroutines, futures and tasks
     * @return a future of the results in the order given
     */
    public static <T extends @Nullable Object> Future<List<T>> gather(
            Collection<? extends Awaitable<? extends T>> awaitables) {
        return Gather.of(Objects.requireNonNull(awaitables, "awaitables"), false);
    }

    /**
     * Runs coroutines without results side by side, as {@link #gather(Awaitable...)} does.
     *
     * @param coroutines what to run
     * @return a future that is done when all are
     */
    public static Future<List<@Nullable Void>> gather(VoidCoroutine... coroutines) {
        return gather(Arrays.stream(coroutines).map(VoidCoroutine::asCoroutine).toList());
    }

    /**
     * Runs awaitables side by side and collects exceptions like results: {@code gather(..., return_exceptions=True)}.
     *
     * @param awaitables coroutines, futures and tasks
     * @return a future of the results and {@link Throwable}s in the order of the arguments
     */
    public static Future<List<@Nullable Object>> gatherReturnExceptions(Awaitable<?>... awaitables) {
        return gatherReturnExceptions(Arrays.asList(awaitables));
    }

    /**
     * Runs coroutines without results side by side and collects their exceptions.
     *
     * @param coroutines what to run
     * @return a future of nulls and {@link Throwable}s in the order of the arguments
     */
    public static Future<List<@Nullable Object>> gatherReturnExceptions(VoidCoroutine... coroutines) {
        return gatherReturnExceptions(Arrays.stream(coroutines).map(VoidCoroutine::asCoroutine).toList());
    }

    /**
     * Runs awaitables side by side and collects exceptions like results.
     *
     * @param awaitables coroutines, futures and tasks
     * @return a future of the results and {@link Throwable}s in the order given
     */
    public static Future<List<@Nullable Object>> gatherReturnExceptions(Collection<? extends Awaitable<?>> awaitables) {
        return Gather.of(Objects.requireNonNull(awaitables, "awaitables"), true);
    }

    /**
     * Waits for an awaitable, but only so long. When the time is up it is cancelled, and waited for until it has ended; a
     * coroutine runs in the current task. With a timeout of zero or less, what is not done is cancelled before it starts.
     *
     * @param <T> the type of the result
     * @param awaitable what to wait for; {@code shield(task)} keeps the task from being cancelled
     * @param timeout how long to wait; null for no limit
     * @return its result, also if it came of the cancellation
     * @throws TimeoutError if the time was up
     */
    public static <T extends @Nullable Object> T waitFor(Awaitable<T> awaitable, @Nullable Duration timeout) {
        return WaitFor.await(awaitable, timeout);
    }

    /**
     * Waits for a coroutine without a result, but only so long.
     *
     * @param coroutine what to run
     * @param timeout how long to wait; null for no limit
     * @throws TimeoutError if the time was up
     */
    public static void waitFor(VoidCoroutine coroutine, @Nullable Duration timeout) {
        waitFor(coroutine.asCoroutine(), timeout);
    }

    /**
     * Runs code in the current task under a deadline: {@code async with asyncio.timeout(delay)}.
     *
     * @param <T> the type of the result
     * @param delay how long it may take; null for no limit
     * @param body what to run
     * @return its result
     * @throws TimeoutError if the deadline passed and the code ended by the cancellation that followed
     */
    public static <T extends @Nullable Object> T timeout(@Nullable Duration delay, Coroutine<T> body) {
        return Timeout.after(delay).run(Objects.requireNonNull(body, "body"));
    }

    /**
     * Runs code without a result in the current task under a deadline.
     *
     * @param delay how long it may take; null for no limit
     * @param body what to run
     * @throws TimeoutError if the deadline passed and the code ended by the cancellation that followed
     */
    public static void timeout(@Nullable Duration delay, VoidCoroutine body) {
        timeout(delay, body.asCoroutine());
    }

    /**
     * Waits until all of some futures are done. Neither a failure nor a cancellation of this wait touches the others.
     *
     * @param <F> the type of the futures
     * @param futures futures and tasks
     * @return which are done
     * @throws IllegalArgumentException if there are none
     */
    public static <F extends Future<?>> WaitResult<F> wait(Collection<? extends F> futures) {
        return WaitSet.await(futures, null, ReturnWhen.ALL_COMPLETED);
    }

    /**
     * Waits until all of some futures are done, or the time is up.
     *
     * @param <F> the type of the futures
     * @param futures futures and tasks
     * @param timeout how long to wait; null for no limit
     * @return which are done and which are not; those are not cancelled
     */
    public static <F extends Future<?>> WaitResult<F> wait(
            Collection<? extends F> futures, @Nullable Duration timeout) {
        return WaitSet.await(futures, timeout, ReturnWhen.ALL_COMPLETED);
    }

    /**
     * Waits for some of the futures.
     *
     * @param <F> the type of the futures
     * @param futures futures and tasks
     * @param returnWhen what to wait for
     * @return which are done and which are not
     */
    public static <F extends Future<?>> WaitResult<F> wait(Collection<? extends F> futures, ReturnWhen returnWhen) {
        return WaitSet.await(futures, null, returnWhen);
    }

    /**
     * Waits for some of the futures, or until the time is up.
     *
     * @param <F> the type of the futures
     * @param futures futures and tasks
     * @param timeout how long to wait; null for no limit
     * @param returnWhen what to wait for
     * @return which are done and which are not
     */
    public static <F extends Future<?>> WaitResult<F> wait(
            Collection<? extends F> futures, @Nullable Duration timeout, ReturnWhen returnWhen) {
        return WaitSet.await(futures, timeout, returnWhen);
    }

    /**
     * Gives the results of awaitables in the order in which they are done.
     *
     * @param <T> the type of the results
     * @param awaitables coroutines, futures and tasks; one that is given twice counts once
     * @return what to iterate over
     */
    public static <T extends @Nullable Object> AsCompleted<T> asCompleted(
            Collection<? extends Awaitable<T>> awaitables) {
        return new AsCompleted<>(awaitables, null);
    }

    /**
     * Gives the results of awaitables in the order in which they are done, until the time is up.
     *
     * @param <T> the type of the results
     * @param awaitables coroutines, futures and tasks
     * @param timeout how long to wait for all of them; null for no limit
     * @return what to iterate over
     */
    public static <T extends @Nullable Object> AsCompleted<T> asCompleted(
            Collection<? extends Awaitable<T>> awaitables, @Nullable Duration timeout) {
        return new AsCompleted<>(awaitables, timeout);
    }

    /**
     * Protects an awaitable from the cancellation of those who wait for it: cancelling the returned future leaves it
     * running. Cancelling it directly cancels the returned future.
     *
     * @param <T> the type of the result
     * @param awaitable what to protect; a coroutine becomes a task at once
     * @return a future with its outcome; the same future if it is done already
     */
    public static <T extends @Nullable Object> Future<T> shield(Awaitable<T> awaitable) {
        return Shield.of(awaitable);
    }

    /**
     * Protects a coroutine without a result, which becomes a task at once.
     *
     * @param coroutine what to protect
     * @return a future that is done when it is
     */
    public static Future<@Nullable Void> shield(VoidCoroutine coroutine) {
        return shield(coroutine.asCoroutine());
    }

    // ---- threads ----

    /**
     * Runs blocking code in a thread of the default executor and waits for it, in a copy of the current context.
     *
     * <p><b>Cancellation:</b> the wait ends at once; the code runs on to its end, and its outcome is dropped.
     *
     * @param <T> the type of the result
     * @param function what to run
     * @return its result; what it throws is thrown as it is
     */
    public static <T extends @Nullable Object> T toThread(Callable<T> function) {
        Objects.requireNonNull(function, "function");
        Context context = Context.copyCurrent();
        return RunningLoop.requireTask().loop().runInExecutor(null, () -> context.run(function)).await();
    }

    /**
     * Runs blocking code without a result in a thread of the default executor and waits for it.
     *
     * @param function what to run
     */
    public static void toThread(VoidCoroutine function) {
        toThread(function.asCoroutine()::await);
    }
}
