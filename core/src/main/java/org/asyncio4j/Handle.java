package org.asyncio4j;

import org.jspecify.annotations.Nullable;

/**
 * A callback that a loop will run once, and that can be cancelled until then. Made by {@link EventLoop#callSoon} and its
 * relatives.
 */
public class Handle extends Inbox.Link {

    /** What internal callbacks run in; none of them looks at it. */
    private static final Context NO_CONTEXT = new Context();

    private final BaseEventLoop loop;
    private final Context context;
    /** The library's own work, which no user code can block: it runs without a task's or a dispatcher's stack. */
    private final boolean internal;
    private final @Nullable Origin origin;
    /** Null once cancelled, so that what the callback holds can go. */
    private @Nullable Runnable callback;
    /** Written under the lock of a threadsafe handle, read by any thread. */
    private volatile boolean cancelled;
    /** The text of the callback that was cancelled; its class if it is a lambda, which has no other text. */
    private @Nullable Object description;

    Handle(BaseEventLoop loop, Runnable callback, Context context) {
        this(loop, callback, context, false);
    }

    Handle(BaseEventLoop loop, Runnable callback, Context context, boolean internal) {
        this.loop = loop;
        this.callback = callback;
        this.context = context;
        this.internal = internal;
        this.origin = internal ? null : Origin.here(loop);
    }

    /** A callback of the library itself; it must not run code of users. */
    static Handle internal(BaseEventLoop loop, Runnable callback) {
        return new Handle(loop, callback, NO_CONTEXT, true);
    }

    /**
     * Cancels the callback: if it has not run yet, it never will. Cancelling twice, or after it ran, changes nothing but
     * what {@link #cancelled()} answers.
     */
    public void cancel() {
        if (!cancelled) {
            description = internal ? "callback of the library" : descriptionOf(callback);
            cancelled = true;
            callback = null;
        }
    }

    /**
     * Tells whether {@link #cancel()} was called, before or after the callback ran.
     *
     * @return whether this handle was cancelled
     */
    public boolean cancelled() {
        return cancelled;
    }

    /**
     * Returns the context the callback runs in.
     *
     * @return the context given or captured when the callback was scheduled
     */
    public Context getContext() {
        return context;
    }

    final BaseEventLoop loop() {
        return loop;
    }

    final @Nullable Origin origin() {
        return origin;
    }

    final boolean isInternal() {
        return internal;
    }

    /** Runs the callback; what it throws is reported, and only a request to stop the loop goes further. */
    void run() {
        Runnable work = callback;
        if (work == null) {
            return;
        }
        loop.context(context);
        boolean watched = loop.getDebug() && !internal;
        if (watched) {
            loop.stallWatch.begin(this, Thread.currentThread());
        }
        try {
            runReporting(work);
        } catch (KeyboardInterrupt | SystemExit stop) {
            loop.fatal(stop);
        } finally {
            if (watched) {
                loop.stallWatch.end();
            }
        }
    }

    private void runReporting(Runnable work) {
        try {
            work.run();
        } catch (KeyboardInterrupt | SystemExit stop) {
            throw stop;
        } catch (Throwable error) {
            loop.errors
                    .report(ExceptionContext.of("Exception in callback " + textOf(work))
                            .withException(error)
                            .with("handle", this));
        }
    }

    /** What a description needs of a callback; making a text for a lambda would cost more than the rest of a timer. */
    private static @Nullable Object descriptionOf(@Nullable Runnable callback) {
        return callback != null && callback.getClass().isHidden() ? callback.getClass() : textOf(callback);
    }

    /** A callback as text, even if its own has a fault. */
    private static String textOf(@Nullable Object callback) {
        try {
            return String.valueOf(callback);
        } catch (Throwable _) {
            return callback == null ? "null" : callback.getClass().getName();
        }
    }

    private @Nullable Object describeCancelled() {
        return description instanceof Class<?> lambda ? lambda.getName() : description;
    }

    /** What stands between the angle brackets after the class name. */
    String details() {
        return "";
    }

    @Override
    public String toString() {
        return "<" + getClass().getSimpleName() + (cancelled ? " cancelled " : " ") + details()
                + (cancelled ? describeCancelled() : textOf(callback)) + Origin.describe(origin) + ">";
    }
}
