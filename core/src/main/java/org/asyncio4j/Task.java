package org.asyncio4j;

import java.io.PrintStream;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.asyncio4j.CancelledError.Kind;
import org.jspecify.annotations.Nullable;

/**
 * A future that runs a coroutine: the unit that a loop schedules. Made by {@link Asyncio#createTask}.
 *
 * <p>A task starts in the tick after it was created and runs until it waits for something that is not there yet; then
 * another one has its turn. Between two waits nobody else runs.
 *
 * <p><b>Cancellation:</b> {@link #cancel(String)} asks. The task gets a {@link CancelledError} at the point where it
 * waits, or at the next one; it may clean up, wait while it does so, and even go on as if nothing had been asked.
 * {@link #cancelling()} and {@link #uncancel()} let structures such as timeouts tell their own request from others'. A
 * task that sits in a blocking call of the JDK is interrupted, and the interrupt, when it leaves the body, counts as the
 * cancellation. The other way round, interrupting the thread of a task that waits asks it to cancel.
 *
 * <p>The loop keeps every task until it is done; a program need not.
 *
 * <p><b>Threads:</b> the loop's only, as for {@link Future}.
 *
 * @param <T> the type of the result
 */
public class Task<T extends @Nullable Object> extends Future<T> {

    /*
     *                  first step              body waits
     *   scheduled -----------------> running ------------> waiting      waiter is what it waits for
     *       |                         |   ^                   |
     *       | cancelled first         |   +---- next step ----+         one tick after the waiter is done
     *       v                         v
     *   cancelled, body never      finished, or cancelled if a CancelledError left the body, or if it returned
     *   ran a line                 with a request that no wait had delivered
     *
     * A request to cancel goes to what the task waits for, if that accepts it: the task then hears of it as the outcome
     * of its wait, like everyone else who waits there, and a child task may refuse. Otherwise mustCancel remembers the
     * request for the next time the task waits or ends.
     *
     * A task parked by a blocking call of the JDK waits for nothing the loop knows. It is interrupted; interrupted
     * remembers that the flag of its thread is the request, until it is seen to have been consumed or not.
     */

    private static final AtomicLong NUMBERS = new AtomicLong();

    // written once
    private final Coroutine<T> coro;
    private final Context context;
    /** What makes the name of a task that was given none. */
    private final long number;

    // written on the loop thread, read by any
    private volatile @Nullable String name;

    // loop thread only
    /** The thread the body runs on; null once the task is done, and perhaps before its first step. */
    private @Nullable Strand strand;
    private @Nullable Future<?> waiter;
    private boolean mustCancel;
    private boolean interrupted;
    /** The last request to cancel. */
    private @Nullable CancelRequest request;
    private int cancelling;
    /** The creator waits for the first step. */
    private boolean starting;

    // owned by TaskRegistry
    int slot;
    long sequence;

    /**
     * Creates a task and schedules its first step; for {@linkplain TaskFactory task factories}. Others use
     * {@link Asyncio#createTask}.
     *
     * @param coroutine what the task runs
     * @param loop the loop that runs it
     * @param options its name and context
     */
    @SuppressWarnings("this-escape") // the loop touches the task only after this step, when the constructor is done
    public Task(Coroutine<T> coroutine, EventLoop loop, TaskOptions options) {
        super(loop);
        this.coro = Objects.requireNonNull(coroutine, "coroutine");
        loop().checkThread();
        loop().checkOpen();
        String given = options.name();
        if (given != null) {
            this.name = given;
        }
        this.number = given == null ? NUMBERS.incrementAndGet() : 0;
        this.context = options.context() != null ? options.context() : Context.copyCurrent();
        boolean eager = Boolean.TRUE.equals(options.eagerStart()) && loop().isRunning();
        if (!eager && !loop().carrier().mayMakeStrandLater()) {
            makeStrand();
        }
        loop().tasks.add(this);
        if (eager) {
            startNow();
        } else {
            loop().addReady(this);
        }
    }

    private void startNow() {
        Task<?> creator = loop().current();
        if (creator != null) {
            creator.deliverInterrupt(); // else it would be taken for the user's own
        }
        boolean interrupted = Thread.interrupted(); // the user's own, who does not wait here: it is given back
        starting = true;
        loop().carrier().startNow(this);
        starting = false;
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        Throwable error = peekException();
        if (error != null && LoopErrors.endsTheProgram(error)) {
            markRetrieved();
            throw Rethrow.unchecked(error);
        }
    }

    // ---- the body ----

    /** Runs the body; called on the strand's thread as the whole of its work. */
    final void runBody() {
        T result;
        try {
            result = coro.await();
        } catch (Throwable error) {
            failed(error);
            return;
        }
        returned(result);
    }

    private void returned(T result) {
        NeverAwaited.checkResult(this, result);
        end();
        deliverInterrupt();
        if (mustCancel) {
            mustCancel = false;
            becomeCancelled(request(), null);
        } else {
            finish(result);
        }
    }

    private void failed(Throwable error) {
        end();
        Throwable meant = asCancellation(error);
        deliverInterrupt();
        if (meant instanceof CancelledError cancelled) {
            becomeCancelled(CancelRequest.behind(cancelled), cancelled);
        } else {
            fail(error);
            if (LoopErrors.endsTheProgram(error) && !starting) {
                loop().fatal(error);
            }
        }
    }

    private void end() {
        loop().tasks.remove(this);
        strand = null;
    }

    /** Ends a task that was cancelled before its first step: its body never runs a line. Tells whether it was. */
    final boolean endedBeforeStart() {
        if (!mustCancel) {
            return false;
        }
        mustCancel = false;
        end();
        becomeCancelled(request().withMessage(null), new CancelledError(request()));
        return true;
    }

    // ---- waiting; on the strand's thread ----

    /** Waits until the future, whose callbacks this task has joined, is done. */
    final void suspend(Future<?> future) {
        deliverInterrupt();
        waiter = future;
        if (mustCancel && future.cancelBy(request())) {
            mustCancel = false;
        }
        Objects.requireNonNull(strand).suspend(future);
        waited(future);
    }

    private void waited(Future<?> future) {
        waiter = null;
        if (mustCancel) {
            mustCancel = false;
            if (!future.cancelled() && !(future.peekException() instanceof CancelledError)) {
                future.markRetrieved();
                throw new CancelledError(request());
            }
        }
    }

    /** Lets every other ready task and callback have one turn. */
    final void yieldNow() {
        deliverInterrupt();
        if (!loop().tick().passInPlace()) {
            loop().addReady(this);
            Objects.requireNonNull(strand).suspend(this);
        }
        yielded();
    }

    private void yielded() {
        if (mustCancel) {
            mustCancel = false;
            throw new CancelledError(request());
        }
    }

    /**
     * Goes on in another thread in place of the current one, and in the same step: in the body of a generator, or back in
     * the code that asked it for a value. The current thread has to suspend or to end then.
     *
     * @return the strand of the current thread
     */
    final Strand switchTo(Strand other) {
        deliverInterrupt();
        Strand before = Objects.requireNonNull(strand);
        strand = other;
        loop().tick().call(other);
        return before;
    }

    /** Turns an interrupt that a blocking call did not consume back into the request that it stands for. */
    private void deliverInterrupt() {
        if (interrupted) {
            interrupted = false;
            mustCancel |= Thread.interrupted() && cancelling > 0;
        }
    }

    /** The last request is taken back: an interrupt that nothing has consumed must not hit the next blocking call. */
    private void withdrawInterrupt() {
        if (interrupted && loop().current() == this) {
            interrupted = false;
            Thread.interrupted();
        }
    }

    /**
     * What an error means that leaves the body of this task, or a block in it that looks for cancellations: a
     * {@link CancelledError} if it is the answer of a blocking call to the interrupt that stood for the request.
     */
    final Throwable asCancellation(Throwable error) {
        if (!interrupted || error instanceof CancelledError || !Interrupts.causedBy(error)) {
            return error;
        }
        interrupted = false;
        Thread.interrupted(); // channels throw and leave the flag set as well
        var cancelled = new CancelledError(request());
        cancelled.initCause(error);
        return cancelled;
    }

    /** The thread of this task was interrupted while it waited for something of the loop. Any thread. */
    final void interruptedWhileWaiting() {
        loop().addFromOutside(Handle.internal(loop(),
                () -> cancelBy(CancelRequest.of(Kind.INTERRUPT, "the thread of the task was interrupted"))));
    }

    // ---- cancellation ----

    private CancelRequest request() {
        return Objects.requireNonNull(request, "a task that is to be cancelled was asked to");
    }

    @Override
    final boolean cancelPending(CancelRequest asked) {
        cancelling++;
        if (waiter != null && waiter.cancelBy(asked)) {
            request = asked.after(request);
            return true;
        }
        request = asked.asKept();
        if (strand != null && strand.parkedOutside()) {
            interrupted = true;
            strand.thread().interrupt();
        } else {
            mustCancel = true;
        }
        return true;
    }

    /**
     * Returns how many requests to cancel are pending: calls of {@link #cancel(String)} less calls of
     * {@link #uncancel()}.
     *
     * @return the number of requests
     */
    public int cancelling() {
        return cancelling;
    }

    /**
     * Takes one request to cancel back; for code that asked for it and has dealt with it, or that catches a
     * {@link CancelledError} and goes on. Taking the last one back also withdraws a request that was not delivered yet; one
     * that was swallowed and not taken back counts on, and prevents that for those who come later.
     *
     * @return how many requests are left
     */
    public int uncancel() {
        loop().checkThread();
        if (cancelling > 0) {
            cancelling--;
            if (cancelling == 0) {
                mustCancel = false;
                withdrawInterrupt();
            }
        }
        return cancelling;
    }

    /**
     * Has the last request to cancel delivered once more, at the next wait, with the same kind, requester and site; how many
     * requests are pending stays as it is. For a call that hears of a request when it can no longer end by it, as a value has
     * changed hands. Does nothing if no request is pending any more.
     *
     * @param message what the next error will say, or null
     */
    public void cancelAgain(@Nullable String message) {
        if (cancelling > 0) {
            uncancel();
            cancelBy(request().withMessage(message));
        }
    }

    /**
     * Not supported: a task sets its own result.
     *
     * @throws IllegalStateException always
     */
    @Override
    public final void setResult(T result) {
        throw new IllegalStateException("Task does not support set_result operation");
    }

    /**
     * Not supported: a task sets its own exception.
     *
     * @throws IllegalStateException always
     */
    @Override
    public final void setException(Throwable error) {
        throw new IllegalStateException("Task does not support set_exception operation");
    }

    // ---- what others may know ----

    /**
     * Returns the coroutine this task runs.
     *
     * @return the coroutine, also after the task is done
     */
    public Coroutine<T> getCoro() {
        return coro;
    }

    /**
     * Returns the context this task runs in.
     *
     * @return the context
     */
    public Context getContext() {
        return context;
    }

    /**
     * Returns the name of this task; any thread may ask.
     *
     * @return the name
     */
    public String getName() {
        String given = name; // most tasks are never asked, so the text is made when one is
        return given != null ? given : "Task-" + number;
    }

    /**
     * Gives this task another name; its thread is renamed too.
     *
     * @param newName the name
     */
    public void setName(String newName) {
        name = Objects.requireNonNull(newName, "newName");
        if (strand != null) {
            strand.thread().setName(newName);
        }
    }

    /**
     * Returns where this task is suspended, or where its exception came from: the user's frames, oldest first, without
     * those of the library.
     *
     * @return the frames; none if the task has not started, or is done without an exception
     */
    public List<StackTraceElement> getStack() {
        return getStack(Integer.MAX_VALUE);
    }

    /**
     * Returns at most so many frames of {@link #getStack()}: the newest ones of a suspended task, the oldest ones of an
     * exception.
     *
     * @param limit the greatest number of frames
     * @return the frames, oldest first
     */
    public List<StackTraceElement> getStack(int limit) {
        return TaskStack.of(this).frames(limit);
    }

    /** Prints the stack of this task to {@link System#err}. */
    public void printStack() {
        printStack(System.err);
    }

    /**
     * Prints the stack of this task, oldest frame first.
     *
     * @param out where to print
     */
    public void printStack(PrintStream out) {
        printStack(out, Integer.MAX_VALUE);
    }

    /**
     * Prints the stack of this task, but not more than so many frames.
     *
     * @param out where to print
     * @param limit the greatest number of frames
     */
    public void printStack(PrintStream out, int limit) {
        TaskStack.of(this).print(out, limit);
    }

    /** The thread of the body; null once the task is done, and perhaps before its first step. */
    final @Nullable Strand strand() {
        return strand;
    }

    /** Makes the thread of the body if there is none yet, and returns it; only while the task is not done. */
    final Strand makeStrand() {
        if (strand == null) {
            strand = loop().carrier().newStrand(this);
        }
        return strand;
    }

    /** Tells whether the body has not begun, needs no certain thread, and is to run at all. */
    final boolean mayBegin() {
        return strand == null && !mustCancel;
    }

    /** Lets the body begin on a thread whose task has ended. */
    final void beginOn(Strand vacant) {
        strand = vacant;
        vacant.lend(this, context);
    }

    /** The error of one who was to end with this task, which has refused to. */
    final CancelledError errorOfRequest() {
        return request == null ? new CancelledError() : new CancelledError(request.withMessage(request.kept()));
    }

    /** What this task waits for, as far as the loop knows. */
    final @Nullable Future<?> waiter() {
        return waiter;
    }

    @Override
    final String stateName() {
        return cancelling > 0 && !done() ? "cancelling" : super.stateName();
    }

    @Override
    public String toString() {
        Future<?> waitsFor = waiter;
        return "<Task " + stateName() + " name='" + getName() + "'"
                + (waitsFor != null && !done() ? " wait_for=" + briefly(waitsFor) : "")
                + OutcomeText.of(this) + Origin.describe(origin()) + ">";
    }

    /** A task in a chain of waiting tasks is named, not shown with all that it waits for in turn. */
    private static String briefly(Future<?> future) {
        return future instanceof Task<?> task
                ? "<Task " + task.stateName() + " name='" + task.getName() + "'>"
                : future.toString();
    }
}
