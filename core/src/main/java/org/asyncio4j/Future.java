package org.asyncio4j;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A result that will be set later, by a callback or another task of the same loop; any number of tasks can wait for it.
 *
 * <p>A future is pending, finished (with a result or an exception) or cancelled; the last two never change. It belongs to
 * one loop. What other threads know is brought in with {@link EventLoop#callSoonThreadsafe}, or by a
 * {@link CompletableFuture} that is awaited.
 *
 * <p>An exception that nobody ever looks at is reported to the loop's exception handler once: when the future becomes
 * unreachable or when the loop closes, whichever is first.
 *
 * <p><b>Threads:</b> the loop's only; while the loop runs, a call that changes the future from another thread throws
 * {@link IllegalStateException}. {@link #done()}, {@link #cancelled()} and {@link #toString()} may be called by any.
 *
 * @param <T> the type of the result
 */
public class Future<T extends @Nullable Object> implements Awaitable<T> {

    /*
     *            setResult, setException
     *   pending ------------------------> finished
     *      |
     *      +---- cancel ----------------> cancelled
     *
     * The outcome field is the state: PENDING, a Failure, a Cancelled, or else the result itself. Every change posts
     * all callbacks to the ready queue in the order of registration, then forgets them; none is ever called in place.
     * A waiting task stands among them as itself: what is posted is its next step, so it goes on exactly one tick later.
     */

    private static final Object PENDING = new Object();

    private static final VarHandle OUTCOME = FieldAccess.to(MethodHandles.lookup(), "outcome", Object.class);

    private record Failure(Throwable error, Unretrieved watch) {}

    /** Keeps the error that left a task's body for the first who asks; later ones get a new one. */
    private static final class Cancelled {
        private final CancelRequest request;
        private @Nullable CancelledError original;

        Cancelled(CancelRequest request, @Nullable CancelledError original) {
            this.request = request;
            this.original = original;
        }

        CancelledError error() {
            CancelledError first = original;
            original = null;
            return first != null ? first : new CancelledError(request);
        }
    }

    /** A callback of a user. */
    private record DoneCallback(Consumer<? super Future<?>> callback, Context context) {}

    /** A callback of the library, run without a dispatcher; it must not run code of users. */
    interface InternalCallback {
        void done(Future<?> future);
    }

    // written once
    private final BaseEventLoop loop;
    private final @Nullable Origin origin;

    // written on the loop thread, read by any: through OUTCOME
    @SuppressWarnings("unused")
    private @Nullable Object outcome = PENDING;

    // loop thread only
    /** This future is being turned into text, which may come round to it again. */
    boolean describing;
    /** Null, or one of Task, DoneCallback and InternalCallback, or a list of them. */
    private @Nullable Object callbacks;

    /**
     * Creates a pending future; the same as {@link EventLoop#createFuture()}.
     *
     * @param loop the loop it belongs to
     */
    public Future(EventLoop loop) {
        this.loop = (BaseEventLoop) Objects.requireNonNull(loop, "loop");
        this.origin = Origin.here(this.loop);
    }

    final BaseEventLoop loop() {
        return loop;
    }

    final @Nullable Origin origin() {
        return origin;
    }

    private @Nullable Object outcome() {
        return OUTCOME.getAcquire(this);
    }

    /**
     * Tells whether the outcome is known.
     *
     * @return true if this future is finished or cancelled
     */
    public final boolean done() {
        return outcome() != PENDING;
    }

    /**
     * Tells whether this future was cancelled.
     *
     * @return true if it is done and cancelled
     */
    public final boolean cancelled() {
        return outcome() instanceof Cancelled;
    }

    /**
     * Returns the result without waiting.
     *
     * @return the result
     * @throws CancelledError if this future was cancelled
     * @throws InvalidStateError if it is not done
     */
    @SuppressWarnings({"unchecked", "NullAway"}) // what setResult put there is a T
    public final T result() {
        Object known = outcome();
        if (known == PENDING) {
            throw new InvalidStateError("Result is not set.");
        }
        if (known instanceof Failure failure) {
            failure.watch.retrieved();
            throw Rethrow.unchecked(failure.error);
        }
        if (known instanceof Cancelled cancelled) {
            throw cancelled.error();
        }
        return (T) known;
    }

    /**
     * Returns the exception without waiting.
     *
     * @return the exception this future finished with, or null if it has a result
     * @throws CancelledError if this future was cancelled
     * @throws InvalidStateError if it is not done
     */
    public final @Nullable Throwable exception() {
        Object known = outcome();
        if (known == PENDING) {
            throw new InvalidStateError("Exception is not set.");
        }
        if (known instanceof Cancelled cancelled) {
            throw cancelled.error();
        }
        if (known instanceof Failure failure) {
            failure.watch.retrieved();
            return failure.error;
        }
        return null;
    }

    /** The exception of a finished future, or null; does not throw for a cancelled one and marks nothing retrieved. */
    final @Nullable Throwable peekException() {
        return outcome() instanceof Failure failure ? failure.error : null;
    }

    /** The result of a finished future, or null. */
    final @Nullable Object peekResult() {
        Object known = outcome();
        return known instanceof Failure || known instanceof Cancelled || known == PENDING ? null : known;
    }

    /** Somebody knows of the exception, if there is one: it need not be reported. */
    final void markRetrieved() {
        if (outcome() instanceof Failure failure) {
            failure.watch.retrieved();
        }
    }

    /**
     * Finishes this future with a result and schedules its callbacks.
     *
     * @param result the result
     * @throws InvalidStateError if it is done already
     * @throws IllegalStateException if there are callbacks, or tasks that wait, and the loop is closed
     */
    public void setResult(T result) {
        checkPending();
        become(result);
    }

    /**
     * Finishes this future with an exception and schedules its callbacks.
     *
     * @param error what awaiting it will throw: this very object
     * @throws InvalidStateError if it is done already
     * @throws IllegalStateException if there are callbacks, or tasks that wait, and the loop is closed
     */
    public void setException(Throwable error) {
        Objects.requireNonNull(error, "error");
        checkPending();
        fail(error);
    }

    /**
     * Cancels this future without a message.
     *
     * @return false if it is done already
     */
    public final boolean cancel() {
        return cancel(null);
    }

    /**
     * Cancels this future and schedules its callbacks: whoever awaits it gets a {@link CancelledError}. A {@link Task} is
     * only asked to cancel: it is done when its body has ended. So is what {@link Asyncio#gather} returns.
     *
     * @param message what the errors will say, or null
     * @return false if it is done already; true from a task does not promise that it will end
     */
    public final boolean cancel(@Nullable String message) {
        return isCancellable() && cancelPending(CancelRequest.explicit(message));
    }

    /** Cancels for a reason of the library. */
    final boolean cancelBy(CancelRequest request) {
        return isCancellable() && cancelPending(request);
    }

    private boolean isCancellable() {
        loop.checkThread();
        markRetrieved();
        return !done();
    }

    /** Passes a request to cancel on to this future, which is not done; tells whether it was accepted. */
    boolean cancelPending(CancelRequest request) {
        becomeCancelled(request, null);
        return true;
    }

    /** The error with which a cancelled future is awaited; for one that is not cancelled a new one without a message. */
    final CancelledError cancelledError() {
        return outcome() instanceof Cancelled cancelled ? cancelled.error() : new CancelledError();
    }

    /** The request a cancelled future was cancelled by, without a message for a task; null if it is not cancelled. */
    final @Nullable CancelRequest cancelRequest() {
        return outcome() instanceof Cancelled cancelled ? cancelled.request : null;
    }

    /** Wakes those who wait, unless they gave up. */
    final void finishIfPending(T result) {
        if (!done()) {
            become(result);
        }
    }

    final void finish(T result) {
        become(result);
    }

    final void fail(Throwable error) {
        become(new Failure(error, Unretrieved.watch(this, error)));
    }

    final void becomeCancelled(CancelRequest request, @Nullable CancelledError original) {
        become(new Cancelled(request, original));
    }

    private void checkPending() {
        loop.checkThread();
        if (done()) {
            throw new InvalidStateError("invalid state");
        }
        if (callbacks != null) {
            loop.checkOpen();
        }
    }

    private void become(@Nullable Object known) {
        OUTCOME.setRelease(this, known);
        Object posted = callbacks;
        callbacks = null;
        if (posted == null) {
            return;
        }
        if (posted instanceof ArrayList<?> several) {
            several.forEach(this::post);
        } else {
            post(posted);
        }
    }

    private void post(Object callback) {
        // not a switch over types, which takes milliseconds the first time
        if (callback instanceof Task<?> waiter) {
            loop.addReady(waiter);
        } else if (callback instanceof DoneCallback user) {
            loop.addReady(new Handle(loop, new Notification(user.callback, this), user.context));
        } else {
            loop.addReady(new InternalCall((InternalCallback) callback, this));
        }
    }

    /** A call of a user's callback; a class of its own so that reports can name the callback. */
    private record Notification(Consumer<? super Future<?>> callback,
            Future<?> future) implements Runnable {
        @Override
        public void run() {
            callback.accept(future);
        }

        @Override
        public String toString() {
            return callback.toString();
        }
    }

    /**
     * Adds a callback to be called once this future is done, in a copy of the current context. If it is done already,
     * the callback is called in the next tick; it is never called in place.
     *
     * @param callback called with this future; registering it twice calls it twice
     */
    public final void addDoneCallback(Consumer<? super Future<?>> callback) {
        addDoneCallback(callback, Context.copyCurrent());
    }

    /**
     * Adds a callback to be called once this future is done.
     *
     * @param callback called with this future
     * @param context the context it is called in
     * @throws IllegalStateException if this future is done and the loop is closed
     */
    public final void addDoneCallback(Consumer<? super Future<?>> callback, Context context) {
        Objects.requireNonNull(callback, "callback");
        Objects.requireNonNull(context, "context");
        loop.checkThread();
        if (done()) {
            loop.checkOpen();
        }
        addOrPost(new DoneCallback(callback, context));
    }

    /**
     * Removes a callback, as often as it was registered. Those that are scheduled already still run.
     *
     * @param callback the callback to remove
     * @return how many registrations were removed; 0 once this future is done
     */
    public final int removeDoneCallback(Consumer<? super Future<?>> callback) {
        Objects.requireNonNull(callback, "callback");
        loop.checkThread();
        List<Object> registered = registered();
        int before = registered.size();
        registered.removeIf(
                each -> each instanceof DoneCallback user && user.callback.equals(callback));
        callbacks = registered.isEmpty() ? null : registered;
        return before - registered.size();
    }

    final void addInternalCallback(InternalCallback callback) {
        addOrPost(callback);
    }

    final void removeInternalCallback(InternalCallback callback) {
        if (callbacks == callback) {
            callbacks = null;
        } else if (callbacks instanceof ArrayList<?> several) {
            several.removeIf(each -> each == callback);
        }
    }

    private void addOrPost(Object callback) {
        if (done()) {
            post(callback);
        } else {
            add(callback);
        }
    }

    private void add(Object callback) {
        if (callbacks == null) {
            callbacks = callback;
        } else {
            List<Object> registered = registered();
            registered.add(callback);
            callbacks = registered;
        }
    }

    @SuppressWarnings("unchecked")
    private List<Object> registered() {
        if (callbacks instanceof ArrayList<?> several) {
            return (List<Object>) several;
        }
        var list = new ArrayList<Object>();
        if (callbacks != null) {
            list.add(callbacks);
        }
        return list;
    }

    /**
     * Waits for the result. A future that is done gives it at once, and no other task gets a turn.
     *
     * <p><b>Cancellation:</b> cancelling the waiting task cancels this future, and so reaches everyone who waits for it;
     * wait for {@code shield(future)} where that is not wanted.
     *
     * @return the result
     * @throws CancelledError if this future or the current task is cancelled
     * @throws IllegalStateException if called outside of a task, if this future is pending and belongs to
     *         another loop, or if it is the current task itself
     */
    @Override
    public T await() {
        Task<?> task = RunningLoop.requireTask();
        if (done()) {
            return resultFor(task);
        }
        if (loop != task.loop()) {
            task.yieldNow();
            throw new IllegalStateException("Task " + task + " got Future " + this + " attached to a different loop");
        }
        if (this == task) {
            task.yieldNow();
            throw new IllegalStateException("Task cannot await on itself: " + this);
        }
        add(task);
        task.suspend(this);
        return resultFor(task);
    }

    private T resultFor(Task<?> task) {
        Throwable error = loop.getDebug() ? peekException() : null;
        if (error != null) {
            AwaitedAt.note(error, task);
        }
        return result();
    }

    /**
     * Waits as {@link #await()} does, and declares one checked exception so that it can be caught.
     *
     * @param <X> the type of the exception
     * @param declared the exception to declare; others are thrown all the same
     * @return the result
     * @throws X if this future finished with such an exception: the very object
     */
    @SuppressWarnings("unused") // both parameters are for the compiler
    public final <X extends Exception> T await(Class<X> declared) throws X {
        return await();
    }

    /**
     * Returns the loop of this future.
     *
     * @return the loop
     */
    public final EventLoop getLoop() {
        return loop;
    }

    /**
     * Returns a new {@link CompletableFuture} with the outcome of this future. Cancelling either one cancels the other.
     *
     * <p>The two are linked through the loop: a cancellation of the returned future, from whichever thread, reaches this
     * one in a later tick.
     *
     * @return the linked future
     */
    public final CompletableFuture<T> toCompletableFuture() {
        return FutureBridge.toCompletableFuture(this);
    }

    /** The state in one word, as in asyncio. */
    String stateName() {
        Object known = outcome();
        return known == PENDING ? "pending" : known instanceof Cancelled ? "cancelled" : "finished";
    }

    @Override
    public String toString() {
        return "<Future " + stateName() + OutcomeText.of(this) + Origin.describe(origin) + ">";
    }
}
