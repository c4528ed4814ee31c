package org.asyncio4j;

import org.jspecify.annotations.Nullable;

/**
 * A computation on an argument without a result, which may suspend: {@code url -> ping(url)}.
 *
 * @param <T> the type of the argument
 */
@FunctionalInterface
public interface CoroutineConsumer<T extends @Nullable Object> {

    /**
     * Runs the computation in the current task.
     *
     * @param argument what it works on
     * @throws Exception whatever the code throws
     */
    void accept(T argument) throws Exception;
}
