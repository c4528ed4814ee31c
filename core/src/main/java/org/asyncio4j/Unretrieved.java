package org.asyncio4j;

import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Watches over the exception of a future until somebody looks at it; if nobody can any more, it is reported. */
final class Unretrieved extends Reclaimed {

    /*
     * The exception is reported once, by whichever comes first: the collector finds that the future is unreachable, or
     * the loop closes. This object must not lead to the future, or it would never become unreachable.
     */

    private static final AtomicLong NUMBERS = new AtomicLong();

    // written once
    private final BaseEventLoop loop;
    private final Throwable error;
    private final String owner;
    private final String kind;
    private final @Nullable Origin origin;
    private final long sequence = NUMBERS.getAndIncrement();

    // loop thread only
    private boolean settled;

    private Unretrieved(Future<?> future, Throwable error) {
        super(future);
        this.loop = future.loop();
        this.error = error;
        this.origin = future.origin();
        this.kind = future instanceof Task ? "Task" : "Future";
        this.owner = future instanceof Task<?> task ? "<Task finished name='" + task.getName() + "'>"
                : "<Future finished>";
    }

    static Unretrieved watch(Future<?> future, Throwable error) {
        var watch = new Unretrieved(future, error);
        watch.loop.unretrieved.add(watch);
        return watch;
    }

    /** Tells older ones from younger ones. */
    long sequence() {
        return sequence;
    }

    /** Somebody has seen the exception. */
    void retrieved() {
        if (!settled) {
            settled = true;
            clear();
            loop.unretrieved.remove(this);
        }
    }

    @Override
    void reclaimed() {
        loop.addFromOutside(Handle.internal(loop, this::reportSoon));
    }

    private void reportSoon() {
        if (!settled) {
            retrieved();
            loop.errors.reportSoon(context());
        }
    }

    /** The loop closes. */
    void reportNow() {
        retrieved();
        loop.errors.report(context());
    }

    private ExceptionContext context() {
        ExceptionContext context = ExceptionContext.of(kind + " exception was never retrieved")
                .withException(error)
                .with("future", owner);
        return Origin.addTo(context, origin);
    }
}
