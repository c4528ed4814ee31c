package org.asyncio4j;

import org.jspecify.annotations.Nullable;

/** What a description of a future says of its outcome. */
final class OutcomeText {

    /** How much of a result or an exception is shown. */
    private static final int LIMIT = 60;

    private OutcomeText() {}

    /** The result or the exception of a finished future, with a blank before it; else nothing. */
    static String of(Future<?> future) {
        if (!future.done() || future.cancelled()) {
            return "";
        }
        Throwable error = future.peekException();
        return error != null
                ? " exception=" + abbreviated(future, error)
                : " result=" + abbreviated(future, future.peekResult());
    }

    /** A future can be part of its own result, or of its task's. */
    private static String abbreviated(Future<?> future, @Nullable Object value) {
        if (future.describing) {
            return "...";
        }
        future.describing = true;
        String text;
        try {
            text = String.valueOf(value);
        } finally {
            future.describing = false;
        }
        return text.length() <= LIMIT ? text : text.substring(0, LIMIT) + "...";
    }
}
