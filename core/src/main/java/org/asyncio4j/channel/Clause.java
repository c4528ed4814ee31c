package org.asyncio4j.channel;

import org.asyncio4j.Coroutine;
import org.jspecify.annotations.Nullable;

/**
 * One of the things that a {@link Select#select select} waits for, and what is to be done then. Made by the methods of
 * {@link Select} whose names begin with {@code on}; may be used more than once.
 *
 * @param <R> the type of what the handler returns
 */
public abstract sealed class Clause<R extends @Nullable Object>
        permits ReceiveClause, SendClause, DoneClause, TimeoutClause {

    Clause() {}

    /** A clause in a select that waits. */
    record Entry<R extends @Nullable Object>(Bid bid, Coroutine<? extends R> conclusion) {}

    /** Whether it can take effect at once. */
    abstract boolean isReady();

    /** Whether it takes effect at once if no other is ready. */
    boolean isLastResort() {
        return false;
    }

    /** Takes effect, which it can at once, and runs the handler. */
    abstract R take() throws Exception;

    /** Waits; the conclusion runs the handler once the bid is struck. */
    abstract Entry<R> enter(Waiter waiter);
}
