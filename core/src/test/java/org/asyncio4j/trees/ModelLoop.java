package org.asyncio4j.trees;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import org.asyncio4j.trees.Outcome.What;
import org.jspecify.annotations.Nullable;

/** A model of asyncio's loop, futures and tasks: events, one after the other. Nothing of the library is in it. */
final class ModelLoop {

    /** What is to happen with an outcome. */
    interface Then {
        void go(Outcome outcome);
    }

    /** Something to be called, unless it is called off. */
    static final class Call implements Runnable {
        private final Runnable action;
        private final int at;
        private final int number;
        private boolean off;

        private Call(Runnable action, int at, int number) {
            this.action = action;
            this.at = at;
            this.number = number;
        }

        void callOff() {
            off = true;
        }

        @Override
        public void run() {
            if (!off) {
                action.run();
            }
        }
    }

    private final @Nullable Fault fault;
    private final ArrayDeque<Runnable> ready = new ArrayDeque<>();
    private final PriorityQueue<Call> timers = new PriorityQueue<>(
            Comparator.<Call>comparingInt(call -> call.at).thenComparingInt(call -> call.number));
    private int calls;
    private int now;

    ModelLoop(@Nullable Fault fault) {
        this.fault = fault;
    }

    boolean has(Fault sought) {
        return fault == sought;
    }

    int now() {
        return now;
    }

    Call soon(Runnable action) {
        var call = new Call(action, now, ++calls);
        ready.add(call);
        return call;
    }

    Call at(int time, Runnable action) {
        var call = new Call(action, time, ++calls);
        timers.add(call);
        return call;
    }

    /** Runs until nothing is left to do. */
    void run() {
        for (;;) {
            if (ready.isEmpty()) {
                while (!timers.isEmpty() && timers.peek().off) {
                    timers.poll();
                }
                if (timers.isEmpty()) {
                    return;
                }
                now = Math.max(now, timers.peek().at);
            }
            while (!timers.isEmpty() && timers.peek().at <= now) {
                ready.add(timers.poll());
            }
            for (int batch = ready.size(); batch > 0; batch--) {
                ready.remove().run();
            }
        }
    }

    /** Something to wait for. */
    class ModelFuture {
        private final List<Runnable> callbacks = new ArrayList<>();
        private @Nullable Outcome outcome;

        @Nullable
        Outcome outcome() {
            return outcome;
        }

        boolean done() {
            return outcome != null;
        }

        /** Does nothing to one that is done. */
        void complete(Outcome how) {
            if (outcome == null) {
                outcome = how;
                callbacks.forEach(ModelLoop.this::soon);
            }
        }

        boolean cancel() {
            if (done()) {
                return false;
            }
            complete(Outcome.CANCELLED);
            return true;
        }

        void whenDone(Then then) {
            callbacks.add(() -> then.go(known()));
        }

        private Outcome known() {
            return Objects.requireNonNull(outcome);
        }
    }

    /** A task whose body is given as what to do in its first step. */
    final class ModelTask extends ModelFuture {
        private int cancelling;
        private boolean mustCancel;
        private @Nullable ModelFuture waitsFor;

        void start(Consumer<Then> body) {
            soon(() -> {
                if (mustCancel && !has(Fault.CANCELLED_TASK_STARTS)) {
                    complete(Outcome.CANCELLED);
                } else {
                    body.accept(this::end);
                }
            });
        }

        private void end(Outcome how) {
            boolean dropped = how.what() == What.VALUE && mustCancel && !has(Fault.LATE_REQUEST_IS_LOST);
            complete(dropped ? Outcome.CANCELLED : how);
        }

        void await(ModelFuture future, Then then) {
            if (future.done()) {
                then.go(future.known());
                return;
            }
            waitsFor = future;
            future.whenDone(outcome -> step(outcome, then));
            if (mustCancel && future.cancel()) {
                mustCancel = false;
            }
        }

        /** Lets everyone else have a turn. */
        void pass(Then then) {
            soon(() -> step(Outcome.of("passed"), then));
        }

        private void step(Outcome delivered, Then then) {
            Outcome heard = delivered;
            if (mustCancel && !(has(Fault.RESULT_BEATS_CANCELLATION) && waitsFor != null)) {
                mustCancel = false;
                heard = Outcome.CANCELLED;
            }
            waitsFor = null;
            then.go(heard);
        }

        @Override
        boolean cancel() {
            if (done()) {
                return false;
            }
            if (cancelling == 0 || !has(Fault.REQUESTS_ARE_NOT_COUNTED)) {
                cancelling++;
            }
            boolean passedOn = waitsFor != null && waitsFor.cancel();
            if (!passedOn || has(Fault.REQUEST_IS_DELIVERED_TWICE)) {
                mustCancel = true;
            }
            return true;
        }

        int uncancel() {
            if (cancelling > 0) {
                cancelling--;
                if (cancelling == 0 && !has(Fault.UNCANCEL_WITHDRAWS_NOTHING)) {
                    mustCancel = false;
                }
            }
            return cancelling;
        }

        int cancelling() {
            return cancelling;
        }
    }
}
