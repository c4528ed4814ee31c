package org.asyncio4j;

import org.jspecify.annotations.Nullable;

/**
 * A computation without a result that has not started: {@code () -> { ping(); }}.
 *
 * <p>Every method that takes a {@link Coroutine} takes one of these too. The two are not related by inheritance, so that
 * the compiler prefers the form with a value wherever a lambda has one.
 */
@FunctionalInterface
public interface VoidCoroutine {

    /**
     * Runs the computation.
     *
     * @throws Exception whatever the code throws
     */
    void run() throws Exception;

    /**
     * Returns this computation as one whose result is {@code null}.
     *
     * @return a coroutine that runs this one
     */
    default Coroutine<@Nullable Void> asCoroutine() {
        return () -> {
            run();
            return null;
        };
    }
}
