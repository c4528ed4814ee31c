package org.asyncio4j.stream;

import java.io.IOException;
import java.io.Serial;

/** A separator did not come within the limit of the reader; what was received is still in the reader. */
public final class LimitOverrunError extends IOException {

    @Serial
    private static final long serialVersionUID = 1;

    private final int consumed;

    /**
     * Creates an error.
     *
     * @param message whether the separator was found
     * @param consumed how many bytes there are before it, or before where it may begin
     */
    public LimitOverrunError(String message, int consumed) {
        super(message);
        this.consumed = consumed;
    }

    /**
     * Returns how many bytes can be taken without a part of the separator.
     *
     * @return the number of bytes
     */
    public int consumed() {
        return consumed;
    }
}
