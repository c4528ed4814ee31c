package org.asyncio4j;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofDays;
import static java.time.Duration.ofNanos;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.newEventLoop;
import static org.asyncio4j.Asyncio.sleep;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.asyncio4j.spi.Poller;
import org.asyncio4j.spi.ReadyOrder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** One iteration of a loop: what belongs to it, and in which order it runs. */
@ExtendWith(NothingLeft.class)
class TickTest {

    private final List<String> trace = new ArrayList<>();
    private final VirtualTime time = new VirtualTime();
    private final EventLoop loop = newEventLoop(time.options());

    @AfterEach
    void closeLoop() {
        loop.close();
    }

    private Runnable note(String what) {
        return () -> trace.add(what);
    }

    /** Runs exactly one batch. */
    private void runOneTick() {
        loop.stop();
        loop.runForever();
    }

    private long count() {
        return ((BaseEventLoop) loop).tick().count();
    }

    // ---- the batch ----

    @Test
    @Rule("O2")
    void callbacks_runInTheOrderInWhichTheyWereScheduled() {
        for (String each : List.of("a", "b", "c")) {
            loop.callSoon(note(each));
        }
        runOneTick();

        assertThat(trace).containsExactly("a", "b", "c");
    }

    @Test
    @Rule("O1")
    void batch_isFixedBeforeItRuns() {
        loop.callSoon(() -> {
            trace.add("a");
            loop.callSoon(note("added by a"));
        });
        loop.callSoon(note("b"));
        runOneTick();
        assertThat(trace).containsExactly("a", "b");

        runOneTick();
        assertThat(trace).containsExactly("a", "b", "added by a");
    }

    @Test
    @Rule("O1")
    void callbackThatSchedulesItself_doesNotStarveTimers() {
        AtomicInteger rounds = new AtomicInteger();
        Runnable again = new Runnable() {
            @Override
            public void run() {
                rounds.incrementAndGet();
                loop.callSoon(this);
            }
        };
        loop.callSoon(again);
        loop.callLater(ofNanos(10_000), loop::stop);
        loop.runForever();

        assertThat(rounds.get()).isPositive();
    }

    @Test
    @Rule("O3")
    void readyCallbacks_comeBeforeTimersThatAreDue() {
        loop.callAt(loop.time().minusSeconds(1), note("overdue timer"));
        loop.callLater(ZERO, note("timer of no delay"));
        loop.callLater(ofSeconds(-1), note("timer of a negative delay"));
        loop.callSoon(note("ready"));
        runOneTick();

        assertThat(trace).startsWith("ready").hasSize(4);
    }

    @Test
    @Rule("O4")
    void timers_runInOrderOfTheirDeadlines() {
        loop.callLater(ofSeconds(3), note("3"));
        loop.callLater(ofSeconds(1), note("1"));
        loop.callLater(ofSeconds(2), note("2"));
        time.advance(ofSeconds(5).toNanos());
        runOneTick();

        assertThat(trace).containsExactly("1", "2", "3");
    }

    @Test
    @Rule("O4")
    void timer_thatIsNotDue_waits() {
        loop.callLater(ofSeconds(1), note("timer"));
        runOneTick();

        assertThat(trace).isEmpty();
    }

    @Test
    void cancelledCallbacks_takeTheirTurnInTheBatchWithoutRunning() {
        loop.callSoon(note("a")).cancel();
        loop.callSoon(note("b"));
        loop.callSoon(note("c")).cancel();
        runOneTick();

        assertThat(trace).containsExactly("b");
    }

    @Test
    void count_countsTheBatches() {
        long before = count();
        runOneTick();
        runOneTick();

        assertThat(count() - before).isEqualTo(2);
    }

    // ---- stopping ----

    @Test
    @Rule("O6")
    void stop_beforeTheRun_givesOneTick() {
        loop.callSoon(() -> loop.callSoon(note("next tick")));
        long before = count();
        runOneTick();

        assertThat(count() - before).isOne();
        assertThat(trace).isEmpty();
    }

    @Test
    @Rule("O6")
    void stop_inACallback_letsTheBatchFinishAndKeepsWhatItAdded() {
        loop.callSoon(() -> {
            trace.add("a");
            loop.stop();
            loop.callSoon(note("new"));
        });
        loop.callSoon(note("b"));
        loop.runForever();
        assertThat(trace).containsExactly("a", "b");

        runOneTick();
        assertThat(trace).containsExactly("a", "b", "new");
    }

    @Test
    @Rule("O6")
    void stop_endsOneRunOnly() {
        runOneTick();
        loop.callLater(ofSeconds(1), () -> {
            trace.add("second run was not cut short");
            loop.stop();
        });
        loop.runForever();

        assertThat(trace).containsExactly("second run was not cut short");
    }

    @Test
    @Rule("O6")
    void stop_inATaskStep_letsTheBatchFinish() {
        loop.createTask(() -> {
            loop.stop();
            sleep(ZERO);
            trace.add("next run");
        });
        loop.callSoon(note("same batch"));
        loop.runForever();
        assertThat(trace).containsExactly("same batch");

        runOneTick();
        assertThat(trace).containsExactly("same batch", "next run");
    }

    // ---- sleeping ----

    @Test
    void poller_isAskedToSleepUntilTheFirstDeadlineOnly() {
        List<Long> sleeps = new ArrayList<>();
        LoopOptions options = time.options();
        try (EventLoop watched = newEventLoop(
                options.withTime(time, () -> new Noting(options.poller().get(), sleeps)))) {
            watched.callLater(ofSeconds(5), watched::stop);
            watched.callLater(ofSeconds(9), () -> {});
            watched.callSoon(note("ready: no sleep before it"));
            watched.runForever();
        }

        assertThat(sleeps).singleElement()
                .satisfies(nanos -> assertThat(ofNanos(nanos))
                        .isBetween(ofSeconds(4), ofSeconds(5)));
    }

    @Test
    void poller_isNeverAskedToSleepForMoreThanADayAtOnce() {
        List<Long> sleeps = new ArrayList<>();
        LoopOptions options = time.options();
        try (EventLoop watched = newEventLoop(
                options.withTime(time, () -> new Noting(options.poller().get(), sleeps)))) {
            watched.callLater(ofSeconds(100_000), watched::stop);
            watched.runForever();
        }

        assertThat(sleeps).hasSize(2).first().isEqualTo(ofDays(1).toNanos());
    }

    private record Noting(Poller poller, List<Long> sleeps) implements Poller {
        @Override
        public void poll(long timeoutNanos) {
            sleeps.add(timeoutNanos);
            poller.poll(timeoutNanos);
        }

        @Override
        public void wakeup() {
            poller.wakeup();
        }

        @Override
        public void close() {
            poller.close();
        }
    }

    // ---- another order ----

    @Test
    @Rule("O17")
    void seededOrder_permutesEachBatchAndKeepsBatchesApart() {
        List<List<String>> orders = new ArrayList<>();
        for (int seed = 0; seed < 10; seed++) {
            orders.add(runWith(new Random(seed)::nextInt));
        }

        assertThat(orders).doesNotHaveDuplicates();
        assertThat(orders).allSatisfy(order -> {
            assertThat(order.subList(0, 10)).containsExactlyInAnyOrderElementsOf(names(1));
            assertThat(order.subList(10, 20)).containsExactlyInAnyOrderElementsOf(names(2));
        });
    }

    @Test
    @Rule("O17")
    void seededOrder_isTheSameForTheSameSeed() {
        assertThat(runWith(new Random(7)::nextInt)).isEqualTo(runWith(new Random(7)::nextInt));
    }

    @Test
    void lastInFirstOut_isJustAnotherOrder() {
        List<String> reversed = new ArrayList<>(names(1));
        Collections.reverse(reversed);

        assertThat(runWith(left -> left - 1).subList(0, 10)).isEqualTo(reversed);
    }

    private static List<String> names(int round) {
        return List.of("c0", "t0", "c1", "t1", "c2", "t2", "c3", "t3", "c4", "t4")
                .stream()
                .map(name -> name + " in round " + round)
                .toList();
    }

    /** Ten callbacks and tasks in one batch, each of which has a second turn in the next. */
    private static List<String> runWith(ReadyOrder order) {
        List<String> trace = new ArrayList<>();
        try (EventLoop shuffled = newEventLoop(new VirtualTime().options().withOrder(order))) {
            for (int i = 0; i < 5; i++) {
                int number = i;
                shuffled.callSoon(() -> {
                    trace.add("c" + number + " in round 1");
                    shuffled.callSoon(() -> trace.add("c" + number + " in round 2"));
                });
                shuffled.createTask(() -> {
                    trace.add("t" + number + " in round 1");
                    sleep(ZERO);
                    trace.add("t" + number + " in round 2");
                });
            }
            shuffled.callLater(ofSeconds(1), shuffled::stop);
            shuffled.runForever();
        }
        return trace;
    }

    @Test
    void seededOrder_changesNoResult() {
        for (int seed = 0; seed < 10; seed++) {
            LoopOptions options = new VirtualTime().options().withOrder(new Random(seed)::nextInt);
            try (EventLoop shuffled = newEventLoop(options)) {
                List<Integer> results = shuffled.runUntilComplete((Coroutine<List<Integer>>) () -> {
                    List<Task<Integer>> tasks = new ArrayList<>();
                    for (int i = 0; i < 10; i++) {
                        int number = i;
                        tasks.add(createTask(() -> sleep(ofSeconds(number % 3), number)));
                    }
                    return Asyncio.gather(tasks).await();
                });

                assertThat(results).as("seed %d", seed).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
            }
        }
    }

    @Test
    void orderThatChoosesWhatIsNotThere_endsTheRun() {
        int[] choices = {0};
        try (EventLoop loop = newEventLoop(
                new VirtualTime().options().withOrder(left -> choices[0]++ == 20 ? left : 0))) {
            Task<?> task = loop.createTask(() -> {
                for (;;) {
                    sleep(ZERO);
                }
            });

            assertThatThrownBy(loop::runForever).isInstanceOf(IndexOutOfBoundsException.class);
            assertThat(task.done()).isFalse();
            task.cancel();
        }
    }
}
