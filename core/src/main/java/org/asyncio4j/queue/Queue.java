package org.asyncio4j.queue;

import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.asyncio4j.Task;
import org.asyncio4j.sync.WaitQueue;
import org.asyncio4j.sync.WaitQueue.Waiter;
import org.jspecify.annotations.Nullable;

/**
 * A line of items between tasks: some put, others get, oldest first. With a {@code maxsize} those who put wait until there
 * is a free place, so that a fast producer cannot run ahead of a slow consumer.
 *
 * <pre>{@code
 * var queue = new Queue<String>(10);
 * createTask(() -> {
 *     for (String url : queue) {     // suspends until there is an item; ends after shutdown()
 *         download(url);
 *     }
 * });
 * for (String url : urls) {
 *     queue.put(url);                // suspends while there are 10
 * }
 * queue.shutdown();
 * }</pre>
 *
 * <p>Tasks that wait are woken in the order in which they came. Who is woken does not own the item yet: it goes on a tick
 * later, and if another task was faster it waits again, as the last.
 *
 * <p>Items are counted: {@link #join} waits until {@link #taskDone} has been called for each that was put.
 *
 * <p>{@code null} is an item like any other, as {@code None} is in Python, where it often marks the end. So {@link #get}
 * never returns it to say that there is nothing. {@link #shutdown()} is the better end: it reaches every consumer.
 *
 * <p>{@code java.util} has an interface of this name: import this class by its name; see {@link org.asyncio4j.queue} for
 * files that need both.
 *
 * <p><b>Threads:</b> the loop's only; another thread puts with {@code loop.callSoonThreadsafe(() ->
 * queue.putNowait(item))}. A queue can be made and filled before there is a loop. It belongs to the loop in which a task
 * first had to wait for it.
 *
 * @param <T> the type of the items
 */
public sealed class Queue<T extends @Nullable Object> implements Iterable<T> permits LifoQueue, PriorityQueue {

    /*
     * Three lines of tasks wait here: for an item, for a free place, and for the end of all work. One item wakes one getter
     * and one taken item wakes one putter, and neither is promised anything. What keeps a task from sleeping beside an item
     * that it could have is this: for every item there is a getter that was woken for it and has not gone on yet, or no
     * getter sleeps, or somebody else takes the item; the same for places and putters. A task that was woken and ends
     * without taking, because it is cancelled or because a comparator throws, must therefore wake the next one.
     *
     *          shutdown()                     last item taken
     *   open ---------------> draining  -----------------------> ended
     *     |                      |                                 ^
     *     +----------------------+--------- shutdown(true) --------+
     *
     * Draining gives and does not take; ended does neither. Shutting down wakes everyone, and each finds out for itself.
     *
     * Every change wakes first and then changes the state, which is all the same to who is woken, a tick later. But on a
     * thread that is not the loop's waking throws, and then nothing has changed. If it is the change that fails, because a
     * comparator throws, who was woken finds nothing and waits again.
     */

    /**
     * The state of a queue.
     *
     * @param size how many items there are
     * @param maxsize how many there may be; no limit if that is zero or less
     * @param unfinishedTasks how many items were put for which {@link #taskDone()} was not called yet
     * @param shutDown whether the queue was shut down
     * @param getters the tasks that wait for an item, in the order in which they will be woken; here and in the other lists
     *        without those that were woken and have not gone on yet
     * @param putters the tasks that wait for a free place
     * @param joiners the tasks that wait until no item is unfinished
     */
    public record Statistics(int size, int maxsize, int unfinishedTasks, boolean shutDown, List<Task<?>> getters,
            List<Task<?>> putters, List<Task<?>> joiners) {

        /**
         * Takes the lists as they are now.
         *
         * @param size how many items there are
         * @param maxsize how many there may be
         * @param unfinishedTasks how many items are not done
         * @param shutDown whether the queue was shut down
         * @param getters the tasks that wait for an item
         * @param putters the tasks that wait for a free place
         * @param joiners the tasks that wait until no item is unfinished
         */
        public Statistics {
            getters = List.copyOf(getters);
            putters = List.copyOf(putters);
            joiners = List.copyOf(joiners);
        }
    }

    // written once
    private final Items<T> items;
    private final int maxsize;
    /** {@code Queue}, or {@code Queue 'jobs'} if it has a name. */
    private final String title;

    // loop thread only
    private final WaitQueue getters;
    private final WaitQueue putters;
    private final WaitQueue joiners;
    private int unfinishedTasks;
    private boolean shutDown;

    /** Creates a queue without a limit. */
    public Queue() {
        this(0);
    }

    /**
     * Creates a queue.
     *
     * @param maxsize how many items there may be; no limit if that is zero or less
     */
    public Queue(int maxsize) {
        this(new Fifo<>(), maxsize, null);
    }

    /**
     * Creates a queue with a name.
     *
     * @param maxsize how many items there may be; no limit if that is zero or less
     * @param name what {@link #toString()} and messages call it
     */
    public Queue(int maxsize, String name) {
        this(new Fifo<>(), maxsize, named(name));
    }

    Queue(Items<T> items, int maxsize, @Nullable String name) {
        this.items = items;
        this.maxsize = maxsize;
        this.title = getClass().getSimpleName() + (name == null ? "" : " '" + name + "'");
        this.getters = new WaitQueue(title);
        this.putters = getters.sibling();
        this.joiners = getters.sibling();
    }

    static String named(String name) {
        return Objects.requireNonNull(name, "name");
    }

    // ---- putting and getting ----

    /**
     * Puts an item into the queue; suspends the current task while the queue is full. With a free place it returns at once,
     * and no other task gets a turn.
     *
     * <p><b>Cancellation:</b> a task that is cancelled while it waits has put nothing.
     *
     * @param item the item
     * @throws QueueShutDown if the queue is shut down, before or while the task waits
     * @throws org.asyncio4j.CancelledError if the current task is cancelled meanwhile
     * @throws IllegalStateException if it had to wait outside of a task, or if tasks of another loop have waited here
     */
    public void put(T item) {
        if (isFull() && !shutDown) {
            await(putters, () -> !isFull());
        }
        putWhenFree(item);
    }

    private void putWhenFree(T item) {
        while (isFull() && !shutDown) {
            await(putters, () -> !isFull());
        }
        putNowait(item);
    }

    /**
     * Puts an item into the queue if there is a free place; never suspends.
     *
     * @param item the item
     * @throws QueueFull if there is none
     * @throws QueueShutDown if the queue is shut down
     */
    public void putNowait(T item) {
        if (shutDown) {
            throw new QueueShutDown();
        }
        if (isFull()) {
            throw new QueueFull();
        }
        getters.wakeAndRemoveFirst();
        boolean added = false;
        try {
            items.add(item);
            added = true;
        } finally {
            if (!added) {
                putters.wakeAndRemoveFirst();
            }
        }
        unfinishedTasks++;
    }

    /**
     * Takes the next item; suspends the current task while there is none. If there is one it returns at once, and no other
     * task gets a turn.
     *
     * <p><b>Cancellation:</b> a task that is cancelled while it waits has taken nothing; what it would have got goes to the
     * next.
     *
     * @return the item
     * @throws QueueShutDown if the queue is shut down and there is no item left
     * @throws org.asyncio4j.CancelledError if the current task is cancelled meanwhile
     * @throws IllegalStateException if it had to wait outside of a task, or if tasks of another loop have waited here
     */
    public T get() {
        if (isEmpty() && !shutDown) {
            await(getters, () -> !isEmpty());
        }
        return getWhenThere();
    }

    private T getWhenThere() {
        while (isEmpty() && !shutDown) {
            await(getters, () -> !isEmpty());
        }
        return getNowait();
    }

    /**
     * Takes the next item if there is one; never suspends.
     *
     * @return the item
     * @throws QueueEmpty if there is none
     * @throws QueueShutDown if there is none, and the queue is shut down
     */
    public T getNowait() {
        if (isEmpty()) {
            throw shutDown ? new QueueShutDown() : new QueueEmpty();
        }
        putters.wakeAndRemoveFirst();
        boolean taken = false;
        try {
            T item = items.remove();
            taken = true;
            return item;
        } finally {
            if (!taken) {
                getters.wakeAndRemoveFirst();
            }
        }
    }

    /**
     * Returns the items to come, for a {@code for} statement that ends when the queue is shut down and empty. The step to
     * the next item is {@link #get}: it suspends the current task while there is none, and throws what that throws, apart
     * from {@link QueueShutDown}.
     *
     * <p>Any number of tasks may iterate at a time; each item goes to one of them. {@code hasNext()} takes the item that
     * {@code next()} returns, so an iterator that is used by hand and dropped between the two takes an item with it.
     *
     * <p><b>Cancellation:</b> as for {@link #get}: a task that is cancelled while it waits has taken nothing. Leaving the
     * loop early leaves the other items in the queue.
     *
     * @return an iterator, which only the tasks of one loop may use
     */
    @Override
    public Iterator<T> iterator() {
        return new QueueIterator<>(this);
    }

    // ---- work that was put and work that is done ----

    /**
     * Says that the work on one item is done; for those who {@link #join}. A consumer calls it once for each item that it
     * took.
     *
     * @throws IllegalArgumentException if it is called more often than items were put
     */
    public void taskDone() {
        if (unfinishedTasks == 0) {
            throw new IllegalArgumentException("task_done() called too many times");
        }
        if (unfinishedTasks == 1) {
            joiners.wakeAndRemoveAll();
        }
        unfinishedTasks--;
    }

    /**
     * Suspends the current task until {@link #taskDone} has been called for every item that was put; returns at once if that
     * is so. A task that was woken returns even if something is put before it goes on.
     *
     * <p><b>Cancellation:</b> changes nothing in the queue.
     *
     * @throws org.asyncio4j.CancelledError if the current task is cancelled meanwhile
     * @throws IllegalStateException if it had to wait outside of a task, or if tasks of another loop have waited here
     */
    public void join() {
        if (unfinishedTasks > 0) {
            await(joiners, () -> false);
        }
    }

    // ---- shutting down ----

    /**
     * Closes the entrance: nothing can be put any more, what is in the queue can still be taken. The same as
     * {@code shutdown(false)}.
     */
    public void shutdown() {
        shutdown(false);
    }

    /**
     * Closes the queue. Every {@link #put}, waiting or to come, throws {@link QueueShutDown}, even if there is a free
     * place; so does every {@link #get} that finds no item. Once shut down, a queue stays so; shutting it down again is
     * harmless, and may be used to throw away what is left.
     *
     * @param immediate whether to throw the items away that are in the queue, as if they had been taken and done: those
     *        who {@link #join} wait only for items that are in work
     */
    public void shutdown(boolean immediate) {
        int unfinishedThen = immediate ? Math.max(0, unfinishedTasks - items.size()) : unfinishedTasks;
        if (unfinishedThen == 0) {
            joiners.wakeAndRemoveAll();
        }
        getters.wakeAndRemoveAll();
        putters.wakeAndRemoveAll();
        shutDown = true;
        unfinishedTasks = unfinishedThen;
        if (immediate) {
            items.clear();
        }
    }

    // ---- waiting ----

    /** Waits until woken; one that was woken and is cancelled nevertheless wakes the next if that is of use. */
    private static void await(WaitQueue waiters, BooleanSupplier isOfUse) {
        Waiter waiter = waiters.newWaiter();
        try {
            waiters.await(waiter);
        } catch (Throwable error) {
            if (waiter.woken() && isOfUse.getAsBoolean()) {
                waiters.wakeAndRemoveFirst();
            }
            throw error;
        }
    }

    // ---- what others may know ----

    /**
     * Returns how many items there may be.
     *
     * @return the limit; none if it is zero or less
     */
    public int maxsize() {
        return maxsize;
    }

    /**
     * Returns how many items there are: {@code qsize()} in Python.
     *
     * @return the number of items
     */
    public int size() {
        return items.size();
    }

    /**
     * Tells whether there is no item: {@code empty()} in Python.
     *
     * @return whether {@link #get} would wait, or find the queue shut down
     */
    public boolean isEmpty() {
        return items.size() == 0;
    }

    /**
     * Tells whether there is no free place: {@code full()} in Python.
     *
     * @return whether there are {@link #maxsize} items or more; false if there is no limit
     */
    public boolean isFull() {
        return maxsize > 0 && items.size() >= maxsize;
    }

    /**
     * Returns how things stand, and which tasks wait here.
     *
     * @return a picture of this moment
     */
    public Statistics statistics() {
        return new Statistics(size(), maxsize, unfinishedTasks, shutDown, getters.tasks(), putters.tasks(),
                joiners.tasks());
    }

    @Override
    public String toString() {
        return "<" + title + " maxsize=" + maxsize
                + (isEmpty() ? "" : " _queue=" + items)
                + describe("_getters", getters)
                + describe("_putters", putters)
                + (unfinishedTasks > 0 ? " tasks=" + unfinishedTasks : "")
                + (shutDown ? " shutdown" : "")
                + ">";
    }

    /** How many wait in a line, as asyncio shows it, and the names of the first; nothing if nobody does. */
    private static String describe(String line, WaitQueue waiters) {
        int waiting = waiters.size();
        return waiting == 0 ? "" : " " + line + "[" + waiting + "]" + waiters.names();
    }
}
