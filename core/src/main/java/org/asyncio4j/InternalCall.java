package org.asyncio4j;

/**
 * The call of a callback of the library that waited for a future, as it stands in the ready queue. Nobody can cancel it, and
 * it runs in no context, so it is much smaller than a {@link Handle}: a gather of many tasks ends with one for each.
 */
record InternalCall(Future.InternalCallback callback, Future<?> future) {

    /** Calls it, without a task's or a dispatcher's stack; what it throws is reported. */
    void run() {
        try {
            callback.done(future);
        } catch (RuntimeException | Error error) {
            future.loop().errors.report(ExceptionContext.of("Exception in callback of the library")
                    .withException(error)
                    .with("future", future));
        }
    }
}
