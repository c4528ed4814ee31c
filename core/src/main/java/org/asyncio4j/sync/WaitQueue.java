package org.asyncio4j.sync;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.asyncio4j.Asyncio;
import org.asyncio4j.EventLoop;
import org.asyncio4j.Future;
import org.asyncio4j.Task;
import org.jspecify.annotations.Nullable;

/** The tasks that wait for a primitive, in the order in which they came, and the name the primitive goes by. */
final class WaitQueue {

    /*
     * A waiter is a future. Waking sets its result; the task goes on a tick later, and until then its waiter stays in the
     * queue, done.
     *
     *            await              wake               step of the task
     *   new -------------> queued ---------> woken ---------------------> gone
     *                         |                |                            ^
     *                         | task.cancel    | task.cancel                |  await throws CancelledError
     *                         v                v                            |
     *                     cancelled      woken, to be cancelled             |
     *                         |                |    step of the task        |
     *                         +----------------+----------------------------+
     *
     * A task always leaves through the finally block of await, so no waiter is ever left behind. In the lower row the
     * primitive must see to it that what the task was woken for, or stood in the way of, goes to the next one: each does
     * so where it calls await.
     *
     * Primitives wake before they change their own state: on a thread that is not the loop's, waking throws, and then
     * nothing has changed.
     */

    /** How many names a description shows. */
    private static final int NAMES_SHOWN = 5;

    /** The place of one task in the queue. */
    static final class Waiter extends Future<Boolean> {

        private final WaitQueue queue;
        private final Task<?> task;

        private Waiter(WaitQueue queue, EventLoop loop, Task<?> task) {
            super(loop);
            this.queue = queue;
            this.task = task;
        }

        /** Tells whether this waiter was woken, whatever became of its task since. */
        boolean woken() {
            return done() && !cancelled();
        }

        @Override
        public String toString() {
            String state = cancelled() ? "cancelled" : done() ? "woken" : "pending";
            return "<Waiter " + state + " of " + queue.primitive + ">";
        }
    }

    // written once
    private final Object primitive;
    private final @Nullable String name;

    // written once, by the loop whose task waits first
    private final AtomicReference<@Nullable EventLoop> loop = new AtomicReference<>();

    // loop thread only
    private final Queue<Waiter> waiters = new ArrayDeque<>();

    /** Makes the queue of a primitive, which messages name. */
    WaitQueue(Object primitive, @Nullable String name) {
        this.primitive = primitive;
        this.name = name;
    }

    // ---- waiting ----

    /** The task that is about to wait here; fails in a callback, whether there is anything to wait for or not. */
    Task<?> requireTask() {
        Task<?> task = Asyncio.currentTask();
        if (task == null) {
            throw new IllegalStateException(primitive + " cannot be waited for in a callback of "
                    + Asyncio.getRunningLoop() + "; use createTask in it");
        }
        return task;
    }

    /** Makes a waiter that is not in the queue yet; fails if the primitive belongs to another loop. */
    Waiter newWaiter() {
        Task<?> task = requireTask();
        EventLoop running = Asyncio.getRunningLoop();
        if (loop.get() != running && !loop.compareAndSet(null, running)) {
            throw new IllegalStateException(primitive + " is bound to a different event loop");
        }
        return new Waiter(this, running, task);
    }

    /** Waits at the end of the queue until woken. */
    void await(Waiter waiter) {
        waiters.add(waiter);
        try {
            waiter.await();
        } finally {
            waiters.remove(waiter);
        }
    }

    // ---- waking ----

    /** Wakes the task at the head, if it was neither woken nor cancelled: nobody overtakes one that is about to leave. */
    void wakeHead() {
        Waiter head = waiters.peek();
        if (head != null && !head.done()) {
            head.setResult(true);
        }
    }

    /** Wakes the first task that was neither woken nor cancelled; tells whether there was one. */
    boolean wakeFirst() {
        return wake(1) == 1;
    }

    /** Wakes every task. */
    void wakeAll() {
        wake(waiters.size());
    }

    /** Wakes so many tasks, from the first on, of those that were neither woken nor cancelled; returns how many. */
    int wake(int limit) {
        int woken = 0;
        for (Waiter waiter : waiters) {
            if (woken >= limit) {
                break;
            }
            if (!waiter.done()) {
                waiter.setResult(true);
                woken++;
            }
        }
        return woken;
    }

    // ---- looking ----

    /** Tells whether somebody waits, or was woken and has not gone on yet: who comes now must not overtake them. */
    boolean hasLiveWaiters() {
        for (Waiter waiter : waiters) {
            if (!waiter.cancelled()) {
                return true;
            }
        }
        return false;
    }

    /** The tasks in the queue, first come first. */
    List<Task<?>> tasks() {
        return waiters.stream().<Task<?>>map(waiter -> waiter.task).toList();
    }

    // ---- words ----

    /** {@code Lock}, or {@code Lock 'db'} if the primitive has a name. */
    String title() {
        return primitive.getClass().getSimpleName() + nameSuffix();
    }

    /** The name in quotes with a blank before it, or nothing. */
    String nameSuffix() {
        return name == null ? "" : " '" + name + "'";
    }

    /** The primitive as asyncio shows it, and the names of those who wait. */
    String describe(String state) {
        String count = waiters.isEmpty() ? "" : ", waiters:" + waiters.size();
        return "<" + title() + " [" + state + count + names() + "]>";
    }

    /** The names of the first tasks in brackets with a blank before them, or nothing. */
    String names() {
        if (waiters.isEmpty()) {
            return "";
        }
        return waiters.stream()
                .limit(NAMES_SHOWN)
                .map(waiter -> "'" + waiter.task.getName() + "'")
                .collect(Collectors.joining(", ", " (", waiters.size() > NAMES_SHOWN ? ", ...)" : ")"));
    }
}
