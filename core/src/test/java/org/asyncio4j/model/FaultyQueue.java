package org.asyncio4j.model;

import static org.asyncio4j.Asyncio.getRunningLoop;

import java.util.ArrayDeque;
import java.util.Deque;
import org.asyncio4j.CancelledError;
import org.asyncio4j.Future;
import org.asyncio4j.queue.QueueEmpty;
import org.asyncio4j.queue.QueueShutDown;
import org.jspecify.annotations.Nullable;

/** A queue with one planted bug of a kind that queues have had; with none, a null, it is correct. */
final class FaultyQueue implements QueueScene.Subject {

    enum Fault {
        /** A getter that is woken and cancelled keeps the wake-up: the item lies beside a sleeping getter. */
        STRANDED_GETTER("is stuck in get beside ["),
        /** A putter that is woken and cancelled keeps the wake-up: the place is free beside a sleeping putter. */
        STRANDED_PUTTER("is stuck in put beside ["),
        /** The wake-up goes to the first in line, even if that was cancelled meanwhile. */
        DEAD_WAITER_SWALLOWS_THE_WAKE_UP("is stuck in get beside ["),
        /** The item is given to the getter with the wake-up, and is lost if that getter is cancelled. */
        ITEM_HANDED_TO_THE_CANCELLED("left are ["),
        /** A woken getter takes the item even though it ends in cancellation. */
        ITEM_TAKEN_BY_THE_CANCELLED("left are ["),
        /** A woken putter does not look again whether its place is still free. */
        PUTTER_DOES_NOT_LOOK_AGAIN("more than maxsize: ["),
        /** A woken getter does not look again whether its item is still there. */
        GETTER_DOES_NOT_LOOK_AGAIN("got org.asyncio4j.queue.QueueEmpty"),
        /** Shutting down wakes only one of those who wait. */
        SHUTDOWN_WAKES_ONE("is stuck in get beside []"),
        /** Shutting down forgets those who wait for a free place. */
        SHUTDOWN_FORGETS_PUTTERS("is stuck in put beside ["),
        /** A putter that waited puts its item even if the queue was shut down meanwhile, if there is a place. */
        PUT_AFTER_SHUTDOWN("was put after the shutdown");

        /** What the model says when it finds the bug. */
        final String violation;

        Fault(String violation) {
            this.violation = violation;
        }
    }

    private final @Nullable Fault fault;
    private final int maxsize;
    private final Deque<Integer> items = new ArrayDeque<>();
    private final Deque<Future<@Nullable Integer>> getters = new ArrayDeque<>();
    private final Deque<Future<@Nullable Integer>> putters = new ArrayDeque<>();
    private boolean shutDown;

    FaultyQueue(@Nullable Fault fault, int maxsize) {
        this.fault = fault;
        this.maxsize = maxsize;
    }

    @Override
    public void put(int item) {
        boolean woken = false;
        while (isFull() && !(woken && fault == Fault.PUTTER_DOES_NOT_LOOK_AGAIN)) {
            checkOpen();
            await(putters, false);
            woken = true;
        }
        if (!(woken && fault == Fault.PUT_AFTER_SHUTDOWN)) {
            checkOpen();
        }
        Future<@Nullable Integer> getter = fault == Fault.ITEM_HANDED_TO_THE_CANCELLED ? pollLive(getters) : null;
        if (getter != null) {
            getter.setResult(item);
        } else {
            items.add(item);
            wakeNext(getters);
        }
    }

    private void checkOpen() {
        if (shutDown) {
            throw new QueueShutDown();
        }
    }

    private boolean isFull() {
        return items.size() >= maxsize;
    }

    @Override
    public int get() {
        boolean woken = false;
        while (items.isEmpty() && !(woken && fault == Fault.GETTER_DOES_NOT_LOOK_AGAIN)) {
            checkOpen();
            Integer handed = await(getters, true);
            if (handed != null) {
                return handed;
            }
            woken = true;
        }
        return getNowait();
    }

    @Override
    public int getNowait() {
        if (items.isEmpty()) {
            throw new QueueEmpty();
        }
        int item = items.remove();
        wakeNext(putters);
        return item;
    }

    private @Nullable Integer await(Deque<Future<@Nullable Integer>> waiters, boolean getting) {
        Future<@Nullable Integer> waiter = getRunningLoop().createFuture();
        waiters.add(waiter);
        try {
            return waiter.await();
        } catch (CancelledError cancelled) {
            waiters.remove(waiter);
            boolean woken = waiter.done() && !waiter.cancelled();
            if (woken && getting && fault == Fault.ITEM_TAKEN_BY_THE_CANCELLED && !items.isEmpty()) {
                getNowait();
            }
            boolean passesOn = fault != (getting ? Fault.STRANDED_GETTER : Fault.STRANDED_PUTTER);
            if (woken && passesOn && (getting ? !items.isEmpty() : !isFull())) {
                wakeNext(waiters);
            }
            throw cancelled;
        }
    }

    private void wakeNext(Deque<Future<@Nullable Integer>> waiters) {
        Future<@Nullable Integer> waiter = fault == Fault.DEAD_WAITER_SWALLOWS_THE_WAKE_UP
                ? waiters.poll()
                : pollLive(waiters);
        if (waiter != null && !waiter.done()) {
            waiter.setResult(null);
        }
    }

    private static @Nullable Future<@Nullable Integer> pollLive(Deque<Future<@Nullable Integer>> waiters) {
        Future<@Nullable Integer> waiter = waiters.poll();
        while (waiter != null && waiter.done()) {
            waiter = waiters.poll();
        }
        return waiter;
    }

    @Override
    public void shutdown(boolean immediate) {
        shutDown = true;
        if (immediate) {
            items.clear();
        }
        wakeAll(getters);
        if (fault != Fault.SHUTDOWN_FORGETS_PUTTERS) {
            wakeAll(putters);
        }
    }

    private void wakeAll(Deque<Future<@Nullable Integer>> waiters) {
        do {
            wakeNext(waiters);
        } while (!waiters.isEmpty() && fault != Fault.SHUTDOWN_WAKES_ONE);
    }

    @Override
    public int size() {
        return items.size();
    }

    @Override
    public String toString() {
        return items + " getters " + getters.size() + " putters " + putters.size() + (shutDown ? " shut down" : "");
    }
}
