package org.asyncio4j.sync;

import java.util.ArrayDeque;
import java.util.Queue;
import org.asyncio4j.Asyncio;
import org.asyncio4j.CancelledError;
import org.asyncio4j.EventLoop;
import org.asyncio4j.Future;
import org.jspecify.annotations.Nullable;

/** The tasks that wait for a primitive, in the order in which they came. */
final class WaitQueue {

    /*
     * A waiter is a future. Waking sets its result; the task goes on a tick later, and until then its waiter stays in the
     * queue, done. A task that is cancelled leaves through the same finally block, so no waiter is ever left behind.
     */

    private final Object owner;
    private final Queue<Future<Boolean>> waiters = new ArrayDeque<>();
    private @Nullable EventLoop loop;

    /** Makes the queue of a primitive, which is named in messages. */
    WaitQueue(Object owner) {
        this.owner = owner;
    }

    /** Waits until woken. */
    void await() {
        await(() -> {});
    }

    /**
     * Waits until woken. Throws without waiting if the primitive belongs to another loop.
     *
     * @param giveBack called if the task was woken and is cancelled nevertheless, so that it cannot use what it was
     *        woken for
     */
    void await(Runnable giveBack) {
        Future<Boolean> waiter = runningLoop().createFuture();
        waiters.add(waiter);
        try {
            waiter.await();
        } catch (CancelledError cancelled) {
            if (waiter.done() && !waiter.cancelled()) {
                giveBack.run();
            }
            throw cancelled;
        } finally {
            waiters.remove(waiter);
        }
    }

    private EventLoop runningLoop() {
        EventLoop running = Asyncio.getRunningLoop();
        if (loop == null) {
            loop = running;
        } else if (loop != running) {
            throw new IllegalStateException(owner + " is bound to a different event loop");
        }
        return running;
    }

    /** Wakes the first waiter that was neither woken nor cancelled; tells whether there was one. */
    boolean wakeFirst() {
        for (Future<Boolean> waiter : waiters) {
            if (!waiter.done()) {
                waiter.setResult(true);
                return true;
            }
        }
        return false;
    }

    /** Wakes every waiter. */
    void wakeAll() {
        for (Future<Boolean> waiter : waiters) {
            if (!waiter.done()) {
                waiter.setResult(true);
            }
        }
    }

    /** Tells whether somebody waits, or was woken and has not gone on yet. */
    boolean hasLiveWaiters() {
        return waiters.stream().anyMatch(waiter -> !waiter.cancelled());
    }

    int size() {
        return waiters.size();
    }
}
