package org.asyncio4j;

import java.util.List;
import java.util.Objects;
import org.asyncio4j.CancelledError.Kind;
import org.jspecify.annotations.Nullable;

/**
 * A block of code and the tasks that it starts: it ends when all of them have. {@code async with asyncio.TaskGroup()}.
 *
 * <pre>{@code
 * taskGroup(tg -> {
 *     tg.createTask(() -> fetch("a"));
 *     tg.createTask(() -> fetch("b"));
 * });
 * }</pre>
 *
 * <p>When a task of the group fails, or the body does, the other tasks are cancelled, and so is the body if it still runs.
 * When all have ended, the errors are thrown together as an {@link ExceptionGroup}: those of the tasks in the order in
 * which they ended, then the body's own. A task that is cancelled for itself fails nothing. A {@link KeyboardInterrupt} or
 * {@link SystemExit} is thrown as it is, and what else went wrong is reported to the exception handler of the loop.
 *
 * <p><b>Cancellation:</b> cancelling the task that runs the body cancels the tasks of the group. When they have ended, the
 * {@link CancelledError} goes on; if one of them failed, the {@code ExceptionGroup} is thrown and the {@code CancelledError}
 * follows at the next wait. What the group itself asked of that task is taken back: {@link Task#cancelling()} is then what
 * it was before.
 *
 * <p>A group is used once. {@link Asyncio#taskGroup} makes one for a body; {@link #open()} makes one for a {@code try}
 * statement. The constructor is for groups that must be known before they begin.
 *
 * <p><b>Threads:</b> those of the loop only. Any task of the loop may add tasks and cancel, the group's own too.
 */
public sealed class TaskGroup permits OpenTaskGroup {

    /*
     *             enter            body ends            no child is left
     *   created ---------> entered ----------> exiting -----------------> finished
     *
     *   aborting: the children were asked to cancel. Entered once, from entered or exiting, by the first of: a child
     *   fails, the body fails, the parent is cancelled, cancel(). Children are asked once and no more, so one that
     *   refuses is waited for.
     *
     * The parent is the task that runs the body. A child that fails, and cancel(), ask it to cancel, too, unless it opened
     * the group with a try statement. askedParent remembers to take that back; whether others have asked as well is seen
     * from the count that is left. A flag "cancelled by me" alone would lose the request of an outer group.
     *
     * The parent waits at the end for allDone. A request to the parent ends that wait, and it begins again until no child
     * is left: the count keeps the request.
     *
     * An error is known to the group one tick after the child ended, in its first callback.
     */

    /**
     * The body of a group.
     *
     * @see Asyncio#taskGroup
     */
    @FunctionalInterface
    public interface Body {

        /**
         * Runs the body.
         *
         * @param group the group, to create tasks in
         * @throws Exception whatever the code throws; it becomes a member of the {@link ExceptionGroup}
         */
        void run(TaskGroup group) throws Exception;
    }

    /**
     * The body of a group, with a value.
     *
     * @param <T> the type of the value
     * @see Asyncio#taskGroupValue
     */
    @FunctionalInterface
    public interface ValueBody<T extends @Nullable Object> {

        /**
         * Runs the body.
         *
         * @param group the group, to create tasks in
         * @return the value
         * @throws Exception whatever the code throws; it becomes a member of the {@link ExceptionGroup}
         */
        T run(TaskGroup group) throws Exception;
    }

    // written once
    private final boolean asksParent;

    // loop thread only
    /** The task that entered this group; null until then. */
    private @Nullable Task<?> parent;
    private final GroupChildren children = new GroupChildren(this::childDone);
    private final GroupErrors errors = new GroupErrors();
    private boolean used;
    private boolean exiting;
    /** By which the tasks of this group were asked to cancel; null until they are. */
    private @Nullable CancelRequest abortion;
    private boolean askedParent;
    private boolean cancelled;
    private @Nullable Future<Boolean> allDone;

    /** Creates a group that is not entered yet. */
    public TaskGroup() {
        this(true);
    }

    /** Creates a group that asks the task it is entered in to cancel when a child fails, or leaves it alone. */
    TaskGroup(boolean asksParent) {
        this.asksParent = asksParent;
    }

    /**
     * Opens a group for a {@code try} statement, in the current task.
     *
     * @return the group; {@link OpenTaskGroup#join()} waits for its tasks
     * @throws IllegalStateException if called outside of a task
     */
    public static OpenTaskGroup open() {
        return new OpenTaskGroup();
    }

    // ---- the block ----

    /**
     * Runs a body in this group, in the current task, and returns when it and all tasks of the group have ended.
     *
     * @param body creates tasks with {@code createTask} of the group it is given
     * @throws ExceptionGroup if the body or a task failed
     * @throws CancelledError if the current task is cancelled meanwhile, or the body threw one
     * @throws IllegalStateException if this group was entered before, or the caller is not a task
     */
    public void run(Body body) {
        Objects.requireNonNull(body, "body");
        enter();
        try {
            body.run(this);
        } catch (Throwable thrown) {
            leave(parent().asCancellation(thrown));
            return;
        }
        leave(null);
    }

    /**
     * Runs a body in this group, in the current task, and returns its value when it and all tasks of the group have ended.
     *
     * @param <T> the type of the value
     * @param body creates tasks with {@code createTask} of the group it is given
     * @return the value of the body
     * @throws ExceptionGroup if the body or a task failed
     * @throws CancelledError if the current task is cancelled meanwhile, or the body threw one
     * @throws IllegalStateException if this group was entered before, the caller is not a task, or {@link #cancel()} ended
     *         the body before it returned a value
     */
    public <T extends @Nullable Object> T runValue(ValueBody<T> body) {
        Objects.requireNonNull(body, "body");
        enter();
        T value;
        try {
            value = body.run(this);
        } catch (Throwable thrown) {
            leave(parent().asCancellation(thrown));
            throw new IllegalStateException("TaskGroup " + this + " has no value: cancel() ended its body before it"
                    + " returned one; use taskGroup(...) where that may happen");
        }
        leave(null);
        return value;
    }

    final void enter() {
        if (parent != null) {
            throw new IllegalStateException("TaskGroup " + this + " has already been entered");
        }
        Task<?> current = RunningLoop.require().current();
        if (current == null) {
            throw new IllegalStateException("TaskGroup " + this + " cannot determine the parent task");
        }
        parent = current;
        if (cancelled) {
            cancel();
        }
    }

    /** The end of the block: waits for the children and throws what is to be thrown. */
    final void leave(@Nullable Throwable thrown) {
        exiting = true;
        if (thrown != null) {
            errors.noteEndOfProgram(thrown);
            abort(parent());
        }
        end(thrown, requestsOfOthers(), waitForChildren());
    }

    private void end(@Nullable Throwable thrown, int requests, @Nullable CancelledError arrived) {
        CancelledError cancellation = arrived != null ? arrived : thrown instanceof CancelledError own ? own : null;
        if (thrown != null && !(thrown instanceof CancelledError)) {
            errors.add(thrown);
        }
        errors.throwEndOfProgram(this);
        if (takeRequestBack()) {
            cancellation = null; // it was the group's own doing
        }
        // errors win over a cancellation, which is then asked for again
        if (errors.size() > 0) {
            askAgainIfMoreThan(0);
            throw new ExceptionGroup("unhandled errors in a TaskGroup", errors.take());
        }
        if (cancellation != null) {
            throw cancellation;
        }
        askAgainIfMoreThan(requests);
    }

    /**
     * The end of a block that may be left by an exception nobody has told of: cancels the children, waits for them and
     * returns their errors. They are reported, too, since what is thrown then can be hidden behind that exception. A
     * request to end the program is among them: it has left the loop already, and may be that exception.
     */
    final List<Throwable> abandon() {
        exiting = true;
        abort(parent());
        int requests = requestsOfOthers();
        waitForChildren();
        askAgainIfMoreThan(requests);
        List<Throwable> failures = errors.take();
        failures.forEach(error -> GroupErrors.report(this, error, "the block was left without join()"));
        return failures;
    }

    /**
     * Waits until no child is left. A request to cancel that comes meanwhile aborts the group, if nothing has before, and
     * is returned.
     */
    private @Nullable CancelledError waitForChildren() {
        return children.isEmpty() ? null : waitOn(waitOnce());
    }

    private @Nullable CancelledError waitOn(@Nullable CancelledError first) {
        CancelledError arrived = first;
        while (!children.isEmpty()) {
            CancelledError next = waitOnce();
            arrived = next != null ? next : arrived;
        }
        return arrived;
    }

    private @Nullable CancelledError waitOnce() {
        Future<Boolean> wait = parent().loop().createFuture();
        allDone = wait;
        try {
            wait.await();
        } catch (CancelledError error) {
            if (!isAborting()) {
                abort(parent());
                return error;
            }
        } finally {
            allDone = null;
        }
        return null;
    }

    // ---- requests to the parent ----

    private int requestsOfOthers() {
        return Math.max(0, parent().cancelling() - (askedParent ? 1 : 0));
    }

    private void askParent(@Nullable Task<?> requester) {
        if (asksParent) {
            askedParent = true;
            parent().cancelBy(CancelRequest.of(Kind.GROUP, requester));
        }
    }

    /** Takes the group's own request back; tells whether there was one and none is left now. */
    private boolean takeRequestBack() {
        if (!askedParent) {
            return false;
        }
        askedParent = false;
        return parent().uncancel() == 0;
    }

    /** A request that the wait for the children, or an exception, stands in the way of is delivered at the next wait. */
    private void askAgainIfMoreThan(int requests) {
        if (parent().cancelling() > requests) {
            parent().cancelAgain(null);
        }
    }

    /** The task that entered this group. */
    final Task<?> parent() {
        return Objects.requireNonNull(parent, "the parent of a group that was entered");
    }

    // ---- the children ----

    private void abort(@Nullable Task<?> requester) {
        if (!isAborting()) {
            CancelRequest request = CancelRequest.of(Kind.GROUP, requester);
            abortion = request;
            children.forEach(child -> ask(child, request));
        }
    }

    private static void ask(Task<?> child, CancelRequest request) {
        if (!child.done()) {
            child.cancelBy(request);
        }
    }

    /** The first callback of a child; runs no code of users. */
    private void childDone(Task<?> child) {
        if (children.isEmpty() && allDone != null) {
            allDone.finishIfPending(true);
        }
        Throwable error = child.peekException();
        if (error == null) {
            return;
        }
        child.markRetrieved();
        errors.add(error);
        if (parent().done()) {
            reportOrphan(child, error);
        } else if (!isAborting()) {
            abort(child);
            askParent(child);
        }
    }

    private void reportOrphan(Future<?> child, Throwable error) {
        BaseEventLoop loop = child.loop();
        // later, as a callback: the text is made by code of users too
        loop.callSoon(() -> loop.callExceptionHandler(ExceptionContext.of("Task " + child
                + " has errored out but its parent task " + parent + " is already completed")
                .withException(error)
                .with("task", child)));
    }

    /** Tells whether a task was ever created in this group. */
    final boolean wasUsed() {
        return used;
    }

    /** How many tasks of this group have not ended. */
    final int size() {
        return children.size();
    }

    // ---- for the body and the tasks ----

    /**
     * Cancels all tasks of this group and ends its block, without an error: the body is cancelled where it waits, and the
     * {@link CancelledError} does not leave the block. Errors of the body or of a task are still thrown.
     *
     * <p>A group that has not begun remembers it: its body then runs up to its first wait. A group that has ended, or
     * cancels its tasks already, is left as it is.
     */
    public void cancel() {
        if (parent != null) {
            parent.loop().checkThread();
            if (!isAborting() && !finished()) {
                Task<?> requester = parent.loop().current();
                abort(requester);
                askParent(requester);
            }
        }
        cancelled = true;
    }

    /** Tells whether {@link #cancel()} was called. */
    final boolean wasCancelled() {
        return cancelled;
    }

    /** Tells whether the tasks of this group were asked to cancel: none can be added any more. */
    final boolean isAborting() {
        return abortion != null;
    }

    private boolean finished() {
        return exiting && children.isEmpty();
    }

    private <T extends @Nullable Object> Task<T> add(Coroutine<T> coroutine, TaskOptions options) {
        if (parent == null) {
            throw new IllegalStateException("TaskGroup " + this + " has not been entered");
        }
        BaseEventLoop loop = parent.loop();
        loop.checkThread();
        if (finished()) {
            throw new IllegalStateException("TaskGroup " + this + " is finished");
        }
        if (isAborting()) {
            throw new IllegalStateException("TaskGroup " + this + " is shutting down");
        }
        Task<T> child = loop.createTask(coroutine, options);
        used = true;
        children.add(child); // even if it has ended: it counts a tick later, as the body must not be cancelled here
        if (abortion != null) {
            ask(child, abortion); // it has begun already, and ended the group
        }
        return child;
    }

    /**
     * Makes a task of this group; its first step runs in the next tick. Tasks of the group may add others, even while the
     * block waits for its end.
     *
     * @param <T> the type of the result
     * @param coroutine what it runs
     * @return the task
     * @throws IllegalStateException if the group has not begun, cancels its tasks, or has ended
     */
    public <T extends @Nullable Object> Task<T> createTask(Coroutine<T> coroutine) {
        return add(coroutine, TaskOptions.defaults());
    }

    /**
     * Makes a task of this group with a name.
     *
     * @param <T> the type of the result
     * @param coroutine what it runs
     * @param name its name
     * @return the task
     * @throws IllegalStateException if the group has not begun, cancels its tasks, or has ended
     */
    public <T extends @Nullable Object> Task<T> createTask(Coroutine<T> coroutine, String name) {
        return add(coroutine, TaskOptions.defaults().withName(name));
    }

    /**
     * Makes a task of this group with options.
     *
     * @param <T> the type of the result
     * @param coroutine what it runs
     * @param options its name and context
     * @return the task
     * @throws IllegalStateException if the group has not begun, cancels its tasks, or has ended
     */
    public <T extends @Nullable Object> Task<T> createTask(Coroutine<T> coroutine, TaskOptions options) {
        return add(coroutine, options);
    }

    /**
     * Makes a task of this group without a result.
     *
     * @param coroutine what it runs
     * @return the task
     * @throws IllegalStateException if the group has not begun, cancels its tasks, or has ended
     */
    public Task<@Nullable Void> createTask(VoidCoroutine coroutine) {
        return add(coroutine.asCoroutine(), TaskOptions.defaults());
    }

    /**
     * Makes a task of this group without a result, with a name.
     *
     * @param coroutine what it runs
     * @param name its name
     * @return the task
     * @throws IllegalStateException if the group has not begun, cancels its tasks, or has ended
     */
    public Task<@Nullable Void> createTask(VoidCoroutine coroutine, String name) {
        return add(coroutine.asCoroutine(), TaskOptions.defaults().withName(name));
    }

    /**
     * Makes a task of this group without a result, with options.
     *
     * @param coroutine what it runs
     * @param options its name and context
     * @return the task
     * @throws IllegalStateException if the group has not begun, cancels its tasks, or has ended
     */
    public Task<@Nullable Void> createTask(VoidCoroutine coroutine, TaskOptions options) {
        return add(coroutine.asCoroutine(), options);
    }

    @Override
    public final String toString() {
        return "<TaskGroup" + (children.isEmpty() ? "" : " tasks=" + children.size())
                + (errors.size() == 0 ? "" : " errors=" + errors.size())
                + (isAborting() ? " cancelling" : parent != null ? " entered" : "") + ">";
    }
}
