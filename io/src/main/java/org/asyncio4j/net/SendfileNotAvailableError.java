package org.asyncio4j.net;

/** A file cannot be sent without a copy in this program, and no copy was allowed. */
public final class SendfileNotAvailableError extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the error.
     *
     * @param message why the system cannot send it
     */
    public SendfileNotAvailableError(String message) {
        super(message);
    }
}
