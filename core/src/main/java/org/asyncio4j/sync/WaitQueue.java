package org.asyncio4j.sync;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.asyncio4j.Asyncio;
import org.asyncio4j.EventLoop;
import org.asyncio4j.Future;
import org.asyncio4j.Task;
import org.jspecify.annotations.Nullable;

/**
 * The tasks that wait for something, in the order in which they came: what every primitive and queue of this library is
 * made of, and what a program makes its own ones of.
 *
 * <pre>{@code
 * final class ReadWriteLock {
 *     private final WaitQueue waiters = new WaitQueue(this);
 *     private int readers;
 *     private boolean writing;
 *
 *     void lockRead() {
 *         while (writing) {
 *             waiters.await();
 *         }
 *         readers++;
 *     }
 *
 *     void lockWrite() {
 *         while (writing || readers > 0) {
 *             waiters.await();
 *         }
 *         writing = true;
 *     }
 *
 *     void unlock() {
 *         if (writing || readers == 1) {
 *             waiters.wakeAll();            // first, so that a call from a wrong thread changes nothing
 *         }
 *         readers = Math.max(0, readers - 1);
 *         writing = false;
 *     }
 *
 *     public String toString() {
 *         return waiters.describe(writing ? "writing" : "readers:" + readers);
 *     }
 * }
 * }</pre>
 *
 * <p>This one wakes everybody at every change, and each looks for itself. To wake only as many as can go on, there are
 * two ways:
 *
 * <ul>
 * <li><b>A promise.</b> {@link #wakeFirst}, {@link #wakeHead} and {@link #wake} leave the task in line until it goes on, a
 * tick later. Until then {@link #hasLiveWaiters} tells those who come that they must not overtake it. So it is in
 * {@link Lock} and {@link Semaphore}.
 * <li><b>A hint.</b> {@link #wakeAndRemoveFirst} takes the task out of the line. Somebody else may be faster; the task
 * looks again, and if it has to wait, then as the last. So it is in {@link org.asyncio4j.queue.Queue}.
 * </ul>
 *
 * <p>Either way a task that was woken may be cancelled before it goes on. It leaves {@code await} with an error and
 * without what it was woken for, so the next one has to be woken in its place:
 *
 * <pre>{@code
 * WaitQueue.Waiter waiter = waiters.newWaiter();
 * try {
 *     waiters.await(waiter);
 * } catch (Throwable error) {
 *     if (waiter.woken()) {
 *         waiters.wakeFirst();
 *     }
 *     throw error;
 * }
 * }</pre>
 *
 * <p>A wait queue is made without a loop, and belongs to one from the first time a task has to wait. Waiting costs one
 * future and nothing else; a waiter leaves the line in constant time, wherever it stands.
 *
 * <p><b>Threads:</b> the loop's only. On another thread the methods that wake throw {@link IllegalStateException} while
 * the loop runs, if there is somebody to wake; a primitive that wakes before it changes its own state is then as it was.
 */
public final class WaitQueue {

    /*
     * A waiter is a future. Waking sets its result; the task goes on a tick later. Until then its waiter stays in line,
     * done, or is taken out at once, as who wakes it wants.
     *
     *            await              wake               step of the task
     *   new -------------> in line --------> woken ---------------------> gone
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
     * The line is a list whose links are in the waiters themselves, from head to tail.
     */

    /** How many names a description shows. */
    private static final int NAMES_SHOWN = 5;

    /** The place of one task in line; it can be awaited once, in the queue that made it. */
    public static final class Waiter extends Future<Boolean> {

        // written once
        private final WaitQueue queue;
        private final Task<?> task;

        // loop thread only
        private boolean inLine;
        private @Nullable Waiter previous;
        private @Nullable Waiter next;

        private Waiter(WaitQueue queue, EventLoop loop, Task<?> task) {
            super(loop);
            this.queue = queue;
            this.task = task;
        }

        /**
         * Tells whether this waiter was woken, whatever became of its task since.
         *
         * @return true if it was; false if it waits still, or was cancelled while it waited
         */
        public boolean woken() {
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

    // set once, by the loop whose task waits first; shared with the siblings
    private final AtomicReference<@Nullable EventLoop> loop;

    // loop thread only
    private @Nullable Waiter head;
    private @Nullable Waiter tail;
    private int size;

    /**
     * Creates a queue in which nobody waits.
     *
     * @param primitive what tasks wait for: messages, and the text of a task that waits, show it by its {@code toString}.
     *        Where that shows objects of others, which may be tasks that wait here, a short text is the better primitive
     */
    public WaitQueue(Object primitive) {
        this(primitive, null);
    }

    /**
     * Creates a queue for a primitive that may have a name.
     *
     * @param primitive what tasks wait for, as in {@link #WaitQueue(Object)}
     * @param name the name that {@link #title()} and {@link #describe} show; null if it has none
     */
    public WaitQueue(Object primitive, @Nullable String name) {
        this(primitive, name, new AtomicReference<>());
    }

    private WaitQueue(Object primitive, @Nullable String name, AtomicReference<@Nullable EventLoop> loop) {
        this.primitive = Objects.requireNonNull(primitive, "primitive");
        this.name = name;
        this.loop = loop;
    }

    /**
     * Creates another queue for the same primitive, in which tasks wait for something else. Both belong to the same loop.
     *
     * @return a queue in which nobody waits
     */
    public WaitQueue sibling() {
        return new WaitQueue(primitive, name, loop);
    }

    // ---- waiting ----

    /**
     * Returns the task that is about to wait. A primitive that calls this first fails in a callback at once, and not only
     * when there is something to wait for.
     *
     * @return the current task
     * @throws IllegalStateException if called outside of a task
     */
    public Task<?> requireTask() {
        Task<?> task = Asyncio.currentTask();
        if (task == null) {
            throw new IllegalStateException(primitive + " cannot be waited for in a callback of "
                    + Asyncio.getRunningLoop() + "; use createTask in it");
        }
        return task;
    }

    /**
     * Creates a waiter for the current task, which is not in line yet: until {@link #await(Waiter)} a primitive may still
     * change its state, and nothing can fail any more.
     *
     * @return the waiter
     * @throws IllegalStateException if called outside of a task, or if tasks of another loop have waited here
     */
    public Waiter newWaiter() {
        Task<?> task = requireTask();
        EventLoop running = task.getLoop();
        if (loop.get() != running && !loop.compareAndSet(null, running)) {
            throw new IllegalStateException(primitive + " is bound to a different event loop");
        }
        return new Waiter(this, running, task);
    }

    /**
     * Suspends the current task at the end of the line until it is woken.
     *
     * <p><b>Cancellation:</b> takes the task out of the line. A task that had been woken keeps that to itself; where
     * another one would have to be woken in its place, use {@link #await(Waiter)}.
     *
     * <p><b>Threads:</b> only in a task.
     *
     * @throws org.asyncio4j.CancelledError if the current task is cancelled meanwhile
     * @throws IllegalStateException if called outside of a task, or if tasks of another loop have waited here
     */
    public void await() {
        await(newWaiter());
    }

    /**
     * Suspends the current task at the end of the line until it is woken.
     *
     * <p><b>Cancellation:</b> takes the task out of the line; then {@link Waiter#woken()} tells whether it had been woken.
     *
     * <p><b>Threads:</b> only in the task that the waiter was made in.
     *
     * @param waiter a new waiter of this queue
     * @throws IllegalArgumentException if it is not new, or of another queue
     * @throws org.asyncio4j.CancelledError if the current task is cancelled meanwhile
     */
    public void await(Waiter waiter) {
        if (waiter.queue != this || waiter.inLine || waiter.done()) {
            throw new IllegalArgumentException(
                    waiter + " cannot wait here; make a new one with newWaiter of this queue");
        }
        add(waiter);
        try {
            waiter.await();
        } finally {
            remove(waiter);
        }
    }

    private void add(Waiter waiter) {
        waiter.inLine = true;
        waiter.previous = tail;
        if (tail == null) {
            head = waiter;
        } else {
            tail.next = waiter;
        }
        tail = waiter;
        size++;
    }

    private void remove(Waiter waiter) {
        if (!waiter.inLine) {
            return;
        }
        Waiter before = waiter.previous;
        Waiter after = waiter.next;
        if (before == null) {
            head = after;
        } else {
            before.next = after;
        }
        if (after == null) {
            tail = before;
        } else {
            after.previous = before;
        }
        waiter.inLine = false;
        waiter.previous = null;
        waiter.next = null;
        size--;
    }

    // ---- waking ----

    /**
     * Wakes the task at the head, if it was neither woken nor cancelled. So only one task is on its way at a time, and none
     * overtakes one that is about to leave. It stays in line until it goes on, in the next tick.
     */
    public void wakeHead() {
        if (head != null && !head.done()) {
            head.setResult(true);
        }
    }

    /**
     * Wakes the first task that was neither woken nor cancelled. It stays in line until it goes on, in the next tick.
     *
     * @return whether there was one
     */
    public boolean wakeFirst() {
        return wake(1) == 1;
    }

    /**
     * Wakes so many tasks, from the first on, of those that were neither woken nor cancelled. They stay in line until they
     * go on, in the next tick.
     *
     * @param limit how many at most; 0 or less wakes none
     * @return how many there were
     */
    public int wake(int limit) {
        int woken = 0;
        for (Waiter waiter = head; waiter != null && woken < limit; waiter = waiter.next) {
            if (!waiter.done()) {
                waiter.setResult(true);
                woken++;
            }
        }
        return woken;
    }

    /** Wakes every task. They stay in line until they go on, in the next tick. */
    public void wakeAll() {
        wake(size);
    }

    /**
     * Takes tasks out of the line up to the first that was not cancelled, and wakes that one.
     *
     * @return whether there was one
     */
    public boolean wakeAndRemoveFirst() {
        boolean woke = false;
        while (!woke && head != null) {
            Waiter first = head;
            if (!first.done()) {
                first.setResult(true);
                woke = true;
            }
            remove(first);
        }
        return woke;
    }

    /** Takes every task out of the line, and wakes it. */
    public void wakeAndRemoveAll() {
        while (head != null) {
            wakeAndRemoveFirst();
        }
    }

    // ---- looking ----

    /**
     * Tells whether somebody in line waits, or was woken and has not gone on yet: who comes now must not overtake them.
     *
     * @return whether there is a task in line that was not cancelled
     */
    public boolean hasLiveWaiters() {
        Waiter waiter = head;
        while (waiter != null && waiter.cancelled()) {
            waiter = waiter.next;
        }
        return waiter != null;
    }

    /**
     * Returns how many tasks are in line, with those that were woken or cancelled and have not gone on yet.
     *
     * @return their number
     */
    public int size() {
        return size;
    }

    /**
     * Returns the tasks in line, first come first, with those that were woken or cancelled and have not gone on yet.
     *
     * @return a new list
     */
    public List<Task<?>> tasks() {
        return firstTasks(size);
    }

    private List<Task<?>> firstTasks(int limit) {
        List<Task<?>> tasks = new ArrayList<>();
        for (Waiter waiter = head; waiter != null && tasks.size() < limit; waiter = waiter.next) {
            tasks.add(waiter.task);
        }
        return tasks;
    }

    // ---- words ----

    /**
     * Returns what to call the primitive in a message.
     *
     * @return {@code Lock}, or {@code Lock 'db'} if it has a name
     */
    public String title() {
        return primitive.getClass().getSimpleName() + nameSuffix();
    }

    /** The name in quotes with a blank before it, or nothing. */
    String nameSuffix() {
        return name == null ? "" : " '" + name + "'";
    }

    /**
     * Returns the text of the primitive, as asyncio has it, with the names of the first tasks that wait. It does not call
     * the {@code toString} of the primitive.
     *
     * @param state the state in words
     * @return for example {@code <Lock 'db' [locked, waiters:2 ('a', 'b')]>}
     */
    public String describe(String state) {
        String count = size == 0 ? "" : ", waiters:" + size;
        return "<" + title() + " [" + state + count + names() + "]>";
    }

    /**
     * Returns the names of the first tasks in line.
     *
     * @return for example {@code  ('a', 'b')} with a blank before it; nothing if nobody waits
     */
    public String names() {
        if (size == 0) {
            return "";
        }
        return firstTasks(NAMES_SHOWN).stream()
                .map(task -> "'" + task.getName() + "'")
                .collect(Collectors.joining(", ", " (", size > NAMES_SHOWN ? ", ...)" : ")"));
    }

    @Override
    public String toString() {
        return "<WaitQueue of " + primitive + " waiters:" + size + names() + ">";
    }
}
