package org.asyncio4j.sync;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.sleep;

import java.util.ArrayList;
import java.util.List;
import org.asyncio4j.CancelledError;
import org.asyncio4j.NothingLeft;
import org.asyncio4j.Rule;
import org.asyncio4j.Task;
import org.asyncio4j.TestLoop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NothingLeft.class)
class BarrierTest {

    private final List<String> trace = new ArrayList<>();
    private final Barrier barrier = new Barrier(3);

    /** A task that arrives, and notes its position or why it has none. */
    private Task<?> party(String name) {
        return createTask(() -> {
            try {
                int position = barrier.await();
                trace.add(name + " " + position);
            } catch (BrokenBarrierError error) {
                trace.add(name + " " + error.getMessage());
            } catch (CancelledError cancelled) {
                trace.add(name + " cancelled");
                throw cancelled;
            }
        }, name);
    }

    private List<Task<?>> parties(String... names) {
        List<Task<?>> tasks = new ArrayList<>();
        for (String name : names) {
            tasks.add(party(name));
        }
        return tasks;
    }

    // ---- rounds ----

    @Test
    @Rule("S9")
    void lastArrival_goesOnFirstWithTheHighestPosition() {
        TestLoop.run(() -> {
            parties("a", "b", "c");
            sleep(ofSeconds(1));
            assertThat(trace).containsExactly("c 2", "a 0", "b 1");
        });
    }

    @Test
    void nWaiting_countsThoseWhoWaitForTheOthers() {
        TestLoop.run(() -> {
            assertThat(barrier.parties()).isEqualTo(3);
            assertThat(barrier.nWaiting()).isZero();
            parties("a", "b");
            sleep(ZERO);
            assertThat(barrier.nWaiting()).isEqualTo(2);
            barrier.await();
            assertThat(barrier.nWaiting()).as("while the round ends").isZero();
            sleep(ZERO);
            assertThat(barrier.nWaiting()).isZero();
        });
    }

    @Test
    void barrier_isUsedAgainAndAgain() {
        TestLoop.run(() -> {
            for (int round = 0; round < 3; round++) {
                trace.clear();
                parties("a", "b", "c");
                sleep(ofSeconds(1));
                assertThat(trace).containsExactly("c 2", "a 0", "b 1");
            }
        });
    }

    @Test
    void barrierOfOne_neverWaits() {
        TestLoop.run(() -> {
            var single = new Barrier(1);
            createTask(() -> trace.add("somebody else ran"));
            assertThat(single.await()).isZero();
            assertThat(single.await()).isZero();
            assertThat(trace).isEmpty();
        });
    }

    @Test
    void barrierOfNone_isRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Barrier(0)).withMessage("parties must be > 0");
    }

    // ---- T53: who arrives while a round ends ----

    @Test
    @Rule("S9")
    void arrivalWhileARoundEnds_waitsForTheNextRound() {
        TestLoop.run(() -> {
            parties("a", "b");
            sleep(ZERO);
            barrier.await();
            assertThat(barrier).hasToString("<Barrier [draining, waiters:0/3 ('a', 'b')]>");
            List<Task<?>> next = parties("c", "d");
            // main has to wait for a and b to leave; c and d come a tick later, when both have, and are in before main
            assertThat(barrier.await()).isEqualTo(2);
            assertThat(trace).containsExactly("a 0", "b 1");
            await(next.getLast());
            assertThat(trace).containsExactly("a 0", "b 1", "c 0", "d 1");
        });
    }

    @Test
    void cancel_whileARoundEnds_leavesTheRoundComplete() {
        TestLoop.run(() -> {
            List<Task<?>> tasks = parties("a", "b");
            sleep(ZERO);
            barrier.await();
            tasks.getFirst().cancel();
            sleep(ofSeconds(1));
            assertThat(trace).containsExactly("a cancelled", "b 1");

            trace.clear();
            parties("d", "e", "f");
            sleep(ofSeconds(1));
            assertThat(trace).containsExactly("f 2", "d 0", "e 1");
        });
    }

    @Test
    @Rule("S10")
    void cancel_whileTheBarrierFills_onlyLowersTheCount() {
        TestLoop.run(() -> {
            List<Task<?>> tasks = parties("a", "b");
            sleep(ZERO);
            tasks.getFirst().cancel();
            sleep(ZERO);
            assertThat(barrier.nWaiting()).isOne();
            assertThat(barrier.broken()).isFalse();

            parties("c", "d");
            sleep(ofSeconds(1));
            assertThat(trace).containsExactly("a cancelled", "d 2", "b 1", "c 1");
        });
    }

    @Test
    void cancel_ofOneThatWaitsForTheNextRound_changesNothing() {
        TestLoop.run(() -> {
            parties("a", "b");
            sleep(ZERO);
            Task<?> late = party("late");
            barrier.await();
            sleep(ZERO);
            late.cancel();
            sleep(ofSeconds(1));
            assertThat(trace).contains("a 0", "b 1", "late cancelled");
            assertThat(barrier.statistics()).isEqualTo(new Barrier.Statistics(3, 0, false, List.of()));
        });
    }

    // ---- T53: reset ----

    @Test
    @Rule("S10")
    void reset_whileTasksWait_givesThemAnErrorAndStartsAgain() {
        TestLoop.run(() -> {
            parties("a", "b");
            sleep(ZERO);
            barrier.reset();
            assertThat(barrier.broken()).isFalse();
            assertThat(barrier).hasToString("<Barrier [resetting, waiters:0/3 ('a', 'b')]>");
            sleep(ofSeconds(1));
            assertThat(trace).containsExactly("a Abort or reset of barrier", "b Abort or reset of barrier");

            trace.clear();
            parties("d", "e", "f");
            sleep(ofSeconds(1));
            assertThat(trace).containsExactly("f 2", "d 0", "e 1");
        });
    }

    @Test
    void reset_withNobodyWaiting_doesNothing() {
        barrier.reset();
        assertThat(barrier).hasToString("<Barrier [filling, waiters:0/3]>");
    }

    @Test
    void reset_whileARoundEnds_breaksThoseWhoHaveNotLeft() {
        TestLoop.run(() -> {
            parties("a", "b");
            sleep(ZERO);
            assertThat(barrier.await()).isEqualTo(2);
            barrier.reset();
            sleep(ofSeconds(1));
            assertThat(trace).containsExactly("a Abort or reset of barrier", "b Abort or reset of barrier");
            assertThat(barrier).hasToString("<Barrier [filling, waiters:0/3]>");
        });
    }

    @Test
    void arrivalWhileTheBarrierIsReset_waitsForTheNextRound() {
        TestLoop.run(() -> {
            parties("a", "b");
            sleep(ZERO);
            barrier.reset();
            parties("c");
            sleep(ofSeconds(1));
            assertThat(trace).containsExactly("a Abort or reset of barrier", "b Abort or reset of barrier");
            assertThat(barrier.nWaiting()).isOne();
            parties("d", "e");
            sleep(ofSeconds(1));
            assertThat(trace).endsWith("e 2", "c 0", "d 1");
        });
    }

    // ---- T53: abort ----

    @Test
    @Rule("S10")
    void abort_breaksThoseWhoWaitAndThoseWhoCome() {
        TestLoop.run(() -> {
            parties("a", "b");
            sleep(ZERO);
            barrier.abort();
            parties("c");
            sleep(ofSeconds(1));
            assertThat(trace).containsExactlyInAnyOrder("a Abort or reset of barrier", "b Abort or reset of barrier",
                    "c Barrier aborted");
            assertThat(barrier.broken()).isTrue();
            assertThat(barrier.nWaiting()).isZero();

            assertThatExceptionOfType(BrokenBarrierError.class).isThrownBy(barrier::await)
                    .withMessage("Barrier aborted");
        });
    }

    @Test
    void reset_repairsABrokenBarrier() {
        TestLoop.run(() -> {
            barrier.abort();
            barrier.reset();
            assertThat(barrier.broken()).isFalse();
            parties("a", "b", "c");
            sleep(ofSeconds(1));
            assertThat(trace).containsExactly("c 2", "a 0", "b 1");
        });
    }

    @Test
    void reset_beforeThoseOfABrokenBarrierHaveLeft_waitsForThem() {
        TestLoop.run(() -> {
            parties("a", "b");
            sleep(ZERO);
            barrier.abort();
            barrier.reset();
            assertThat(barrier).hasToString("<Barrier [resetting, waiters:0/3 ('a', 'b')]>");
            sleep(ofSeconds(1));
            assertThat(trace).containsExactly("a Abort or reset of barrier", "b Abort or reset of barrier");
            assertThat(barrier).hasToString("<Barrier [filling, waiters:0/3]>");
        });
    }

    @Test
    void abort_whileARoundEnds_breaksThoseWhoHaveNotLeft() {
        TestLoop.run(() -> {
            parties("a", "b");
            sleep(ZERO);
            barrier.await();
            barrier.abort();
            sleep(ofSeconds(1));
            assertThat(trace).containsExactly("a Abort or reset of barrier", "b Abort or reset of barrier");
            assertThat(barrier.broken()).isTrue();
        });
    }

    @Test
    void abortAndReset_inACallback_areAllowed() {
        TestLoop.run(() -> {
            parties("a");
            sleep(ZERO);
            getRunningLoop().callSoon(barrier::abort);
            sleep(ZERO);
            sleep(ZERO);
            getRunningLoop().callSoon(barrier::reset);
            sleep(ZERO);
            assertThat(trace).containsExactly("a Abort or reset of barrier");
            assertThat(barrier.broken()).isFalse();
        });
    }

    // ---- where it may be used, what it tells ----

    @Test
    void await_inASecondLoop_isRefusedAndDoesNotCount() {
        TestLoop.run(() -> {
            List<Task<?>> tasks = parties("a", "b", "c");
            await(tasks.getLast());
        });
        TestLoop.run(() -> {
            assertThatIllegalStateException().isThrownBy(barrier::await)
                    .withMessageEndingWith("is bound to a different event loop");
            assertThat(barrier.nWaiting()).isZero();
        });
        assertThatIllegalStateException().isThrownBy(barrier::await)
                .withMessageStartingWith("no running event loop in ");
    }

    @Test
    void name_showsInMessages() {
        TestLoop.run(() -> {
            var start = new Barrier(2, "start");
            assertThat(start).hasToString("<Barrier 'start' [filling, waiters:0/2]>");
            Task<?> waiter = createTask(() -> assertThatExceptionOfType(BrokenBarrierError.class)
                    .isThrownBy(start::await)
                    .withMessage("Abort or reset of barrier 'start'"), "waiter");
            sleep(ZERO);
            assertThat(start).hasToString("<Barrier 'start' [filling, waiters:1/2 ('waiter')]>");
            assertThat(start.statistics()).isEqualTo(new Barrier.Statistics(2, 1, false, List.of(waiter)));
            start.abort();
            await(waiter);
            assertThat(start).hasToString("<Barrier 'start' [broken]>");
            assertThatExceptionOfType(BrokenBarrierError.class).isThrownBy(start::await)
                    .withMessage("Barrier 'start' aborted");
        });
    }
}
