package org.asyncio4j;

/** Told of errors that no task is there to receive. Set with {@link EventLoop#setExceptionHandler}. */
@FunctionalInterface
public interface ExceptionHandler {

    /**
     * Handles an error. What this method throws is reported to the default handler.
     *
     * @param loop the loop in which the error came up
     * @param context what is known of it
     */
    void handle(EventLoop loop, ExceptionContext context);
}
