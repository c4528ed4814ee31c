package org.asyncio4j;

import org.jspecify.annotations.Nullable;

/**
 * Something whose result can be waited for: a {@link Coroutine}, a {@link Future} or a {@link Task}.
 *
 * <p>As a functional interface it lets lambdas, futures and tasks stand side by side, as in
 * {@code gather(() -> fetch(1), task)}. A lambda is a coroutine: it has not started, and awaiting it runs it in place.
 *
 * @param <T> the type of the result
 */
@FunctionalInterface
public interface Awaitable<T extends @Nullable Object> {

    /**
     * Waits for the result; {@link Asyncio#await(Awaitable)} is the same without the {@code throws} clause.
     *
     * @return the result
     * @throws CancelledError if the current task, or what it waits for, is cancelled
     * @throws Exception whatever the awaited code threw: the very object, never a wrapper
     */
    T await() throws Exception;
}
