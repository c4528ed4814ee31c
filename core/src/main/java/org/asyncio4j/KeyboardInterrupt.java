package org.asyncio4j;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * Thrown by {@link Runner#run} after the user pressed Ctrl-C: the main task was cancelled and has cleaned up.
 *
 * <p>Thrown inside a loop, it stops the loop at once, as {@link SystemExit} does. If nobody catches it, a program started
 * on the main thread ends with status 130, as it would have without a loop.
 */
public class KeyboardInterrupt extends Error {

    /** The exit status of a program that was interrupted from the keyboard: 128 + SIGINT. */
    public static final int EXIT_STATUS = 130;

    @Serial
    private static final long serialVersionUID = 1;

    /** Creates an error without a cause. */
    public KeyboardInterrupt() {
        this(null);
    }

    /**
     * Creates an error that came of a cancellation.
     *
     * @param cause the cancellation that ended the main task, or null
     */
    public KeyboardInterrupt(@Nullable Throwable cause) {
        super(null, cause);
    }
}
