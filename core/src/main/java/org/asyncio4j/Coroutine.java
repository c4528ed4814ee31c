package org.asyncio4j;

import org.jspecify.annotations.Nullable;

/**
 * A computation that has not started: {@code () -> fetch(url)}.
 *
 * <p>It runs when it is awaited, in place and in the task that awaits it, or when it is made a task with
 * {@link Asyncio#createTask(Coroutine)}. Unlike a coroutine object of Python, it may be used more than once: it is the
 * call with its arguments, and each use makes the call again.
 *
 * @param <T> the type of the result
 */
@FunctionalInterface
public interface Coroutine<T extends @Nullable Object> extends Awaitable<T> {}
