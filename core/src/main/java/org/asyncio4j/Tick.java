package org.asyncio4j;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.asyncio4j.spi.Poller;
import org.asyncio4j.spi.ReadyOrder;
import org.jspecify.annotations.Nullable;

/** The heart of a loop: decides what runs next, and sleeps when there is nothing. It runs nothing itself. */
final class Tick {

    /*
     * One tick, as in asyncio:
     *
     *   1. how long may the loop sleep: not at all if something is ready or the loop is to stop, else until the
     *      first deadline, else until woken;
     *   2. sleep in the poller, or only look into it if channels are watched; the callbacks of those that are ready join
     *      the ready queue;
     *   3. what other threads handed over joins it;
     *   4. timers that are due join it, by deadline;
     *   5. the size of the queue is read once: so many items are the batch. What is added while the batch runs waits
     *      for the next tick, so a callback that schedules itself starves nobody;
     *   6. after the batch the loop ends if it was told to stop.
     *
     * Whoever runs the loop calls next() for each item: on the mounted carrier that is one thread, on the baton carrier
     * the thread that has the baton. Only the loop's own thread may sleep in the poller.
     *
     * Sleeping and waking (no wake-up is lost, and a loop that is awake costs its producers no system call):
     *
     *   loop:      state = SLEEPING; then look at the inbox once more; then poll; then state = AWAKE
     *   producer:  add to the inbox; then if state == SLEEPING and it can be set to AWAKE: wake the poller
     *
     * Either the producer sees SLEEPING, or the loop sees what the producer added.
     *
     * A step can be interrupted to run another thread in its place, as a call would: that of a task that starts eagerly.
     * Such threads go before everything else, the last one first, and are part of the step that called them.
     */

    /** The longest single sleep, as in asyncio; the loop then looks again. */
    private static final long MAX_SLEEP_NANOS = TimeUnit.DAYS.toNanos(1);

    private static final int AWAKE = 0;
    private static final int SLEEPING = 1;

    private static final VarHandle STATE = FieldAccess.to(MethodHandles.lookup(), "state", int.class);

    // written once
    private final BaseEventLoop loop;
    private final LoopTime time;
    private final Poller poller;
    private final ReadyOrder order;
    private final boolean fifo;
    private final LoopIo io;
    private final Inbox inbox = new Inbox();

    // loop thread only
    private final ReadyQueue ready = new ReadyQueue();
    private final TimerHeap timers = new TimerHeap();
    /** The threads that the current step consists of, innermost first, without the one that runs. */
    private final Deque<Strand> calls = new ArrayDeque<>();
    /** The threadsafe handle whose callback was begun last and has not ended, as far as is known; or null. */
    private @Nullable Handle running;
    /** How many items of the batch are left. */
    private int left;
    /** No batch has been taken since the loop was started, so even a loop told to stop takes one. */
    private boolean fresh;
    private boolean stopping;
    private long count;

    // any thread
    private volatile int state = AWAKE;

    Tick(BaseEventLoop loop, LoopTime time, Poller poller, ReadyOrder order) {
        this.loop = loop;
        this.time = time;
        this.poller = poller;
        this.order = order;
        this.fifo = order == ReadyOrder.fifo();
        this.io = new LoopIo(loop, this, poller);
    }

    /** Makes a thread the next to run, before everything else. */
    void call(Strand strand) {
        calls.push(strand);
    }

    /** The thread that has to run before everything else, or null. */
    @Nullable
    Strand nextCall() {
        return calls.poll();
    }

    /** Tells whether some thread has to run before everything else: the current step was called by another one. */
    boolean isCalling() {
        return !calls.isEmpty();
    }

    /** The callback of a threadsafe handle begins, or has ended if it is null. */
    void runs(@Nullable Handle handle) {
        running = handle;
    }

    /** Tells whether the current step was called by the callback of a threadsafe handle, and is not that itself. */
    boolean isCalledBy(Handle handle) {
        return handle == running && isCalling();
    }

    /** Adds an item behind everything that is ready, also behind what other threads have handed over by now. */
    void add(Object item) {
        inbox.drainTo(ready);
        ready.add(item);
    }

    TimerHeap timers() {
        return timers;
    }

    LoopIo io() {
        return io;
    }

    /** How many batches have been taken; what ordering tests count with. */
    long count() {
        return count;
    }

    void start() {
        fresh = true;
    }

    void stop() {
        stopping = true;
    }

    /** Forgets a request to stop and what is left of a batch; what is queued stays queued. */
    void end() {
        stopping = false;
        left = 0;
    }

    /**
     * Returns the next item to run, or null if this thread has none: because the loop is to end, or because it has to
     * sleep and this thread may not.
     */
    @Nullable
    Object next(boolean maySleep) {
        for (;;) {
            if (loop.isBroken()) {
                return null;
            }
            if (left > 0) {
                Object item = take();
                if (item instanceof Handle handle && handle.cancelled()) {
                    continue;
                }
                return item;
            }
            if (stopping && !fresh) {
                return null;
            }
            if (!beginBatch(maySleep)) {
                return null;
            }
        }
    }

    /**
     * Begins the next tick in place if the running task, which lets others have a turn, would be all that is in it. Tells
     * whether it did: the task then goes on without having waited.
     *
     * <p>It does not where that would show: where the poller has something to look into, or the thread was interrupted, which
     * is noticed when it waits.
     */
    boolean passInPlace() {
        if (left > 0 || !ready.isEmpty() || !inbox.isEmpty() || !calls.isEmpty() || stopping || !maySkipSwitches()
                || poller.isWatching() || isTimerDue() || Thread.currentThread().isInterrupted()) {
            return false;
        }
        count++;
        return true;
    }

    private boolean isTimerDue() {
        return !timers.isEmpty() && timers.firstDeadline() <= time.nowNanos();
    }

    /**
     * Tells whether the loop may spare itself a switch that a program cannot see; not where the order of what is ready is
     * chosen by a test, where steps are timed, and where the loop is to be left.
     */
    boolean maySkipSwitches() {
        return fifo && !loop.getDebug() && !loop.isBroken();
    }

    /** The next item of the batch if it is a callback of the user and may run now, else null. */
    @Nullable
    Handle nextCallback() {
        while (left > 0 && fifo && !loop.isBroken() && ready.peek() instanceof Handle handle
                && !handle.isInternal()) {
            take();
            if (!handle.cancelled()) {
                return handle;
            }
        }
        return null;
    }

    /** The next item of the batch if it is a task that may begin now, on any thread, else null. */
    @Nullable
    Task<?> nextToBegin() {
        if (left > 0 && ready.peek() instanceof Task<?> task && task.mayBegin()) {
            take();
            return task;
        }
        return null;
    }

    private Object take() {
        int index = fifo ? 0 : order.next(left);
        left--;
        return index == 0 ? ready.poll() : ready.poll(index);
    }

    private boolean beginBatch(boolean maySleep) {
        long timeout = timeoutNanos();
        if (timeout > 0) {
            if (!maySleep) {
                return false;
            }
            sleep(timeout);
        } else if (poller.isWatching()) {
            poller.poll(0);
        }
        inbox.drainTo(ready);
        if (!timers.isEmpty()) {
            long now = time.nowNanos();
            for (TimerHandle due = timers.pollDue(now); due != null; due = timers.pollDue(now)) {
                ready.add(due);
            }
        }
        fresh = false;
        left = ready.size();
        count++;
        return true;
    }

    private long timeoutNanos() {
        if (!ready.isEmpty() || stopping || !inbox.isEmpty()) {
            return 0;
        }
        if (timers.isEmpty()) {
            return Poller.FOREVER;
        }
        return Math.min(timers.firstDeadline() - time.nowNanos(), MAX_SLEEP_NANOS);
    }

    private void sleep(long timeoutNanos) {
        state = SLEEPING;
        if (inbox.isEmpty()) {
            poller.poll(timeoutNanos);
        }
        state = AWAKE;
        // With the flag left set no later poll would sleep at all.
        if (Thread.interrupted()) {
            loop.interrupted();
        }
    }

    /** Any thread: hands an item over and wakes the loop if it sleeps. Never blocks and never throws. */
    void addFromOutside(Object item) {
        inbox.add(item);
        if (state == SLEEPING && STATE.compareAndSet(this, SLEEPING, AWAKE)) {
            poller.wakeup();
        }
    }

    /** Drops the callbacks of users and all timers that are queued; steps of tasks and the library's own work stay. */
    void dropCallbacks() {
        inbox.drainTo(ready);
        for (int i = ready.size(); i > 0; i--) {
            Object item = ready.poll();
            if (item instanceof Submission<?> submission) {
                loop.submissions.add(submission); // taken in, but only to fail once the loop is closed
            } else if (!(item instanceof Handle handle) || handle.isInternal()) {
                ready.add(item);
            }
        }
        timers.clear();
    }

    /** Drops everything that is queued, and closes the poller; threads that are ready to run go on without the loop. */
    void close() {
        timers.clear();
        left = 0;
        while (!ready.isEmpty()) {
            forward(ready.poll());
        }
        closeInbox();
        poller.close();
    }

    /** Any thread: does the same to what has come in since the loop was closed. */
    void closeInbox() {
        if (!inbox.isEmpty()) {
            inbox.drain(Tick::forward);
        }
    }

    private static void forward(Object item) {
        if (item instanceof MountedStrand strand) {
            strand.forward();
        } else if (item instanceof Submission<?> submission) {
            submission.fail();
        }
    }
}
