package org.asyncio4j.model;

import static java.time.Duration.ofMillis;
import static org.asyncio4j.Asyncio.currentTask;
import static org.asyncio4j.Asyncio.getRunningLoop;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.asyncio4j.CancelledError;
import org.asyncio4j.Future;
import org.asyncio4j.Task;
import org.asyncio4j.channel.ChannelClosed;
import org.asyncio4j.model.ChannelScene.Clause;
import org.asyncio4j.model.ChannelScene.Kind;
import org.asyncio4j.model.ChannelScene.Outcome;
import org.jspecify.annotations.Nullable;

/** Two channels with one planted fault of a kind that channels have had; with none, a null, they are correct. */
final class FaultyChannels implements ChannelScene.Subject {

    enum Fault {
        /** A value that was handed over is lost with the receiver that is cancelled before it goes on. */
        VALUE_LOST_WITH_ITS_RECEIVER,
        /** A value is delivered though its sender ends in cancellation. */
        VALUE_OF_A_CANCELLED_SENDER,
        /** A value is handed to one that was cancelled. */
        DEAD_WAITER_SERVED,
        /** The losing clauses of a select stay in line. */
        LOSING_CLAUSE_STAYS,
        /** Who has come last is served first. */
        LAST_COME_FIRST_SERVED,
        /** A free place is given to nobody who waits for one. */
        FREE_PLACE_FORGOTTEN,
        /** One value more than the capacity fits in. */
        ONE_TOO_MANY,
        /** Closing leaves those who send waiting. */
        CLOSE_FORGETS_SENDERS,
        /** Closing throws away what is in the channel. */
        CLOSE_DROPS_VALUES,
        /** A select lets every clause take effect that is ready. */
        SELECT_TAKES_ALL,
        /** A select with both sides of a channel meets itself. */
        SELECT_MEETS_ITSELF,
        /** A call that gave up on time leaves its place in line taken. */
        GONE_BUT_IN_LINE
    }

    private static final class Wait {
        private final Future<Boolean> wake = getRunningLoop().createFuture();
        private final Task<?> task = Objects.requireNonNull(currentTask());
        private @Nullable Outcome outcome;
    }

    private record Place(Wait of, Clause clause) {}

    private static final class Channel {
        private final int capacity;
        private final Deque<Integer> values = new ArrayDeque<>();
        private final Deque<Place> senders = new ArrayDeque<>();
        private final Deque<Place> receivers = new ArrayDeque<>();
        private boolean closed;

        Channel(int capacity) {
            this.capacity = capacity;
        }

        Deque<Place> line(Kind kind) {
            return kind == Kind.SEND ? senders : receivers;
        }
    }

    private final @Nullable Fault fault;
    private final List<Channel> channels;
    /** Made when there is a loop. */
    private @Nullable Future<Boolean> future;

    FaultyChannels(@Nullable Fault fault, int capacityOfA, int capacityOfB) {
        this.fault = fault;
        this.channels = List.of(new Channel(capacityOfA + (fault == Fault.ONE_TOO_MANY ? 1 : 0)),
                new Channel(capacityOfB));
    }

    // ---- select ----

    @Override
    public Outcome select(List<Clause> clauses) {
        Outcome first = null;
        for (Clause clause : clauses) {
            Outcome outcome = attempt(clause);
            first = first == null ? outcome : first;
            if (first != null && fault != Fault.SELECT_TAKES_ALL) {
                return first;
            }
        }
        return first != null ? first : await(clauses);
    }

    private @Nullable Outcome attempt(Clause clause) {
        Channel channel = channels.get(clause.channel());
        return switch (clause.kind()) {
            case SEND -> channel.closed
                    ? new Outcome(clause, Outcome.CLOSED)
                    : give(channel, clause.value()) ? new Outcome(clause, 0) : null;
            case RECEIVE -> {
                Integer value = take(channel);
                yield value != null || channel.closed
                        ? new Outcome(clause, value != null ? value : Outcome.CLOSED)
                        : null;
            }
            case DONE -> future().done() ? new Outcome(clause, 0) : null;
            case TIMEOUT -> null;
            case OTHERWISE -> new Outcome(clause, 0);
        };
    }

    private Outcome await(List<Clause> clauses) {
        var wait = new Wait();
        List<Runnable> undo = new ArrayList<>();
        for (Clause clause : clauses) {
            enter(wait, clause, undo);
        }
        try {
            wait.wake.await();
        } catch (CancelledError cancelled) {
            if (wait.outcome == null || !wait.outcome.isBinding() || isDropped(wait.outcome)) {
                throw cancelled;
            }
            wait.task.uncancel();
            wait.task.cancel(cancelled.getMessage());
        } finally {
            undo.forEach(Runnable::run);
        }
        return Objects.requireNonNull(wait.outcome);
    }

    private boolean isDropped(Outcome outcome) {
        return fault == (outcome.clause().kind() == Kind.SEND
                ? Fault.VALUE_OF_A_CANCELLED_SENDER
                : Fault.VALUE_LOST_WITH_ITS_RECEIVER);
    }

    private void enter(Wait wait, Clause clause, List<Runnable> undo) {
        switch (clause.kind()) {
            case SEND, RECEIVE -> {
                Channel channel = channels.get(clause.channel());
                var place = new Place(wait, clause);
                channel.line(clause.kind()).add(place);
                if (fault == Fault.SELECT_MEETS_ITSELF && !channel.senders.isEmpty() && !channel.receivers.isEmpty()) {
                    strike(channel.receivers.getFirst(), channel.senders.getFirst().clause.value());
                    channel.senders.removeFirst();
                }
                undo.add(() -> {
                    boolean lost = wait.outcome != null && wait.outcome.clause() != clause;
                    boolean gone = wait.outcome == null;
                    if (!(lost && fault == Fault.LOSING_CLAUSE_STAYS) && !(gone && fault == Fault.GONE_BUT_IN_LINE)) {
                        channel.line(clause.kind()).remove(place);
                    }
                });
            }
            case DONE -> future().addDoneCallback(_ -> settle(wait, new Outcome(clause, 0)));
            default -> {
                var timer = getRunningLoop().callLater(ofMillis(1),
                        () -> settle(wait, new Outcome(clause, 0)));
                undo.add(timer::cancel);
            }
        }
    }

    // ---- channels ----

    private static boolean settle(Wait wait, Outcome outcome) {
        if (wait.wake.done()) {
            return false;
        }
        wait.wake.setResult(true);
        wait.outcome = outcome;
        return true;
    }

    private boolean strike(Place place, int value) {
        return settle(place.of, new Outcome(place.clause, value))
                || (fault == Fault.DEAD_WAITER_SERVED && place.of.wake.cancelled());
    }

    private @Nullable Place strikeFirst(Deque<Place> line, int value) {
        Deque<Place> left = fault == Fault.LOSING_CLAUSE_STAYS ? new ArrayDeque<>(line) : line;
        while (!left.isEmpty()) {
            Place place = fault == Fault.LAST_COME_FIRST_SERVED ? left.removeLast() : left.removeFirst();
            if (strike(place, value)) {
                line.remove(place);
                return place;
            }
        }
        return null;
    }

    private boolean give(Channel channel, int value) {
        if (strikeFirst(channel.receivers, value) != null) {
            return true;
        }
        return channel.values.size() < channel.capacity && channel.values.add(value);
    }

    private @Nullable Integer take(Channel channel) {
        Integer value = channel.values.poll();
        if (value != null && fault == Fault.FREE_PLACE_FORGOTTEN) {
            return value;
        }
        Place sender = strikeFirst(channel.senders, 0);
        if (sender == null) {
            return value;
        }
        if (value == null) {
            return sender.clause.value();
        }
        channel.values.add(sender.clause.value());
        return value;
    }

    // ---- the rest ----

    @Override
    public boolean trySend(int channel, int value) {
        Channel real = channels.get(channel);
        if (real.closed) {
            throw new ChannelClosed("closed", null);
        }
        return give(real, value);
    }

    @Override
    public @Nullable Integer tryReceive(int channel) {
        Integer value = take(channels.get(channel));
        if (value == null && channels.get(channel).closed) {
            throw new ChannelClosed("closed", null);
        }
        return value;
    }

    @Override
    public void close(int channel) {
        Channel real = channels.get(channel);
        real.closed = true;
        List<Place> all = new ArrayList<>(real.receivers);
        if (fault != Fault.CLOSE_FORGETS_SENDERS) {
            all.addAll(real.senders);
            real.senders.clear();
        }
        real.receivers.clear();
        all.forEach(place -> settle(place.of, new Outcome(place.clause, Outcome.CLOSED)));
        if (fault == Fault.CLOSE_DROPS_VALUES) {
            real.values.clear();
        }
    }

    @Override
    public void finish() {
        if (!future().done()) {
            future().setResult(true);
        }
    }

    private Future<Boolean> future() {
        Future<Boolean> known = future;
        if (known == null) {
            known = getRunningLoop().createFuture();
            future = known;
        }
        return known;
    }

    @Override
    public List<Integer> line(int channel, Kind kind) {
        boolean all = fault == Fault.LOSING_CLAUSE_STAYS || fault == Fault.GONE_BUT_IN_LINE;
        return channels.get(channel)
                .line(kind)
                .stream()
                .filter(place -> !place.of.wake.done() || (all && place.of.task.done()))
                .map(place -> Integer.valueOf(place.of.task.getName().substring(1)))
                .toList();
    }

    @Override
    public String toString() {
        return line(0, Kind.SEND) + " " + channels.get(0).values + " " + line(0, Kind.RECEIVE) + " "
                + line(1, Kind.SEND) + " " + channels.get(1).values + " " + line(1, Kind.RECEIVE);
    }
}
