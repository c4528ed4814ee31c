package org.asyncio4j;

import java.time.Duration;

/** A callback with a deadline. Made by {@link EventLoop#callLater} and {@link EventLoop#callAt}. */
public final class TimerHandle extends Handle {

    /** The index of a timer that is in no heap. */
    static final int NOT_SCHEDULED = -1;

    private final BaseEventLoop loop;
    private final long deadlineNanos;

    // loop thread only, written by the heap
    /** Where this timer is in the heap. */
    int index = NOT_SCHEDULED;
    /** Decides between equal deadlines: the older timer first. */
    long sequence;

    TimerHandle(BaseEventLoop loop, Runnable callback, Context context, boolean internal,
            long deadlineNanos) {
        super(loop, callback, context, internal);
        this.loop = loop;
        this.deadlineNanos = deadlineNanos;
    }

    long deadlineNanos() {
        return deadlineNanos;
    }

    /**
     * Returns the deadline on the clock of {@link EventLoop#time()}.
     *
     * @return the time at which the callback becomes ready
     */
    public Duration when() {
        return Duration.ofNanos(deadlineNanos);
    }

    @Override
    public void cancel() {
        loop.checkThread();
        loop.tick().timers().remove(this);
        super.cancel();
    }

    @Override
    String details() {
        return "when=" + LoopTime.seconds(deadlineNanos) + " ";
    }
}
