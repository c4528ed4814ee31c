package org.asyncio4j.trees;

/**
 * How a piece of a program ended.
 *
 * @param what with a value, an error or a cancellation
 * @param text the value or the error
 */
record Outcome(What what, String text) {

    enum What {
        VALUE, ERROR, CANCELLATION
    }

    static final Outcome CANCELLED = new Outcome(What.CANCELLATION, "cancelled");
    static final Outcome TIMEOUT = new Outcome(What.ERROR, "timeout");

    static Outcome of(String value) {
        return new Outcome(What.VALUE, value);
    }

    static Outcome error(String text) {
        return new Outcome(What.ERROR, text);
    }

    boolean isValue() {
        return what == What.VALUE;
    }

    boolean isError() {
        return what == What.ERROR;
    }

    boolean isCancellation() {
        return what == What.CANCELLATION;
    }

    @Override
    public String toString() {
        return text;
    }
}
