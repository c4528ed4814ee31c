package org.asyncio4j.channel;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicReference;
import org.asyncio4j.CancelledError;
import org.asyncio4j.EventLoop;
import org.asyncio4j.KeyboardInterrupt;
import org.asyncio4j.SystemExit;
import org.asyncio4j.Task;
import org.jspecify.annotations.Nullable;

/**
 * Hands values from tasks that send to tasks that receive, first come, first served on both sides.
 *
 * <pre>{@code
 * var lines = new Channel<String>();
 * createTask(() -> {
 *     for (String line : lines) {        // until the channel is closed and empty
 *         index(line);
 *     }
 * });
 * lines.send("first");                   // returns when the other task has taken it
 * lines.close();
 * }</pre>
 *
 * <p>The capacity says how many values may wait in the channel. With 0, which is the default, none can: {@code send} and
 * {@code receive} meet, and {@code send} returns when a receiver has taken the value. With {@link #UNBOUNDED}, {@code send}
 * never waits.
 *
 * <p>A channel differs from a {@link org.asyncio4j.queue.Queue} in four points. A value goes straight to the task that has
 * waited longest, and nobody overtakes it. A channel can have no place at all. It can be closed with an error, which those
 * who receive get after the last value. And it can stand in a {@link Select#select select}.
 *
 * <p>{@code null} is no value.
 *
 * <p><b>Cancellation:</b> a call that ends in cancellation has taken nothing, and nothing of it is delivered. A value
 * changes hands at one moment: when the later of the two sides calls. If the task that waited is cancelled after that
 * moment and before it goes on, its call returns nevertheless, and the request is delivered at the next wait.
 *
 * <p><b>Threads:</b> the loop's only; another thread sends with {@code loop.callSoonThreadsafe(() ->
 * channel.trySend(value))}. A channel can be made and filled before there is a loop. It belongs to the loop in which a task
 * first had to wait for it.
 *
 * @param <T> the type of the values
 */
public final class Channel<T> implements Iterable<T> {

    /*
     * While the channel is open, at most one of three things holds:
     *
     *   receivers wait              then there is no value
     *   senders wait                then there are as many values as the capacity, perhaps none
     *   nobody waits
     *
     * Who comes looks at the other side first. The exception are the lines of one select that both sends and receives
     * here: its bids stand on both sides and cannot meet each other, since each call looks before it gets in line.
     *
     *          close                  last value taken
     *   open ---------> draining ------------------------> ended
     *
     * A bid is struck before the state changes: on a thread that is not the loop's that throws, and nothing has changed.
     */

    /** The capacity of a channel without a limit. */
    public static final int UNBOUNDED = Integer.MAX_VALUE;

    /**
     * The state of a channel.
     *
     * @param size how many values wait in it
     * @param capacity how many may
     * @param closed whether it was closed
     * @param senders the tasks that wait to send, first come first; here and in the other list without those whose wait has
     *        ended and that have not gone on yet
     * @param receivers the tasks that wait for a value
     */
    public record Statistics(int size, int capacity, boolean closed, List<Task<?>> senders, List<Task<?>> receivers) {

        /**
         * Takes the lists as they are now.
         *
         * @param size how many values wait in it
         * @param capacity how many may
         * @param closed whether it was closed
         * @param senders the tasks that wait to send
         * @param receivers the tasks that wait for a value
         */
        public Statistics {
            senders = List.copyOf(senders);
            receivers = List.copyOf(receivers);
        }
    }

    // written once
    private final int capacity;
    private final @Nullable String name;

    // written once, by the loop whose task waits first
    private final AtomicReference<@Nullable EventLoop> loop = new AtomicReference<>();

    // loop thread only
    private final Queue<T> values = new ArrayDeque<>();
    private final Line<SendBid<T>> senders = new Line<>();
    private final Line<ReceiveBid<T>> receivers = new Line<>();
    private boolean closed;
    private @Nullable Throwable closedWith;

    /** Creates a channel where senders and receivers meet. */
    public Channel() {
        this(0);
    }

    /**
     * Creates a channel where senders and receivers meet, with a name.
     *
     * @param name what {@link #toString()} and messages call it
     */
    public Channel(String name) {
        this(0, name);
    }

    /**
     * Creates a channel.
     *
     * @param capacity how many values may wait in it
     * @throws IllegalArgumentException if that is negative
     */
    public Channel(int capacity) {
        this.capacity = checkCapacity(capacity);
        this.name = null;
    }

    /**
     * Creates a channel with a name.
     *
     * @param capacity how many values may wait in it
     * @param name what {@link #toString()} and messages call it
     * @throws IllegalArgumentException if the capacity is negative
     */
    public Channel(int capacity, String name) {
        this.capacity = checkCapacity(capacity);
        this.name = Objects.requireNonNull(name, "name");
    }

    private static int checkCapacity(int capacity) {
        if (capacity < 0) {
            throw new IllegalArgumentException("capacity must be 0 for a channel where both sides meet, a number of"
                    + " places, or Channel.UNBOUNDED: " + capacity);
        }
        return capacity;
    }

    // ---- sending ----

    /**
     * Sends a value. Suspends the current task until a receiver has taken it, or there is a place for it; if that is so
     * already it returns at once, and no other task gets a turn.
     *
     * <p><b>Cancellation:</b> a call that ends in cancellation has sent nothing.
     *
     * @param value the value
     * @throws ChannelClosed if the channel is closed, before or while the task waits; the value is not delivered then
     * @throws CancelledError if the current task is cancelled meanwhile
     * @throws IllegalStateException if it had to wait outside of a task, or if tasks of another loop have waited here
     */
    public void send(T value) {
        if (trySend(value)) {
            return;
        }
        Waiter waiter = Waiter.forCurrentTask(title());
        SendBid<T> bid = line(waiter, value);
        try {
            waiter.awaitStrike();
        } finally {
            bid.withdraw();
        }
        sent(bid);
    }

    /**
     * Sends a value if a receiver waits or there is a place; never suspends.
     *
     * @param value the value
     * @return whether it was sent
     * @throws ChannelClosed if the channel is closed
     */
    public boolean trySend(T value) {
        Objects.requireNonNull(value, "value");
        if (closed) {
            throw refusal();
        }
        ReceiveBid<T> receiver = receivers.strikeFirst();
        if (receiver != null) {
            receiver.received(value);
            return true;
        }
        if (values.size() < capacity) {
            values.add(value);
            return true;
        }
        return false;
    }

    /** Whether trySend would send, or refuse. */
    boolean canSend() {
        return closed || values.size() < capacity || !receivers.isEmpty();
    }

    /** Gets in line to send. */
    SendBid<T> line(Waiter waiter, T value) {
        bind(waiter.getLoop());
        var bid = new SendBid<>(waiter, this, value);
        senders.add(bid);
        return bid;
    }

    void withdraw(SendBid<T> bid) {
        senders.remove(bid);
    }

    /** The end of a wait to send. */
    void sent(SendBid<T> bid) {
        if (!bid.isBinding()) {
            throw refusal();
        }
    }

    private ChannelClosed refusal() {
        return new ChannelClosed(title() + " is closed; what was sent to it is not delivered", closedWith);
    }

    // ---- receiving ----

    /**
     * Receives the next value; suspends the current task while there is none. If there is one it returns at once, and no
     * other task gets a turn.
     *
     * <p><b>Cancellation:</b> a call that ends in cancellation has received nothing.
     *
     * @return the value
     * @throws ChannelClosed if the channel is closed and there is no value left
     * @throws CancelledError if the current task is cancelled meanwhile
     * @throws IllegalStateException if it had to wait outside of a task, or if tasks of another loop have waited here
     */
    public T receive() {
        T value = receiveOrEnd();
        if (value == null) {
            throw ended();
        }
        return value;
    }

    /** Receives the next value, or null at the end. */
    @Nullable
    T receiveOrEnd() {
        if (canReceive()) {
            return poll();
        }
        Waiter waiter = Waiter.forCurrentTask(title());
        ReceiveBid<T> bid = line(waiter);
        try {
            waiter.awaitStrike();
        } finally {
            bid.withdraw();
        }
        return received(bid);
    }

    /**
     * Receives the next value if there is one; never suspends.
     *
     * @return the value, or null if there is none now
     * @throws ChannelClosed if the channel is closed and there is no value left: there will never be one
     */
    public @Nullable T tryReceive() {
        T value = poll();
        if (value == null && closed) {
            throw ended();
        }
        return value;
    }

    /** Whether there is a value, or never will be one. */
    boolean canReceive() {
        return closed || !values.isEmpty() || !senders.isEmpty();
    }

    /** The next value; null if there is none. Throws the error that the channel was closed with, if it is its turn. */
    @Nullable
    T poll() {
        SendBid<T> sender = senders.strikeFirst();
        T value = values.poll();
        if (value == null) {
            return sender != null ? sender.take() : end();
        }
        if (sender != null) {
            values.add(sender.take());
        }
        return value;
    }

    /** Gets in line to receive. */
    ReceiveBid<T> line(Waiter waiter) {
        bind(waiter.getLoop());
        var bid = new ReceiveBid<>(waiter, this);
        receivers.add(bid);
        return bid;
    }

    void withdraw(ReceiveBid<T> bid) {
        receivers.remove(bid);
    }

    /** What came of a wait to receive; null at the end. */
    @Nullable
    T received(ReceiveBid<T> bid) {
        T value = bid.value();
        return value != null ? value : end();
    }

    private @Nullable T end() {
        Throwable error = closedWith;
        if (error == null) {
            return null;
        }
        if (error instanceof CancelledError || error instanceof KeyboardInterrupt || error instanceof SystemExit) {
            throw ended(); // these are about the task that closed the channel, and not about the one that receives
        }
        throw Channel.<RuntimeException>undeclared(error);
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // the cast is erased: that is its point
    private static <E extends Throwable> E undeclared(Throwable error) throws E {
        throw (E) error;
    }

    /** The error for who receives after the end. */
    ChannelClosed ended() {
        return new ChannelClosed(title() + " is closed and has no value left", closedWith);
    }

    /**
     * Returns the values to come, for a {@code for} statement that ends when the channel is closed and empty. The step to
     * the next value is {@link #receive}: it suspends the current task while there is none. If the channel was closed with
     * an error, the error is thrown in place of the end.
     *
     * <p>Any number of tasks may iterate at a time; each value goes to one of them. {@code hasNext()} takes the value that
     * {@code next()} returns, so an iterator that is used by hand and dropped between the two takes a value with it.
     *
     * @return an iterator, which only the tasks of one loop may use
     */
    @Override
    public Iterator<T> iterator() {
        return new ChannelIterator<>(this);
    }

    // ---- closing ----

    /**
     * Closes this channel: nothing can be sent any more, and those who wait to send get {@link ChannelClosed}. What is in
     * the channel can still be received; after the last value comes the end. Closing twice is harmless, and the first call
     * counts. Never suspends.
     */
    public void close() {
        closeWith(null);
    }

    /**
     * Closes this channel because of an error: as {@link #close()}, but those who receive get the error after the last
     * value, the very object; who sends gets a {@link ChannelClosed} with this cause. Of a {@link CancelledError}, a
     * {@link KeyboardInterrupt} or a {@link SystemExit}, which are not about them, those who receive get a
     * {@code ChannelClosed} with this cause, too.
     *
     * @param error why there will be no more values
     */
    public void close(Throwable error) {
        closeWith(Objects.requireNonNull(error, "error"));
    }

    private void closeWith(@Nullable Throwable error) {
        if (closed) {
            return;
        }
        strikeAll(receivers);
        strikeAll(senders);
        closed = true;
        closedWith = error;
    }

    private static void strikeAll(Line<?> line) {
        while (line.strikeFirst() != null) {
            // each finds the channel closed
        }
    }

    // ---- what others may know ----

    private void bind(EventLoop running) {
        if (loop.get() != running && !loop.compareAndSet(null, running)) {
            throw new IllegalStateException(this + " is bound to a different event loop");
        }
    }

    /**
     * Tells whether this channel was closed; there may still be values in it.
     *
     * @return whether nothing can be sent any more
     */
    public boolean isClosed() {
        return closed;
    }

    /**
     * Returns how many values wait in this channel; those of tasks that wait to send are not among them.
     *
     * @return the number of values
     */
    public int size() {
        return values.size();
    }

    /**
     * Returns how many values may wait in this channel.
     *
     * @return the capacity
     */
    public int capacity() {
        return capacity;
    }

    /**
     * Returns how things stand, and which tasks wait here.
     *
     * @return a picture of this moment
     */
    public Statistics statistics() {
        return new Statistics(size(), capacity, closed, senders.tasks(), receivers.tasks());
    }

    /** {@code Channel}, or {@code Channel 'jobs'} if it has a name. */
    String title() {
        return "Channel" + (name == null ? "" : " '" + name + "'");
    }

    @Override
    public String toString() {
        return "<" + title() + " capacity=" + (capacity == UNBOUNDED ? "unbounded" : capacity)
                + (values.isEmpty() ? "" : " values=" + values)
                + senders.describe("senders")
                + receivers.describe("receivers")
                + (closed ? " closed" : "")
                + ">";
    }
}
