package org.asyncio4j;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The functions that wait for other awaitables, one or several; users reach them through {@link Asyncio}. */
abstract sealed class Combinators extends LoopFunctions permits Asyncio {

    Combinators() {}

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
        return gather(Arrays.asList(Objects.requireNonNull(awaitables, "awaitables")));
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
        return gather(Arrays.stream(Objects.requireNonNull(coroutines, "coroutines"))
                .map(VoidCoroutine::asCoroutine)
                .toList());
    }

    /**
     * Runs awaitables side by side and collects exceptions like results: {@code gather(..., return_exceptions=True)}.
     *
     * @param awaitables coroutines, futures and tasks
     * @return a future of the results and {@link Throwable}s in the order of the arguments
     */
    public static Future<List<@Nullable Object>> gatherReturnExceptions(Awaitable<?>... awaitables) {
        return gatherReturnExceptions(Arrays.asList(Objects.requireNonNull(awaitables, "awaitables")));
    }

    /**
     * Runs coroutines without results side by side and collects their exceptions.
     *
     * @param coroutines what to run
     * @return a future of nulls and {@link Throwable}s in the order of the arguments
     */
    public static Future<List<@Nullable Object>> gatherReturnExceptions(VoidCoroutine... coroutines) {
        return gatherReturnExceptions(Arrays.stream(Objects.requireNonNull(coroutines, "coroutines"))
                .map(VoidCoroutine::asCoroutine)
                .toList());
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
     * Makes a generator: an {@code async def} function with {@code yield} in it.
     *
     * @param <T> the type of the values
     * @param body hands values over with {@code emit} of what it is given; runs from the first call of
     *        {@link Generator#hasNext} or {@link Generator#next} on
     * @return what to iterate over, once; close it where the iteration may end early
     */
    public static <T extends @Nullable Object> Generator<T> generate(Generator.Body<T> body) {
        return new Generator<>(body);
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
}
