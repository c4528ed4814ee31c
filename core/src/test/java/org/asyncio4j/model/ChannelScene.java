package org.asyncio4j.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.asyncio4j.channel.ChannelClosed;
import org.jspecify.annotations.Nullable;

/**
 * Two channels, A and B: no value is lost or given twice, everyone is served in turn on both sides, one clause of a select
 * takes effect and the others leave no trace, and nobody sleeps who could go on.
 */
final class ChannelScene extends Scene {

    /*
     * The account predicts the outcome of every operation. Each is a call of one clause or more. At the call either
     * some clause can take effect, and then the real one must return at once with one of those; or the call gets in line,
     * and somebody who comes later settles it: the outcome is known from that moment on, and must come out.
     *
     * Cancellation and time are the only things that the account does not see coming. A call that nobody has settled and
     * that is missing from the real lines has given up, which must be allowed: its task was cancelled, or its time may be
     * over. Apart from such the real lines must be those of the account, whenever something begins.
     */

    /** What is checked: two channels, or a copy of them with a fault. */
    interface Subject {
        /** Lets one clause take effect. */
        Outcome select(List<Clause> clauses);

        boolean trySend(int channel, int value);

        @Nullable
        Integer tryReceive(int channel);

        void close(int channel);

        /** The numbers of the tasks that wait. */
        List<Integer> line(int channel, Kind kind);

        void finish();
    }

    enum Kind {
        SEND, RECEIVE, DONE, TIMEOUT, OTHERWISE
    }

    /** One clause of a call; the value is what is sent. */
    record Clause(Kind kind, int channel, int value) {}

    /** Which clause took effect; the value is what was received, else 0, and the end of a channel. */
    record Outcome(Clause clause, int value) {
        static final int CLOSED = -1;

        /** Something has changed hands. */
        boolean isBinding() {
            return value != CLOSED && (clause.kind == Kind.SEND || clause.kind == Kind.RECEIVE);
        }
    }

    private static final class Call {
        private final int task;
        private final List<Clause> clauses;
        private @Nullable Outcome outcome;
        private boolean gaveUp;

        Call(int task, List<Clause> clauses) {
            this.task = task;
            this.clauses = clauses;
        }

        boolean waits() {
            return outcome == null && !gaveUp;
        }

        boolean has(Kind kind) {
            return clauses.stream().anyMatch(clause -> clause.kind == kind);
        }
    }

    private static final class Account {
        private final int capacity;
        private final Deque<Integer> values = new ArrayDeque<>();
        private boolean closed;

        Account(int capacity) {
            this.capacity = capacity;
        }

        @Override
        public String toString() {
            return values + (closed ? " closed" : "");
        }
    }

    private static final Clause SEND_A = new Clause(Kind.SEND, 0, 0);
    private static final Clause SEND_B = new Clause(Kind.SEND, 1, 0);
    private static final Clause RECEIVE_A = new Clause(Kind.RECEIVE, 0, 0);
    private static final Clause RECEIVE_B = new Clause(Kind.RECEIVE, 1, 0);
    private static final Clause DONE = new Clause(Kind.DONE, 0, 0);
    private static final Clause TIMEOUT = new Clause(Kind.TIMEOUT, 0, 0);
    private static final Clause OTHERWISE = new Clause(Kind.OTHERWISE, 0, 0);

    private static final Map<String, List<Clause>> CALLS = Map.of(
            "sendA", List.of(SEND_A),
            "sendB", List.of(SEND_B),
            "receiveA", List.of(RECEIVE_A),
            "receiveB", List.of(RECEIVE_B),
            "receiveAny", List.of(RECEIVE_A, RECEIVE_B),
            "sendAny", List.of(SEND_A, SEND_B),
            "exchange", List.of(SEND_B, RECEIVE_B),
            "forward", List.of(SEND_B, RECEIVE_A, TIMEOUT),
            "receiveOrDone", List.of(RECEIVE_A, DONE),
            "poll", List.of(RECEIVE_A, RECEIVE_B, OTHERWISE));

    private final Subject subject;
    private final List<Account> accounts;
    /** Those that have not ended, in the order in which they began. */
    private final List<Call> calls = new ArrayList<>();
    private final Map<Integer, Integer> sent = new HashMap<>();
    private boolean finished;
    /** A call that takes effect at once, and must not suspend. */
    private @Nullable Call immediate;

    ChannelScene(Subject subject, int capacityOfA, int capacityOfB) {
        this.subject = subject;
        this.accounts = List.of(new Account(capacityOfA), new Account(capacityOfB));
    }

    @Override
    List<String> operations() {
        return List.of("sendA", "sendA", "receiveA", "receiveA", "sendB", "receiveB", "receiveAny", "receiveAny",
                "sendAny",
                "exchange", "forward", "receiveOrDone", "poll", "trySendA", "tryReceiveA", "closeA", "finish");
    }

    @Override
    void perform(int task, String operation) {
        check(immediate == null, "a call that can take effect at once suspends");
        compareLines();
        List<Clause> clauses = CALLS.get(operation);
        if (clauses != null) {
            call(new Call(task, clauses.stream().map(clause -> withValue(task, clause)).toList()));
            return;
        }
        switch (operation) {
            case "trySendA" -> trySend(task);
            case "tryReceiveA" -> tryReceive(task);
            case "closeA" -> close();
            case "finish" -> {
                subject.finish();
                finished = true;
            }
            default -> throw new IllegalArgumentException(operation);
        }
    }

    private Clause withValue(int task, Clause clause) {
        return clause.kind == Kind.SEND ? new Clause(Kind.SEND, clause.channel, newValue(task)) : clause;
    }

    private int newValue(int task) {
        return 10 * (task + 1) + sent.merge(task, 1, Integer::sum);
    }

    // ---- calls that may wait ----

    private void call(Call call) {
        List<Clause> ready = call.clauses.stream().filter(this::isReady).toList();
        boolean atOnce = !ready.isEmpty() || call.has(Kind.OTHERWISE);
        immediate = atOnce ? call : null;
        if (!atOnce) {
            calls.add(call);
        }
        try {
            Outcome real = subject.select(call.clauses);
            event(call.task, "ends with " + real);
            if (atOnce) {
                immediate = null;
                Clause expected = ready.contains(real.clause) ? real.clause
                        : ready.isEmpty() ? OTHERWISE : ready.getFirst();
                check(real.equals(effectOf(expected)), real + " is not what could be expected of " + call.clauses);
            } else {
                endOfWait(call, real);
            }
        } finally {
            immediate = null;
            if (calls.remove(call)) {
                endOfCancelled(call);
            }
        }
    }

    private void endOfWait(Call call, Outcome real) {
        calls.remove(call);
        boolean inTime = real.clause.kind == Kind.TIMEOUT || (real.clause.kind == Kind.DONE && finished);
        check(real.equals(call.outcome) || (call.outcome == null && inTime && call.clauses.contains(real.clause)),
                "a wait ended with " + real + " and not with " + call.outcome);
    }

    private void endOfCancelled(Call call) {
        check(call.outcome == null || !call.outcome.isBinding(),
                "a call ended in cancellation and had changed hands: " + call.outcome);
    }

    private boolean isReady(Clause clause) {
        Account account = accounts.get(clause.channel);
        return switch (clause.kind) {
            case SEND -> account.closed || account.values.size() < account.capacity
                    || first(clause.channel, Kind.RECEIVE) != null;
            case RECEIVE -> account.closed || !account.values.isEmpty() || first(clause.channel, Kind.SEND) != null;
            case DONE -> finished;
            case TIMEOUT, OTHERWISE -> false;
        };
    }

    /** Lets a clause take effect that is ready. */
    private Outcome effectOf(Clause clause) {
        Account account = accounts.get(clause.channel);
        return switch (clause.kind) {
            case SEND -> new Outcome(clause, account.closed ? Outcome.CLOSED : send(clause.channel, clause.value));
            case RECEIVE -> new Outcome(clause, receive(clause.channel));
            default -> new Outcome(clause, 0);
        };
    }

    private int send(int channel, int value) {
        Call receiver = first(channel, Kind.RECEIVE);
        if (receiver != null) {
            settle(receiver, channel, Kind.RECEIVE, value);
        } else {
            accounts.get(channel).values.add(value);
        }
        return 0;
    }

    private int receive(int channel) {
        Deque<Integer> values = accounts.get(channel).values;
        Call sender = first(channel, Kind.SEND);
        if (sender != null) {
            values.add(settle(sender, channel, Kind.SEND, 0).value);
        }
        Integer value = values.poll();
        return value == null ? Outcome.CLOSED : value;
    }

    /** The first who waits on one side of a channel. */
    private @Nullable Call first(int channel, Kind kind) {
        return line(channel, kind).stream().findFirst().orElse(null);
    }

    private List<Call> line(int channel, Kind kind) {
        return calls.stream().filter(call -> call.waits() && clause(call, channel, kind) != null).toList();
    }

    private static @Nullable Clause clause(Call call, int channel, Kind kind) {
        return call.clauses.stream()
                .filter(clause -> clause.channel == channel && clause.kind == kind)
                .findFirst()
                .orElse(null);
    }

    private static Clause settle(Call call, int channel, Kind kind, int value) {
        Clause clause = clause(call, channel, kind);
        if (clause == null) {
            throw new AssertionError(call.clauses);
        }
        call.outcome = new Outcome(clause, value);
        return clause;
    }

    // ---- what never waits ----

    private void trySend(int task) {
        Clause clause = withValue(task, SEND_A);
        boolean ready = isReady(clause);
        try {
            boolean done = subject.trySend(0, clause.value);
            check(done == ready && !accounts.getFirst().closed, "trySend gave " + done);
            if (done) {
                send(0, clause.value);
            }
        } catch (ChannelClosed _) {
            check(accounts.getFirst().closed, "an open channel refused");
        }
    }

    private void tryReceive(int task) {
        boolean ready = isReady(RECEIVE_A);
        int expected = ready ? receive(0) : 0;
        try {
            Integer value = subject.tryReceive(0);
            event(task, "has " + value);
            check(value == null ? !ready : expected == value, "tryReceive gave " + value + " and not " + expected);
        } catch (ChannelClosed _) {
            check(expected == Outcome.CLOSED, "tryReceive met an end that is not there");
        }
    }

    private void close() {
        subject.close(0);
        accounts.getFirst().closed = true;
        for (Kind kind : List.of(Kind.RECEIVE, Kind.SEND)) {
            line(0, kind).forEach(call -> settle(call, 0, kind, Outcome.CLOSED));
        }
    }

    // ---- what must hold ----

    private void compareLines() {
        for (int channel = 0; channel < accounts.size(); channel++) {
            for (Kind kind : List.of(Kind.SEND, Kind.RECEIVE)) {
                List<Integer> real = subject.line(channel, kind);
                for (Call call : line(channel, kind)) {
                    if (!real.contains(call.task)) {
                        check(mayGiveUp(call.task) || call.has(Kind.TIMEOUT) || (call.has(Kind.DONE) && finished),
                                "task " + call.task + " has left its line for no reason");
                        call.gaveUp = true;
                    }
                }
                List<Integer> expected = line(channel, kind).stream().map(call -> call.task).toList();
                check(real.equals(expected), "in line are " + real + " instead of " + expected);
            }
        }
    }

    @Override
    void checkQuiet() {
        compareLines();
        for (Call call : calls) {
            check(call.waits(), "task " + call.task + " is stuck with " + call.outcome);
        }
        check(tasksLeft() == calls.size(), "every task comes to its end or waits for its turn");
    }

    @Override
    void checkEnd() {
        compareLines();
        for (int channel = 0; channel < accounts.size(); channel++) {
            List<Integer> left = new ArrayList<>();
            for (Integer value = next(channel); value != null; value = next(channel)) {
                left.add(value);
            }
            check(left.equals(List.copyOf(accounts.get(channel).values)),
                    "left are " + left + " instead of " + accounts.get(channel));
        }
    }

    private @Nullable Integer next(int channel) {
        try {
            return subject.tryReceive(channel);
        } catch (ChannelClosed _) {
            return null;
        }
    }

    @Override
    String state() {
        return subject + " " + accounts;
    }
}
