package org.asyncio4j.conformance.random;

/** What a random program raises. */
final class Boom extends RuntimeException {

    private static final long serialVersionUID = 1;

    Boom(int number) {
        super(String.valueOf(number));
    }
}
