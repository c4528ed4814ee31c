package org.asyncio4j.stream;

/** Lets an error go on as what it is, declared or not. */
final class Rethrow {

    private Rethrow() {}

    /** Throws the error; returns only for the compiler. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    static <E extends Throwable> RuntimeException unchecked(Throwable error) throws E {
        throw (E) error;
    }
}
