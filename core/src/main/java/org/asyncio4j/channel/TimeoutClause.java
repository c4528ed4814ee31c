package org.asyncio4j.channel;

import java.time.Duration;
import org.asyncio4j.Coroutine;
import org.asyncio4j.TimerHandle;
import org.jspecify.annotations.Nullable;

/** Waits for a time; no time at all is what happens otherwise. */
final class TimeoutClause<R extends @Nullable Object> extends Clause<R> {

    private final Duration delay;
    private final Coroutine<? extends R> handler;

    TimeoutClause(Duration delay, Coroutine<? extends R> handler) {
        this.delay = delay;
        this.handler = handler;
    }

    @Override
    boolean isReady() {
        return false;
    }

    @Override
    boolean isLastResort() {
        return !delay.isPositive();
    }

    @Override
    R take() throws Exception {
        return handler.await();
    }

    @Override
    Entry<R> enter(Waiter waiter) {
        return new Entry<>(new TimerBid(waiter, delay), handler);
    }

    private static final class TimerBid extends Bid {

        private final TimerHandle timer;

        TimerBid(Waiter waiter, Duration delay) {
            super(waiter);
            this.timer = waiter.getLoop().callLater(delay, this::strike);
        }

        @Override
        void withdraw() {
            timer.cancel();
        }

        @Override
        boolean isBinding() {
            return false;
        }
    }

    @Override
    public String toString() {
        return delay.isPositive() ? "onTimeout(" + delay + ")" : "otherwise()";
    }
}
