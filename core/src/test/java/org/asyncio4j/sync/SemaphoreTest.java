package org.asyncio4j.sync;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.sleep;
import static org.asyncio4j.Asyncio.timeout;
import static org.asyncio4j.Asyncio.toThread;

import java.util.ArrayList;
import java.util.List;
import org.asyncio4j.Asyncio;
import org.asyncio4j.NothingLeft;
import org.asyncio4j.Rule;
import org.asyncio4j.Task;
import org.asyncio4j.TestLoop;
import org.asyncio4j.TimeoutError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NothingLeft.class)
class SemaphoreTest {

    private final List<String> trace = new ArrayList<>();

    /** A task that takes a permit, says so, and keeps it. */
    private Task<?> taker(Semaphore semaphore, String name) {
        return createTask(() -> {
            semaphore.acquire();
            trace.add(name);
        }, name);
    }

    // ---- permits ----

    @Test
    void acquire_whileThereArePermits_returnsBeforeAnybodyElseRuns() {
        TestLoop.run(() -> {
            var semaphore = new Semaphore(2);
            Task<?> other = createTask(() -> trace.add("other"));
            try (var _ = semaphore.acquire(); var _ = semaphore.acquire()) {
                assertThat(semaphore.locked()).isTrue();
                assertThat(trace).isEmpty();
            }
            assertThat(semaphore.statistics().value()).isEqualTo(2);
            await(other);
        });
    }

    @Test
    void acquire_byMany_letsSoManyInAtATimeAsTheyCame() {
        TestLoop.run(() -> {
            var semaphore = new Semaphore(2);
            for (String name : List.of("a", "b", "c", "d")) {
                createTask(() -> {
                    try (var _ = semaphore.acquire()) {
                        trace.add(name + " in");
                        sleep(ofMillis(1));
                        trace.add(name + " out");
                    }
                });
            }
            sleep(ofSeconds(1));
            assertThat(trace).containsExactly("a in", "b in", "a out", "b out", "c in", "d in", "c out", "d out");
        });
    }

    @Test
    void release_mayExceedTheFirstValue() {
        TestLoop.run(() -> {
            var semaphore = new Semaphore(0);
            semaphore.release();
            semaphore.release();
            semaphore.acquire();
            semaphore.acquire();
            assertThat(semaphore.locked()).isTrue();
        });
    }

    @Test
    void constructor_withoutAValue_hasOnePermit() {
        assertThat(new Semaphore().statistics()).isEqualTo(new Semaphore.Statistics(1, List.of()));
    }

    @Test
    void constructor_ofANegativeValue_isRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Semaphore(-1))
                .withMessage("Semaphore initial value must be >= 0");
    }

    @Test
    void close_twice_givesOnePermitBack() {
        TestLoop.run(() -> {
            var semaphore = new Semaphore(1);
            Semaphore.Permit permit = semaphore.acquire();
            permit.close();
            permit.close();
            assertThat(semaphore.statistics().value()).isOne();
        });
    }

    @Test
    void release_ofMoreThanCanBeCounted_throwsInsteadOfStartingAtTheOtherEnd() {
        var semaphore = new Semaphore(Integer.MAX_VALUE, "all");
        assertThatIllegalStateException().isThrownBy(semaphore::release)
                .withMessage("<Semaphore 'all' [unlocked, value:2147483647]> cannot count another free permit;"
                        + " release only what was acquired");
        assertThat(semaphore.statistics().value()).isEqualTo(Integer.MAX_VALUE);
    }

    // ---- T51: permits are handed over ----

    @Test
    @Rule("S7")
    void release_toAWaiter_handsThePermitOverAtOnce() {
        TestLoop.run(() -> {
            var semaphore = new Semaphore(0);
            Task<?> waiter = taker(semaphore, "waiter");
            sleep(ZERO);
            semaphore.release();
            assertThat(semaphore.statistics().value()).isZero();
            assertThat(semaphore.locked()).isTrue();
            await(waiter);
        });
    }

    @Test
    @Rule("S7")
    void acquire_whileAWokenWaiterIsOnItsWay_queuesUpThoughThereIsAPermit() {
        TestLoop.run(() -> {
            var semaphore = new Semaphore(0);
            taker(semaphore, "waiter");
            sleep(ZERO);
            semaphore.release();
            semaphore.release();
            assertThat(semaphore.statistics().value()).isOne();
            assertThat(semaphore.locked()).isTrue();

            semaphore.acquire();
            trace.add("newcomer");
            assertThat(trace).containsExactly("waiter", "newcomer");
        });
    }

    @Test
    @Rule("S7")
    void wokenWaiter_handsOnWhatIsLeftToThoseWhoCameSince() {
        TestLoop.run(() -> {
            var semaphore = new Semaphore(0);
            taker(semaphore, "waiter");
            sleep(ZERO);
            for (int i = 0; i < 3; i++) {
                semaphore.release();
            }
            taker(semaphore, "a"); // their first steps come before the waiter goes on
            taker(semaphore, "b");
            sleep(ofSeconds(1));
            assertThat(trace).containsExactly("waiter", "a", "b");
            assertThat(semaphore.statistics()).isEqualTo(new Semaphore.Statistics(0, List.of()));
        });
    }

    @Test
    void release_asOftenAsThereAreWaiters_wakesThemAllInOneTick() {
        TestLoop.run(() -> {
            var semaphore = new Semaphore(0);
            for (String name : List.of("a", "b", "c")) {
                taker(semaphore, name);
            }
            sleep(ZERO);
            semaphore.release();
            semaphore.release();
            semaphore.release();
            sleep(ZERO);
            assertThat(trace).containsExactly("a", "b", "c");
        });
    }

    @Test
    @Rule("S7")
    void cancel_ofAWokenWaiter_givesItsPermitToTheNext() {
        TestLoop.run(() -> {
            var semaphore = new Semaphore(0);
            Task<?> one = taker(semaphore, "one");
            Task<?> two = taker(semaphore, "two");
            sleep(ZERO);
            semaphore.release();
            one.cancel();
            await(two);

            assertThat(one.cancelled()).isTrue();
            assertThat(trace).containsExactly("two");
            assertThat(semaphore.statistics().value()).isZero();
        });
    }

    @Test
    void cancel_ofAWokenWaiter_withNobodyElse_keepsThePermit() {
        TestLoop.run(() -> {
            var semaphore = new Semaphore(0);
            Task<?> one = taker(semaphore, "one");
            sleep(ZERO);
            semaphore.release();
            one.cancel();
            sleep(ZERO);

            assertThat(semaphore.statistics()).isEqualTo(new Semaphore.Statistics(1, List.of()));
            assertThat(semaphore.locked()).isFalse();
        });
    }

    @Test
    void cancel_beforeTheRelease_isSkipped() {
        TestLoop.run(() -> {
            var semaphore = new Semaphore(0);
            Task<?> one = taker(semaphore, "one");
            Task<?> two = taker(semaphore, "two");
            sleep(ZERO);
            one.cancel();
            semaphore.release();
            sleep(ZERO);
            assertThat(two.done()).isTrue();
            assertThat(trace).containsExactly("two");
        });
    }

    @Test
    void acquire_whenAllWaitersAreCancelled_takesAFreePermit() {
        TestLoop.run(() -> {
            var semaphore = new Semaphore(0);
            Task<?> one = taker(semaphore, "one");
            sleep(ZERO);
            one.cancel();
            semaphore.release();
            createTask(() -> trace.add("somebody else ran"));
            semaphore.acquire();
            assertThat(trace).isEmpty();
        });
    }

    @Test
    void timeout_whileWaiting_costsNoPermit() {
        TestLoop.run(() -> {
            var semaphore = new Semaphore(0);
            assertThatThrownBy(() -> timeout(ofMillis(10), () -> semaphore.acquire())).isInstanceOf(TimeoutError.class);
            semaphore.release();
            assertThat(semaphore.locked()).isFalse();
            assertThat(semaphore.statistics()).isEqualTo(new Semaphore.Statistics(1, List.of()));
        });
    }

    // ---- where it may be used ----

    @Test
    void acquire_inASecondLoop_isRefusedOnlyIfItHasToWait() {
        var semaphore = new Semaphore(0, "slots");
        TestLoop.run(() -> {
            Task<?> waiter = taker(semaphore, "waiter");
            sleep(ZERO);
            semaphore.release();
            await(waiter);
        });
        semaphore.release();
        TestLoop.run(() -> {
            semaphore.acquire();
            assertThatIllegalStateException().isThrownBy(semaphore::acquire)
                    .withMessage("<Semaphore 'slots' [locked]> is bound to a different event loop");
            assertThat(semaphore.statistics()).isEqualTo(new Semaphore.Statistics(0, List.of()));
        });
    }

    @Test
    void acquire_withoutALoop_throwsThoughThereIsAPermit() {
        assertThatIllegalStateException().isThrownBy(new Semaphore(1)::acquire)
                .withMessageStartingWith("no running event loop in ");
    }

    @Test
    void release_onAnotherThread_throwsAndChangesNothing() {
        Asyncio.run(() -> {
            var semaphore = new Semaphore(0);
            Task<?> waiter = taker(semaphore, "waiter");
            sleep(ZERO);
            assertThatIllegalStateException().isThrownBy(() -> toThread(semaphore::release));
            assertThat(semaphore.statistics()).isEqualTo(new Semaphore.Statistics(0, List.of(waiter)));
            semaphore.release();
            await(waiter);
        });
    }

    // ---- what it tells ----

    @Test
    void toString_showsWhatIsLeftAndWhoWaits() {
        TestLoop.run(() -> {
            var semaphore = new Semaphore(1, "slots");
            assertThat(semaphore).hasToString("<Semaphore 'slots' [unlocked, value:1]>");
            semaphore.acquire();
            assertThat(semaphore).hasToString("<Semaphore 'slots' [locked]>");
            Task<?> waiter = taker(semaphore, "waiter");
            sleep(ZERO);
            assertThat(semaphore).hasToString("<Semaphore 'slots' [locked, waiters:1 ('waiter')]>");
            assertThat(waiter).hasToString("<Task pending name='waiter' wait_for="
                    + "<Waiter pending of <Semaphore 'slots' [locked, waiters:1 ('waiter')]>>>");
            semaphore.release();
            await(waiter);
            assertThat(new Semaphore(3)).hasToString("<Semaphore [unlocked, value:3]>");
        });
    }

    @Test
    @SuppressWarnings("NullAway")
    void name_ofNull_isRefused() {
        assertThatNullPointerException().isThrownBy(() -> new Semaphore(1, null)).withMessage("name");
    }
}
