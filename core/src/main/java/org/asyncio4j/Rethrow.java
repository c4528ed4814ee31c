package org.asyncio4j;

/** Throws any throwable undeclared, so that {@code await} can raise the very object that a task died of. */
final class Rethrow {

    private Rethrow() {}

    /** Throws {@code error}; declared to return so that callers can write {@code throw} and the compiler sees the end. */
    static RuntimeException unchecked(Throwable error) {
        throw Rethrow.<RuntimeException>as(error);
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // the cast is erased: that is its point
    private static <E extends Throwable> E as(Throwable error) throws E {
        throw (E) error;
    }
}
