package org.asyncio4j;

import java.io.Serial;

/** Thrown when a future is asked for what it does not have yet, or told an outcome when it has one already. */
public class InvalidStateError extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1;

    /**
     * Creates an error.
     *
     * @param message what was asked and in which state the future is
     */
    public InvalidStateError(String message) {
        super(message);
    }
}
