package org.asyncio4j;

import java.io.Serial;

/** Thrown when a deadline passed; its cause is the cancellation that ended the work, where there was one. */
public class TimeoutError extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1;

    /** Creates an error without message or cause. */
    public TimeoutError() {
        super();
    }

    /**
     * Creates an error with a message.
     *
     * @param message what took too long
     */
    public TimeoutError(String message) {
        super(message);
    }

    /**
     * Creates an error that came of a cancellation.
     *
     * @param cause the error that ended the work
     */
    public TimeoutError(Throwable cause) {
        super(null, cause);
    }
}
