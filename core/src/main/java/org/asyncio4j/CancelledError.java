package org.asyncio4j;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * Thrown at the point where a task waits when the task, or what it waits for, was cancelled.
 *
 * <p>It is an {@link Error} so that {@code catch (Exception e)} does not swallow it, as Python's is a
 * {@code BaseException}. Code that must clean up uses {@code finally}, or catches it and throws it again.
 */
public class CancelledError extends Error {

    @Serial
    private static final long serialVersionUID = 1;

    /** Creates an error without a message. */
    public CancelledError() {
        this(null);
    }

    /**
     * Creates an error with the message of the request.
     *
     * @param message what {@link Task#cancel(String)} was given, or null
     */
    public CancelledError(@Nullable String message) {
        super(message);
    }
}
