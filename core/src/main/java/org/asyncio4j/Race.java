package org.asyncio4j;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Runs awaitables against each other until the first succeeds, and waits for the others to be gone. */
final class Race<T extends @Nullable Object> {

    /*
     * A task group with one task for each racer, which keeps the outcome to itself: only a request to end the program
     * fails the group. The first success cancels the group, which ends its block without an error.
     *
     *            a racer succeeds                     all have ended
     *   running -----------------> decided ---------------------------> the value
     *      |
     *      +-- all have failed -------------------------------------->  ExceptionGroup
     *      +-- the caller is cancelled --> cancelled ----------------> CancelledError
     *
     * What a racer fails with while it is cancelled has no other way out: in the upper row there is no exception to add it
     * to, and below the CancelledError is not about it. It goes to the exception handler of the loop.
     */

    // written once
    private final TaskGroup group = new TaskGroup();
    private final Task<?> caller = RunningLoop.requireTask();
    private final int requestsBefore = caller.cancelling();
    private final List<Awaitable<? extends T>> racers;
    /** What each failed with; null for those that did not. */
    private final @Nullable Throwable[] failures;

    // loop thread only
    private @Nullable Winner<T> winner;

    private record Winner<T extends @Nullable Object>(T value) {}

    private Race(Collection<? extends Awaitable<? extends T>> racers) {
        if (racers.isEmpty()) {
            throw new IllegalArgumentException("race() needs somebody who can win: give it at least one awaitable");
        }
        this.racers = Futures.items(racers, "awaitables");
        this.failures = new Throwable[this.racers.size()];
    }

    /** Runs all at once, or each a while after the one before it. */
    static <T extends @Nullable Object> T run(Collection<? extends Awaitable<? extends T>> racers,
            @Nullable Duration stagger) {
        return new Race<T>(Objects.requireNonNull(racers, "awaitables")).run(stagger);
    }

    private T run(@Nullable Duration stagger) {
        try {
            group.run(_ -> startAll(stagger));
        } catch (CancelledError cancelled) {
            if (winner == null) {
                throw cancelled;
            }
            caller.cancelAgain(cancelled.getMessage());
        }
        if (winner != null) {
            return winner.value;
        }
        throw noWinner();
    }

    private RuntimeException noWinner() {
        List<Throwable> errors = new ArrayList<>();
        for (Throwable failure : failures) {
            if (failure != null) {
                errors.add(failure);
            }
        }
        if (errors.isEmpty()) {
            throw new CancelledError("race() has no winner: everyone in it was cancelled");
        }
        return new ExceptionGroup("race() has no winner", errors);
    }

    private void startAll(@Nullable Duration stagger) {
        for (int i = 0; i < racers.size(); i++) {
            Task<?> task = start(i);
            if (winner != null) {
                return; // it started eagerly and won on the spot
            }
            if (stagger != null && i + 1 < racers.size()) {
                awaitTurn(task, stagger);
            }
        }
    }

    private Task<?> start(int number) {
        Awaitable<? extends T> racer = racers.get(number);
        return group.createTask(() -> compete(number, racer));
    }

    /** Waits for the delay, or until the racer that was started last has failed. The end of the race cancels this wait. */
    private void awaitTurn(Task<?> last, Duration stagger) {
        BaseEventLoop loop = caller.loop();
        Future<Boolean> turn = loop.createFuture();
        last.addInternalCallback(_ -> turn.finishIfPending(true));
        TimerHandle timer = loop.callInternallyAt(loop.loopTime().deadlineAfter(stagger),
                () -> turn.finishIfPending(true));
        try {
            turn.await();
        } finally {
            timer.cancel();
        }
    }

    // ---- in the task of a racer ----

    private void compete(int number, Awaitable<? extends T> racer) {
        try {
            succeeded(racer.await());
        } catch (Throwable error) {
            Throwable meant = RunningLoop.requireTask().asCancellation(error);
            if (meant instanceof CancelledError || LoopErrors.endsTheProgram(meant)) {
                throw Rethrow.unchecked(meant);
            }
            failed(number, meant);
        }
    }

    private void succeeded(T value) {
        if (!isOver()) {
            winner = new Winner<>(value);
            group.cancel();
        }
    }

    private void failed(int number, Throwable error) {
        if (!isOver()) {
            failures[number] = error;
            return;
        }
        caller.loop()
                .callExceptionHandler(ExceptionContext.of("What lost a race() failed when it was over")
                        .withException(error)
                        .with("task", RunningLoop.requireTask()));
    }

    /** Somebody has won, or the caller was asked to cancel. */
    private boolean isOver() {
        return winner != null || caller.cancelling() > requestsBefore;
    }
}
