package org.asyncio4j.net;

/** Lets an error go on as what it is, declared or not. */
final class Rethrow {

    private Rethrow() {}

    /** A piece of code that may throw anything. */
    interface Call {
        void run() throws Exception;
    }

    /** A callback whose error is thrown undeclared, and reported under the name that is given. */
    static Runnable undeclared(String name, Call call) {
        return new Runnable() {
            @Override
            public void run() {
                try {
                    call.run();
                } catch (Exception e) {
                    throw unchecked(e);
                }
            }

            @Override
            public String toString() {
                return name;
            }
        };
    }

    /** Throws the error; returns only for the compiler. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    static <E extends Throwable> RuntimeException unchecked(Throwable error) throws E {
        throw (E) error;
    }
}
