package org.asyncio4j;

import org.jspecify.annotations.Nullable;

/**
 * A computation on an argument, which may suspend: {@code url -> fetch(url)}.
 *
 * @param <T> the type of the argument
 * @param <R> the type of the result
 */
@FunctionalInterface
public interface CoroutineFunction<T extends @Nullable Object, R extends @Nullable Object> {

    /**
     * Runs the computation in the current task.
     *
     * @param argument what it works on
     * @return its result
     * @throws Exception whatever the code throws
     */
    R apply(T argument) throws Exception;
}
