package org.asyncio4j.sync;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.asyncio4j.Task;
import org.jspecify.annotations.Nullable;

/**
 * A point at which a number of tasks wait for each other: when the last one has arrived, all go on, and the barrier can be
 * used again.
 *
 * <pre>{@code
 * int position = barrier.await();
 * if (position == 0) {
 *     System.out.println("everybody is here");    // one of them says so
 * }
 * }</pre>
 *
 * <p>Leaving {@code async with barrier} does nothing in asyncio, so there is nothing to close here either.
 *
 * <p><b>Threads:</b> the loop's only.
 */
public final class Barrier {

    /*
     *                 the last party arrives
     *     +-> FILLING -----------------------> DRAINING --+      parties leave one by one; who arrives meanwhile waits
     *     |      |                                |       |      for the next round
     *     |      | reset, somebody is inside      | reset |
     *     |      v                                |       |
     *     |  RESETTING <--------------------------+       |      those inside leave with an error
     *     |      |                                        |
     *     +------+------- the last one inside leaves -----+
     *
     *   abort leads from everywhere to BROKEN: those inside leave with an error, and so does who arrives. From there,
     *   reset leads to RESETTING, or straight to FILLING if nobody is inside any more.
     *
     * The count is that of the parties inside. All of them, and those who wait for the next round, stand in one queue,
     * and every change of state wakes all of it; each looks for itself whether it may go on, or waits again.
     *
     * asyncio builds this on a condition. Its lock is not needed: a party has it only between two waits, where nobody
     * else runs, so it is never found taken. The order of wake-ups is that of the condition, with the wake-up that a
     * cancelled waiter hands on, after which the one it wakes waits at the end of the queue.
     */

    private enum State {
        FILLING, DRAINING, RESETTING, BROKEN
    }

    /**
     * The state of a barrier.
     *
     * @param parties how many tasks it takes
     * @param nWaiting how many have arrived and wait for the others
     * @param broken whether it was aborted
     * @param waiters the tasks that are suspended in {@link Barrier#await()}, also those that wait for the next round, with
     *        those that were woken or cancelled and have not gone on yet
     */
    public record Statistics(int parties, int nWaiting, boolean broken, List<Task<?>> waiters) {

        /**
         * Takes the list as it is now.
         *
         * @param parties how many tasks it takes
         * @param nWaiting how many have arrived and wait for the others
         * @param broken whether it was aborted
         * @param waiters the tasks that are suspended
         */
        public Statistics {
            waiters = List.copyOf(waiters);
        }
    }

    // written once
    private final int parties;

    // loop thread only
    private final WaitQueue waiters;
    private State state = State.FILLING;
    /** How many parties are inside. */
    private int count;

    /**
     * Creates a barrier.
     *
     * @param parties how many tasks have to arrive
     * @throws IllegalArgumentException if that is less than 1
     */
    public Barrier(int parties) {
        this(null, parties);
    }

    /**
     * Creates a barrier.
     *
     * @param parties how many tasks have to arrive
     * @param name what {@link #toString()} and messages call it
     * @throws IllegalArgumentException if there is less than 1 party
     */
    public Barrier(int parties, String name) {
        this(Objects.requireNonNull(name, "name"), parties);
    }

    private Barrier(@Nullable String name, int parties) {
        if (parties < 1) {
            throw new IllegalArgumentException("parties must be > 0");
        }
        this.parties = parties;
        this.waiters = new WaitQueue(this, name);
    }

    /**
     * Suspends the current task until all parties have arrived. The last one returns at once, the others go on in the next
     * tick. Who arrives while a round ends first waits for the last of its parties to leave.
     *
     * <p><b>Cancellation:</b> a task that is cancelled before the last party arrives does not count as arrived; the
     * barrier goes on waiting for the missing ones. After that, it only leaves.
     *
     * <p><b>Threads:</b> only in a task.
     *
     * @return the position of the task in the order of arrival, from 0 to {@code parties - 1}; as in asyncio it is how many
     *         were inside, so that two tasks may have the same one if a third was cancelled between them
     * @throws BrokenBarrierError if the barrier is broken, or is aborted or reset while the task waits
     * @throws org.asyncio4j.CancelledError if the current task is cancelled meanwhile
     * @throws IllegalStateException if called outside of a task, or if it has to wait and tasks of another loop have
     *         waited here
     */
    public int await() {
        waiters.requireTask();
        while (state == State.DRAINING || state == State.RESETTING) {
            awaitChange();
        }
        if (state == State.BROKEN) {
            throw new BrokenBarrierError(waiters.title() + " aborted");
        }
        int position = count++;
        try {
            if (count == parties) {
                become(State.DRAINING);
            } else {
                awaitOthers();
            }
            return position;
        } finally {
            leave();
        }
    }

    private void awaitOthers() {
        while (state == State.FILLING) {
            awaitChange();
        }
        if (state != State.DRAINING) {
            throw new BrokenBarrierError("Abort or reset of barrier" + waiters.nameSuffix());
        }
    }

    private void awaitChange() {
        try {
            waiters.await();
        } catch (Throwable error) {
            waiters.wakeFirst();
            throw error;
        }
    }

    private void leave() {
        count--;
        if (count == 0) {
            become(state == State.BROKEN ? State.BROKEN : State.FILLING);
        }
    }

    private void become(State next) {
        waiters.wakeAll();
        state = next;
    }

    /**
     * Brings the barrier back to its first state. Tasks that wait get an error; a broken barrier can be used again. Never
     * suspends.
     *
     * <p><b>Threads:</b> any task or callback of the loop.
     */
    public void reset() {
        become(count > 0 ? State.RESETTING : State.FILLING);
    }

    /**
     * Breaks the barrier: tasks that wait, and those that come later, get an error until it is {@linkplain #reset() reset}.
     * Never suspends.
     *
     * <p><b>Threads:</b> any task or callback of the loop.
     */
    public void abort() {
        become(State.BROKEN);
    }

    /**
     * Returns how many tasks have to arrive.
     *
     * @return the number of parties
     */
    public int parties() {
        return parties;
    }

    /**
     * Returns how many tasks have arrived and wait for the others.
     *
     * @return their number; 0 while a round ends and while the barrier is broken
     */
    public int nWaiting() {
        return state == State.FILLING ? count : 0;
    }

    /**
     * Tells whether the barrier was aborted.
     *
     * @return whether it is broken
     */
    public boolean broken() {
        return state == State.BROKEN;
    }

    /**
     * Returns how full the barrier is and who waits.
     *
     * @return the state at this moment
     */
    public Statistics statistics() {
        return new Statistics(parties, nWaiting(), broken(), waiters.tasks());
    }

    @Override
    public String toString() {
        String count = broken() ? "" : ", waiters:" + nWaiting() + "/" + parties;
        return "<" + waiters.title() + " [" + state.name().toLowerCase(Locale.ROOT) + count + waiters.names() + "]>";
    }
}
