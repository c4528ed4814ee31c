package org.asyncio4j;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
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
     * @param awaitables coroutines, futures and tasks; a coroutine that is given twice runs twice
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
     * Runs coroutines without results side by side, as {@link #gather(Awaitable...)} does. One lambda without a value among
     * several makes this call of it, and the values of the others are dropped: {@code () -> { f(); return null; }} has one.
     *
     * @param coroutines what to run
     * @return a future that is done when all are
     */
    public static Future<List<@Nullable Void>> gather(VoidCoroutine... coroutines) {
        return gather(asCoroutines(coroutines));
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
     * Runs coroutines without results side by side and collects their exceptions. One lambda without a value among several
     * makes this call of it, as with {@link #gather(VoidCoroutine...)}.
     *
     * @param coroutines what to run
     * @return a future of what each failed with, or null, in the order of the arguments
     */
    public static Future<List<@Nullable Throwable>> gatherReturnExceptions(VoidCoroutine... coroutines) {
        return Gather.of(asCoroutines(coroutines), true);
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
     * @throws IllegalArgumentException if there are none, or one is of another loop
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
     * @param awaitables coroutines, futures and tasks; a future that is given twice counts once, a coroutine runs
     *        twice
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

    // ---- many items, so many at a time ----

    /**
     * Calls a function for each item, each in a task of its own and at most so many at a time, and returns the results in
     * the order of the items.
     *
     * <pre>{@code
     * List<String> pages = mapConcurrent(urls, 10, url -> fetch(url));
     * }</pre>
     *
     * <p>Items are taken when there is a place for them and not before, by a task of the call; taking one may suspend.
     *
     * <p>The first failure, of the function or of the iterator, cancels the rest. When all have ended, what failed is
     * thrown together, as {@link TaskGroup} does it, so that one failure is handled like several;
     * {@link ExceptionGroup#rethrowSingle} takes a single one out.
     *
     * <p><b>Cancellation:</b> cancels all that runs and waits for it.
     *
     * @param <T> the type of the items
     * @param <R> the type of the results
     * @param items what to work on
     * @param limit how many calls may be at work at a time
     * @param function what to do with each
     * @return the results
     * @throws IllegalArgumentException if the limit is less than 1
     * @throws ExceptionGroup if the function or the iterator of the items fails
     * @throws CancelledError if the current task is cancelled meanwhile
     */
    public static <T extends @Nullable Object, R extends @Nullable Object> List<R> mapConcurrent(
            Iterable<? extends T> items, int limit, CoroutineFunction<? super T, ? extends R> function) {
        return ConcurrentResults.inOrder(items, limit, function);
    }

    /**
     * Calls a function for each item of a stream, as {@link #mapConcurrent(Iterable, int, CoroutineFunction)} does. The
     * stream is not closed.
     *
     * @param <T> the type of the items
     * @param <R> the type of the results
     * @param items what to work on
     * @param limit how many calls may be at work at a time
     * @param function what to do with each
     * @return the results, in the order of the items
     */
    public static <T extends @Nullable Object, R extends @Nullable Object> List<R> mapConcurrent(
            Stream<? extends T> items, int limit, CoroutineFunction<? super T, ? extends R> function) {
        return mapConcurrent(eachOf(items), limit, function);
    }

    /**
     * Calls a function without a result for each item, as {@link #mapConcurrent(Iterable, int, CoroutineFunction)} does,
     * and returns when all calls have ended. It has a name of its own since the compiler cannot tell the two kinds of
     * lambda apart.
     *
     * @param <T> the type of the items
     * @param items what to work on
     * @param limit how many calls may be at work at a time
     * @param function what to do with each
     * @throws IllegalArgumentException if the limit is less than 1
     * @throws ExceptionGroup if the function or the iterator of the items fails
     * @throws CancelledError if the current task is cancelled meanwhile
     */
    public static <T extends @Nullable Object> void forEachConcurrent(Iterable<? extends T> items, int limit,
            CoroutineConsumer<? super T> function) {
        Objects.requireNonNull(function, "function");
        try (var results = mapAsCompleted(items, limit, (T item) -> {
            function.accept(item);
            return true;
        })) {
            results.forEach(_ -> {});
        }
    }

    /**
     * Calls a function without a result for each item of a stream, as
     * {@link #forEachConcurrent(Iterable, int, CoroutineConsumer)} does. The stream is not closed.
     *
     * @param <T> the type of the items
     * @param items what to work on
     * @param limit how many calls may be at work at a time
     * @param function what to do with each
     */
    public static <T extends @Nullable Object> void forEachConcurrent(Stream<? extends T> items, int limit,
            CoroutineConsumer<? super T> function) {
        forEachConcurrent(eachOf(items), limit, function);
    }

    /**
     * Starts to call a function for each item, each in a task of its own and at most so many at a time, and gives the
     * results as they come. Otherwise as {@link #mapConcurrent(Iterable, int, CoroutineFunction)}; never suspends.
     *
     * @param <T> the type of the items
     * @param <R> the type of the results
     * @param items what to work on; taken by a task of its own
     * @param limit how many items may be at work, or have a result that was not handed out yet
     * @param function what to do with each
     * @return the results; to be closed if it is left early
     * @throws IllegalArgumentException if the limit is less than 1
     * @throws IllegalStateException if called outside of a task
     */
    public static <T extends @Nullable Object, R extends @Nullable Object> ConcurrentResults<R> mapAsCompleted(
            Iterable<? extends T> items, int limit, CoroutineFunction<? super T, ? extends R> function) {
        return ConcurrentResults.of(items, limit, function);
    }

    /**
     * Starts to call a function for each item of a stream, as {@link #mapAsCompleted(Iterable, int, CoroutineFunction)}
     * does. The stream is not closed.
     *
     * @param <T> the type of the items
     * @param <R> the type of the results
     * @param items what to work on; taken by a task of its own
     * @param limit how many items may be at work, or have a result that was not handed out yet
     * @param function what to do with each
     * @return the results; to be closed if it is left early
     */
    public static <T extends @Nullable Object, R extends @Nullable Object> ConcurrentResults<R> mapAsCompleted(
            Stream<? extends T> items, int limit, CoroutineFunction<? super T, ? extends R> function) {
        return mapAsCompleted(eachOf(items), limit, function);
    }

    @SuppressWarnings("unchecked") // an iterator only gives
    private static <T extends @Nullable Object> Iterable<T> eachOf(Stream<? extends T> items) {
        Objects.requireNonNull(items, "items");
        return () -> (Iterator<T>) items.iterator();
    }

    // ---- the first to succeed ----

    /**
     * Runs awaitables against each other and returns the result of the first that succeeds. The others are cancelled, and
     * have ended when this returns. Failures before that are passed over.
     *
     * <pre>{@code
     * String page = race(() -> fetch(mirror1), () -> fetch(mirror2));
     * }</pre>
     *
     * <p>Futures and tasks given here are cancelled as well if they lose; {@code shield(task)} keeps one from it. What
     * fails while it is cancelled, when there is nothing to throw it with, is reported to the exception handler of the
     * loop.
     *
     * <p><b>Cancellation:</b> cancels all and waits for them. If there is a winner already it is returned nevertheless, and
     * the request is delivered at the next wait.
     *
     * @param <T> the type of the result
     * @param awaitables coroutines, futures and tasks, at least one
     * @return the result of the winner
     * @throws IllegalArgumentException if there are none, or one is of another loop
     * @throws ExceptionGroup if all failed: their errors in the order of the arguments, without those that were cancelled
     * @throws CancelledError if the current task is cancelled meanwhile, or if everyone in the race was
     */
    @SafeVarargs
    @SuppressWarnings("varargs") // the array is only read
    public static <T extends @Nullable Object> T race(Awaitable<? extends T>... awaitables) {
        return race(Arrays.asList(Objects.requireNonNull(awaitables, "awaitables")));
    }

    /**
     * Runs awaitables against each other, as {@link #race(Awaitable...)} does.
     *
     * @param <T> the type of the result
     * @param awaitables coroutines, futures and tasks, at least one
     * @return the result of the winner
     */
    public static <T extends @Nullable Object> T race(Collection<? extends Awaitable<? extends T>> awaitables) {
        return Race.run(awaitables, null);
    }

    /**
     * Runs coroutines without results against each other, as {@link #race(Awaitable...)} does, until the first returns.
     *
     * @param coroutines what to run, at least one
     */
    public static void race(VoidCoroutine... coroutines) {
        race(asCoroutines(coroutines));
    }

    /**
     * Runs coroutines against each other, each a while after the one before it: asyncio's {@code staggered_race}, the way
     * to hedge a request without doubling the load. The next one starts when the delay has passed, or as soon as the one
     * that was started last has failed. Otherwise as {@link #race(Awaitable...)}.
     *
     * <pre>{@code
     * String page = race(ofMillis(200), () -> fetch(mirror1), () -> fetch(mirror2));
     * }</pre>
     *
     * @param <T> the type of the result
     * @param stagger how long to wait before the next one starts
     * @param coroutines what to run, in order of preference, at least one
     * @return the result of the winner
     */
    @SafeVarargs
    @SuppressWarnings("varargs") // the array is only read
    public static <T extends @Nullable Object> T race(Duration stagger, Coroutine<? extends T>... coroutines) {
        return race(stagger, Arrays.asList(Objects.requireNonNull(coroutines, "coroutines")));
    }

    /**
     * Runs coroutines against each other, each a while after the one before it, as {@link #race(Duration, Coroutine...)}
     * does.
     *
     * @param <T> the type of the result
     * @param stagger how long to wait before the next one starts
     * @param coroutines what to run, in order of preference, at least one
     * @return the result of the winner
     */
    public static <T extends @Nullable Object> T race(Duration stagger,
            Collection<? extends Coroutine<? extends T>> coroutines) {
        return Race.run(coroutines, Objects.requireNonNull(stagger, "stagger"));
    }

    /**
     * Runs coroutines without results against each other, each a while after the one before it, as
     * {@link #race(Duration, Coroutine...)} does.
     *
     * @param stagger how long to wait before the next one starts
     * @param coroutines what to run, in order of preference, at least one
     */
    public static void race(Duration stagger, VoidCoroutine... coroutines) {
        race(stagger, asCoroutines(coroutines));
    }

    private static List<Coroutine<@Nullable Void>> asCoroutines(VoidCoroutine... coroutines) {
        return Arrays.stream(Objects.requireNonNull(coroutines, "coroutines"))
                .map(VoidCoroutine::asCoroutine)
                .toList();
    }
}
