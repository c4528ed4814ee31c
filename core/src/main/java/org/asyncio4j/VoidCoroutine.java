package org.asyncio4j;

import org.jspecify.annotations.Nullable;

/**
 * A computation without a result that has not started: {@code () -> { ping(); }}.
 *
 * <p>Methods that take one {@link Coroutine}, or any number, take these too; where a collection of coroutines is wanted,
 * {@link #asCoroutine()} makes one. The two are not related by inheritance, so that
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
