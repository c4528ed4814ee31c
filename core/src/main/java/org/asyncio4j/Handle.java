package org.asyncio4j;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A callback that a loop will run once, and that can be cancelled until then. Made by {@link EventLoop#callSoon} and its
 * relatives.
 *
 * <p><b>Threads:</b> the loop's only; a handle of {@link EventLoop#callSoonThreadsafe} may be cancelled by any.
 */
public class Handle extends Inbox.Link {

    /** What internal callbacks run in; none of them looks at it. */
    static final Context NO_CONTEXT = new Context();

    /*
     * A loop that is behind keeps many handles for long, and what they take is what the collector copies: so there are no
     * fields for what is known otherwise, and the context is made for the call. Until then its values are kept, which cost
     * nothing, being shared.
     */

    private static final VarHandle CONTEXT = FieldAccess.to(MethodHandles.lookup(), "context", Object.class);

    /** A {@link Context}, or the {@link ContextMap} of one that nobody has asked for yet. */
    private Object context;
    private final boolean internal;
    private final @Nullable Origin origin;
    /**
     * A {@link Runnable}; once cancelled what is left of it, so that what the callback holds can go: its text, or its class if
     * it is a lambda, which has no other text.
     */
    private @Nullable Object callback;
    /** Written under the lock of a threadsafe handle, read by any thread. */
    private volatile boolean cancelled;

    /** A callback of a user, with its context or the values of one. */
    Handle(BaseEventLoop loop, Runnable callback, Object context) {
        this(loop, callback, context, false);
    }

    Handle(BaseEventLoop loop, Runnable callback, Object context, boolean internal) {
        this.callback = Objects.requireNonNull(callback, "callback");
        this.context = Objects.requireNonNull(context, "context");
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
            cancelled = true;
            callback = internal ? "callback of the library" : descriptionOf(callback);
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
        return context instanceof Context made ? made : makeContext(context);
    }

    private Context makeContext(Object values) {
        var made = new Context((ContextMap) values);
        Object first = CONTEXT.compareAndExchange(this, values, made);
        return first == values ? made : (Context) first;
    }

    final @Nullable Origin origin() {
        return origin;
    }

    /** Tells whether this is the library's own work, which no user code can block: it runs without a dispatcher's stack. */
    boolean isInternal() {
        return internal;
    }

    /** Runs the callback; what it throws is reported, and only a request to stop the loop goes further. */
    void run(BaseEventLoop loop) {
        // read once: another thread that cancels, which it should not, must not break the loop
        if (!cancelled && callback instanceof Runnable work) {
            run(loop, work);
        }
    }

    final void run(BaseEventLoop loop, Runnable work) {
        loop.context(getContext());
        boolean watched = loop.getDebug() && !internal;
        if (watched) {
            loop.stallWatch.begin(this, Thread.currentThread());
        }
        try {
            runReporting(loop, work);
        } catch (KeyboardInterrupt | SystemExit stop) {
            loop.fatal(stop);
        } finally {
            if (watched) {
                loop.stallWatch.end();
            }
        }
    }

    private void runReporting(BaseEventLoop loop, Runnable work) {
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
    private static @Nullable Object descriptionOf(@Nullable Object callback) {
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
        return callback instanceof Class<?> lambda ? lambda.getName() : callback;
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
