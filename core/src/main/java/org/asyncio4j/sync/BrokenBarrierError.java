package org.asyncio4j.sync;

import java.io.Serial;

/** Thrown by {@link Barrier#await()} when the barrier is, or while a task waits becomes, aborted or reset. */
public class BrokenBarrierError extends IllegalStateException {

    @Serial
    private static final long serialVersionUID = 1;

    /**
     * Creates an error.
     *
     * @param message what became of which barrier
     */
    public BrokenBarrierError(String message) {
        super(message);
    }
}
