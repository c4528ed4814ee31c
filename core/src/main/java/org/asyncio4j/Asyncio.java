package org.asyncio4j;

import java.time.Duration;
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
 * {@link #waitFor}, {@code Asyncio.wait}, {@link #toThread}. Where Python has a function that returns a future, it
 * returns a {@link Future}: {@link #gather}, {@link #shield}. To run something of the first kind beside other work, make it
 * a coroutine: {@code createTask(() -> sleep(delay))}. {@code Asyncio.wait} is always written so, since {@link Object#wait()}
 * hides a static import of that name.
 *
 * <p>A method that suspends throws {@link CancelledError} when the current task is cancelled meanwhile, and
 * {@link IllegalStateException} when it is called outside of a task.
 */
public final class Asyncio extends Combinators {

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

    // ---- deadlines ----

    /**
     * Runs code in the current task under a deadline: {@code async with asyncio.timeout(delay)}. See {@link Timeout} for
     * what happens when the deadline passes.
     *
     * @param <T> the type of the result
     * @param delay how long it may take; null for no limit
     * @param body what to run
     * @return its result
     * @throws TimeoutError if the deadline passed and the code ended by the cancellation that followed
     * @throws IllegalStateException if called outside of a task
     */
    public static <T extends @Nullable Object> T timeout(@Nullable Duration delay, Coroutine<T> body) {
        Objects.requireNonNull(body, "body");
        return Timeout.after(delay).runValue(_ -> body.await());
    }

    /**
     * Runs code without a result in the current task under a deadline.
     *
     * @param delay how long it may take; null for no limit
     * @param body what to run
     * @throws TimeoutError if the deadline passed and the code ended by the cancellation that followed
     * @throws IllegalStateException if called outside of a task
     */
    public static void timeout(@Nullable Duration delay, VoidCoroutine body) {
        timeout(delay, body.asCoroutine());
    }

    /**
     * Runs code in the current task under a deadline that it may move: {@code async with asyncio.timeout(delay) as t}.
     *
     * <pre>{@code
     * timeout(null, t -> {
     *     Connection connection = connect();
     *     t.reschedule(getRunningLoop().time().plusSeconds(5)); // the deadline is for what follows
     *     login(connection);
     * });
     * }</pre>
     *
     * @param delay how long it may take; null for no limit
     * @param body what to run
     * @throws TimeoutError if the deadline passed and the code ended by the cancellation that followed
     * @throws IllegalStateException if called outside of a task
     */
    public static void timeout(@Nullable Duration delay, Timeout.Body body) {
        Timeout.after(delay).run(body);
    }

    /**
     * Runs code in the current task under a deadline that it may move, and returns its value.
     *
     * @param <T> the type of the value
     * @param delay how long it may take; null for no limit
     * @param body what to run
     * @return its value
     * @throws TimeoutError if the deadline passed and the code ended by the cancellation that followed
     * @throws IllegalStateException if called outside of a task
     */
    public static <T extends @Nullable Object> T timeoutValue(@Nullable Duration delay, Timeout.ValueBody<T> body) {
        return Timeout.after(delay).runValue(body);
    }

    /**
     * Runs code in the current task until a time: {@code async with asyncio.timeout_at(when)}. Several steps can so share
     * one deadline.
     *
     * @param <T> the type of the result
     * @param when the deadline by the clock of the loop, see {@link EventLoop#time()}; null for no limit
     * @param body what to run
     * @return its result
     * @throws TimeoutError if the deadline passed and the code ended by the cancellation that followed
     * @throws IllegalStateException if called outside of a task
     */
    public static <T extends @Nullable Object> T timeoutAt(@Nullable Duration when, Coroutine<T> body) {
        Objects.requireNonNull(body, "body");
        return Timeout.at(when).runValue(_ -> body.await());
    }

    /**
     * Runs code without a result in the current task until a time.
     *
     * @param when the deadline by the clock of the loop; null for no limit
     * @param body what to run
     * @throws TimeoutError if the deadline passed and the code ended by the cancellation that followed
     * @throws IllegalStateException if called outside of a task
     */
    public static void timeoutAt(@Nullable Duration when, VoidCoroutine body) {
        timeoutAt(when, body.asCoroutine());
    }

    /**
     * Runs code in the current task until a time that it may change.
     *
     * @param when the deadline by the clock of the loop; null for no limit
     * @param body what to run
     * @throws TimeoutError if the deadline passed and the code ended by the cancellation that followed
     * @throws IllegalStateException if called outside of a task
     */
    public static void timeoutAt(@Nullable Duration when, Timeout.Body body) {
        Timeout.at(when).run(body);
    }

    /**
     * Runs code in the current task until a time that it may change, and returns its value.
     *
     * @param <T> the type of the value
     * @param when the deadline by the clock of the loop; null for no limit
     * @param body what to run
     * @return its value
     * @throws TimeoutError if the deadline passed and the code ended by the cancellation that followed
     * @throws IllegalStateException if called outside of a task
     */
    public static <T extends @Nullable Object> T timeoutAtValue(@Nullable Duration when, Timeout.ValueBody<T> body) {
        return Timeout.at(when).runValue(body);
    }

    // ---- groups ----

    /**
     * Runs code that starts tasks, and returns when it and they have ended: {@code async with asyncio.TaskGroup() as tg}.
     * See {@link TaskGroup} for what happens when one fails or is cancelled.
     *
     * <pre>{@code
     * taskGroup(tg -> {
     *     tg.createTask(() -> fetch("a"));
     *     tg.createTask(() -> fetch("b"));
     * });
     * }</pre>
     *
     * @param body creates tasks with {@code createTask} of the group it is given
     * @throws ExceptionGroup if the body or a task failed; checked exceptions, too, are members of it
     * @throws CancelledError if the current task is cancelled meanwhile
     * @throws IllegalStateException if called outside of a task
     */
    public static void taskGroup(TaskGroup.Body body) {
        new TaskGroup().run(body);
    }

    /**
     * Runs code that starts tasks, and returns its value when it and they have ended.
     *
     * <pre>{@code
     * Task<String> best = taskGroupValue(tg -> {
     *     tg.createTask(() -> watch());
     *     return tg.createTask(() -> fetch("a"));
     * });
     * }</pre>
     *
     * <p>It has a name of its own since the compiler cannot tell {@code tg -> tg.createTask(...)} with a value from the
     * same without.
     *
     * @param <T> the type of the value
     * @param body creates tasks with {@code createTask} of the group it is given
     * @return the value of the body
     * @throws ExceptionGroup if the body or a task failed; checked exceptions, too, are members of it
     * @throws CancelledError if the current task is cancelled meanwhile
     * @throws IllegalStateException if called outside of a task, or if {@link TaskGroup#cancel()} ended the body before it
     *         returned a value
     */
    public static <T extends @Nullable Object> T taskGroupValue(TaskGroup.ValueBody<T> body) {
        return new TaskGroup().runValue(body);
    }

    // ---- threads ----

    /**
     * Runs blocking code in a thread of the default executor and waits for it, in a copy of the current context.
     *
     * <p>The default executor has a few more threads than the machine has processors, and a job waits until one is free;
     * {@link EventLoop#setDefaultExecutor} takes a larger one.
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
