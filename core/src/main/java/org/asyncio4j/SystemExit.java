package org.asyncio4j;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * A request to end the program, thrown from any task or callback.
 *
 * <p>It leaves {@link EventLoop#runForever} at once: the remaining callbacks stay queued, and a {@link Runner} then cleans
 * up and throws it on. Ending the process with {@link #status()} is up to the caller.
 */
public class SystemExit extends Error {

    @Serial
    private static final long serialVersionUID = 1;

    /** The status the process is to end with. */
    private final int status;

    /**
     * Creates a request.
     *
     * @param status the status the process is to end with
     */
    public SystemExit(int status) {
        this(status, null);
    }

    /**
     * Creates a request that came of a cancellation.
     *
     * @param status the status the process is to end with
     * @param cause the cancellation that ended the main task, or null
     */
    public SystemExit(int status, @Nullable Throwable cause) {
        super("exit status " + status, cause);
        this.status = status;
    }

    /**
     * Returns the status the process is to end with.
     *
     * @return the status
     */
    public int status() {
        return status;
    }
}
