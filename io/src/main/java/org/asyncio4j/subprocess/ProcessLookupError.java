package org.asyncio4j.subprocess;

/** A signal was to be sent to a process that has ended. */
public final class ProcessLookupError extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    ProcessLookupError(String message) {
        super(message);
    }
}
