package org.asyncio4j.stream;

import java.io.EOFException;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** The input ended before everything was there that was asked for. */
public final class IncompleteReadError extends EOFException {

    @Serial
    private static final long serialVersionUID = 1;

    private final byte[] partial;
    private final @Nullable Integer expected;

    /**
     * Creates an error.
     *
     * @param partial what was there; it is not in the reader any more
     * @param expected how much was asked for; null if that is not known
     */
    public IncompleteReadError(byte[] partial, @Nullable Integer expected) {
        super(partial.length + " bytes read on a total of " + (expected == null ? "undefined" : expected)
                + " expected bytes");
        this.partial = partial.clone();
        this.expected = expected;
    }

    /**
     * Returns what was read before the end.
     *
     * @return the bytes
     */
    public byte[] partial() {
        return partial.clone();
    }

    /**
     * Returns how much was asked for.
     *
     * @return the number of bytes; null if it was up to a separator
     */
    public @Nullable Integer expected() {
        return expected;
    }
}
