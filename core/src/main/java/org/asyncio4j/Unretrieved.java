package org.asyncio4j;

import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;
import java.util.concurrent.atomic.AtomicLong;

/** Watches over the exception of a future until somebody looks at it; if nobody can any more, it is reported. */
final class Unretrieved extends PhantomReference<Future<?>> {

    /*
     * The exception is reported once, by whichever comes first: the collector finds that the future is unreachable, or
     * the loop closes. This object must not lead to the future, or it would never become unreachable.
     *
     * A java.lang.ref.Cleaner would do the same, but registering takes a monitor that its thread takes, too: a task that
     * fails could be suspended in the middle of its end, and others run before it is done. A reference is made without a
     * lock; the loop keeps it.
     */

    private static final ReferenceQueue<Future<?>> UNREACHABLE = new ReferenceQueue<>();
    private static final AtomicLong NUMBERS = new AtomicLong();

    // written once
    private final BaseEventLoop loop;
    private final Throwable error;
    private final String owner;
    private final String kind;
    private final long sequence = NUMBERS.getAndIncrement();

    // loop thread only
    private boolean settled;

    static {
        Thread watcher = Thread.ofPlatform()
                .daemon()
                .name("unretrieved-exceptions")
                .inheritInheritableThreadLocals(false)
                .unstarted(Unretrieved::watchCollector);
        watcher.setContextClassLoader(ClassLoader.getSystemClassLoader()); // and not that of whoever failed first
        watcher.start();
    }

    private Unretrieved(Future<?> future, Throwable error) {
        super(future, UNREACHABLE);
        this.loop = future.loop();
        this.error = error;
        this.kind = future instanceof Task ? "Task" : "Future";
        this.owner = future instanceof Task<?> task ? "<Task finished name='" + task.getName() + "'>"
                : "<Future finished>";
    }

    static Unretrieved watch(Future<?> future, Throwable error) {
        var watch = new Unretrieved(future, error);
        watch.loop.unretrieved().add(watch);
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
            loop.unretrieved().remove(this);
        }
    }

    private static void watchCollector() {
        for (;;) {
            try {
                if (UNREACHABLE.remove() instanceof Unretrieved watch) {
                    watch.unreachable();
                }
            } catch (InterruptedException _) {
                // nobody has a reason to interrupt this thread, and it goes on
            }
        }
    }

    /** The future is unreachable. Any thread. */
    void unreachable() {
        loop.addFromOutside(Handle.internal(loop, this::reportSoon));
    }

    private void reportSoon() {
        if (!settled) {
            retrieved();
            loop.errors().reportSoon(context());
        }
    }

    /** The loop closes. */
    void reportNow() {
        retrieved();
        loop.errors().report(context());
    }

    private ExceptionContext context() {
        return ExceptionContext.of(kind + " exception was never retrieved")
                .withException(error)
                .with("future", owner);
    }
}
