package org.asyncio4j.trees;

import java.util.List;

/**
 * A program: its main task, and what happens to it from outside.
 *
 * @param root what the main task runs
 * @param signals what happens, in no order
 */
record Program(Node root, List<Signal> signals) {

    /** So many futures may be waited for. */
    static final int FUTURES = 2;

    /** What comes from outside. */
    enum Effect {
        CANCEL_TASK, SET_RESULT, SET_EXCEPTION, CANCEL_FUTURE
    }

    /**
     * Something that happens from outside.
     *
     * @param at when, in milliseconds
     * @param effect what
     * @param target to which task or future
     */
    record Signal(int at, Effect effect, int target) {
        @Override
        public String toString() {
            return "(" + at + ", '" + effect + "', " + target + ")";
        }
    }

    @Override
    public String toString() {
        return "(" + root + ", " + signals + ")";
    }
}
