package org.asyncio4j;

import java.util.List;

/**
 * A {@link TaskGroup} for a {@code try} statement, opened with {@link TaskGroup#open()}. The block ends with
 * {@link #join()}:
 *
 * <pre>{@code
 * try (var tg = TaskGroup.open()) {
 *     Task<String> a = tg.createTask(() -> fetch("a"));
 *     Task<String> b = tg.createTask(() -> fetch("b"));
 *     tg.join();
 *     return a.result() + b.result();
 * }
 * }</pre>
 *
 * <p>{@code join()} waits and throws as the end of {@link Asyncio#taskGroup taskGroup(...)} does. What differs comes from
 * the {@code try} statement, which does not show {@link #close()} the exception that leaves the block and does not let it
 * put another one in its place:
 *
 * <ul>
 * <li>A task that fails cancels the other tasks but not the body: a {@code CancelledError} that left the block would hide
 *     the failure. The body hears of it from {@code join()}, or from {@code createTask}, which then refuses. A body that
 *     waits for something else meanwhile belongs into {@code taskGroup(...)}.
 * <li>An exception that leaves the block before {@code join()} is thrown as it is, not as a member of an
 *     {@link ExceptionGroup}. The tasks are cancelled and waited for.
 * <li>A block that is left before {@code join()}, after it created tasks, ends with an {@link IllegalStateException} that
 *     says so. If an exception left the block, that one is thrown, and has the {@code IllegalStateException} among its
 *     suppressed exceptions. What the tasks failed with is suppressed by the {@code IllegalStateException} in turn, and
 *     reported to the exception handler of the loop, in case nobody looks there.
 * <li>After {@link #cancel()}, the block may be left without {@code join()}, provided that no task fails.
 * </ul>
 *
 * <p><b>Threads:</b> only the task that opened the group joins and closes it.
 */
public final class OpenTaskGroup extends TaskGroup implements AutoCloseable {

    /*
     *   open --join--> left        close does nothing any more
     *     |
     *     +----close-> left        cancels, waits, complains
     */

    private boolean left;

    OpenTaskGroup() {
        super(false);
        enter();
    }

    /**
     * Waits until all tasks of this group have ended, and ends the group.
     *
     * <p><b>Cancellation:</b> cancelling the current task cancels the tasks of the group; the {@link CancelledError} goes
     * on when they have ended. If one of them failed, the {@code ExceptionGroup} is thrown and the {@code CancelledError}
     * follows at the next wait.
     *
     * @throws ExceptionGroup if a task failed
     * @throws CancelledError if the current task is cancelled meanwhile
     * @throws IllegalStateException if this group has ended, or another task opened it
     */
    public void join() {
        checkParent();
        if (left) {
            throw new IllegalStateException("TaskGroup " + this + " is finished; it is joined once");
        }
        left = true;
        leave(null);
    }

    /**
     * Ends the group if {@link #join()} did not: cancels its tasks, waits for them and says so in an error.
     *
     * <p><b>Cancellation:</b> a request that arrives while it waits is delivered at the next wait after it.
     *
     * @throws IllegalStateException if {@code join()} was not called: if tasks were created, unless {@link #cancel()} was
     *         called and none failed. Also if another task opened the group
     */
    @Override
    public void close() {
        if (left) {
            return;
        }
        checkParent();
        left = true;
        String state = toString();
        int unfinished = size();
        List<Throwable> failures = abandon();
        if (failures.isEmpty() && (wasCancelled() || !wasUsed())) {
            return;
        }
        var misuse = new IllegalStateException("TaskGroup " + state + " was left without join(): unfinished tasks that"
                + " were cancelled: " + unfinished + ", tasks that failed: " + failures.size() + ". Call join() as the"
                + " last statement of the block, or cancel() before leaving it early");
        failures.forEach(misuse::addSuppressed);
        throw misuse;
    }

    private void checkParent() {
        BaseEventLoop running = RunningLoop.get();
        if (running == null || running.current() != parent()) {
            throw new IllegalStateException("TaskGroup " + this + " is not this task's; join and close it in the task"
                    + " that opened it, " + parent());
        }
    }
}
