package org.asyncio4j;

import static java.time.Duration.ZERO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.sleep;

import org.asyncio4j.sync.Barrier;
import org.asyncio4j.sync.BrokenBarrierError;
import org.asyncio4j.sync.Condition;
import org.asyncio4j.sync.Event;
import org.asyncio4j.sync.Lock;
import org.asyncio4j.sync.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How many ticks pass between what one task does to a primitive and what another one sees; the numbers of CPython. */
@ExtendWith(NothingLeft.class)
class SyncLatencyTest {

    @Test
    @Rule("S2")
    void lockRelease_resumptionOfItsWaiter_isOneTickLater() {
        assertThat(Ticks.of(ticks -> {
            var lock = new Lock();
            lock.acquire();
            createTask(() -> {
                lock.acquire();
                ticks.effect();
            });
            sleep(ZERO);
            ticks.cause();
            lock.release();
        })).containsExactly(1L);
    }

    @Test
    void lockRelease_threeWaitersThatReleaseAtOnce_followOneTickApart() {
        assertThat(Ticks.of(ticks -> {
            var lock = new Lock();
            lock.acquire();
            for (int i = 0; i < 3; i++) {
                createTask(() -> {
                    try (var _ = lock.acquire()) {
                        ticks.effect();
                    }
                });
            }
            sleep(ZERO);
            ticks.cause();
            lock.release();
        })).containsExactly(1L, 2L, 3L);
    }

    @Test
    @Rule("S2")
    void acquire_ofWhatIsFree_takesNoTick() {
        assertThat(Ticks.of(ticks -> {
            ticks.cause();
            new Lock().acquire();
            new Semaphore(1).acquire();
            new Condition().acquire();
            var event = new Event();
            event.set();
            event.await();
            new Barrier(1).await();
            ticks.effect();
        })).containsExactly(0L);
    }

    @Test
    void eventSet_resumptionOfAllItsWaiters_isOneTickLater() {
        assertThat(Ticks.of(ticks -> {
            var event = new Event();
            for (int i = 0; i < 3; i++) {
                createTask(() -> {
                    event.await();
                    ticks.effect();
                });
            }
            sleep(ZERO);
            ticks.cause();
            event.set();
        })).containsExactly(1L, 1L, 1L);
    }

    @Test
    void semaphoreRelease_resumptionOfItsWaiter_isOneTickLater() {
        assertThat(Ticks.of(ticks -> {
            var semaphore = new Semaphore(0);
            createTask(() -> {
                semaphore.acquire();
                ticks.effect();
            });
            sleep(ZERO);
            ticks.cause();
            semaphore.release();
        })).containsExactly(1L);
    }

    @Test
    void signal_whenTheLockIsReleasedInTheSameStep_resumesItsWaiterOneTickLater() {
        assertThat(Ticks.of(ticks -> {
            var condition = new Condition();
            createTask(() -> waitFor(condition, ticks));
            sleep(ZERO);
            try (var _ = condition.acquire()) {
                ticks.cause();
                condition.signal();
            }
        })).containsExactly(1L);
    }

    @Test
    void signalAll_toThreeThatLeaveTheLockInTheSameStep_resumesAllOneTickLater() {
        assertThat(Ticks.of(ticks -> {
            var condition = new Condition();
            for (int i = 0; i < 3; i++) {
                createTask(() -> waitFor(condition, ticks));
            }
            sleep(ZERO);
            try (var _ = condition.acquire()) {
                ticks.cause();
                condition.signalAll();
            }
        })).containsExactly(1L, 1L, 1L);
    }

    @Test
    void signal_whenTheLockIsReleasedTwoTicksLater_resumesItsWaiterInTheThird() {
        assertThat(Ticks.of(ticks -> {
            var condition = new Condition();
            createTask(() -> waitFor(condition, ticks));
            sleep(ZERO);
            try (var _ = condition.acquire()) {
                ticks.cause();
                condition.signal();
                sleep(ZERO);
                sleep(ZERO);
            }
        })).containsExactly(3L);
    }

    @Test
    void cancel_ofAConditionsWaiter_whenTheLockIsFree_throwsOneTickLater() {
        assertThat(Ticks.of(ticks -> {
            var condition = new Condition();
            Task<?> task = createTask(() -> {
                try (var _ = condition.acquire()) {
                    assertThatThrownBy(condition::await).isInstanceOf(CancelledError.class);
                    ticks.effect();
                }
            });
            sleep(ZERO);
            ticks.cause();
            task.cancel();
        })).containsExactly(1L);
    }

    @Test
    @Rule("S9")
    void barrier_lastArrival_goesOnAtOnceAndTheOthersOneTickLaterInTheirOrder() {
        assertThat(Ticks.of(ticks -> {
            var barrier = new Barrier(3);
            for (int i = 0; i < 2; i++) {
                int position = i;
                createTask(() -> {
                    assertThat(barrier.await()).isEqualTo(position);
                    ticks.effect();
                });
            }
            sleep(ZERO);
            ticks.cause();
            assertThat(barrier.await()).isEqualTo(2);
            ticks.effect();
        })).containsExactly(0L, 1L, 1L);
    }

    @Test
    void barrierAbort_errorOfItsWaiter_isOneTickLater() {
        assertThat(Ticks.of(ticks -> {
            var barrier = new Barrier(2);
            createTask(() -> {
                assertThatThrownBy(barrier::await).isInstanceOf(BrokenBarrierError.class);
                ticks.effect();
            });
            sleep(ZERO);
            ticks.cause();
            barrier.abort();
        })).containsExactly(1L);
    }

    @Test
    void cancel_ofALocksWokenWaiter_nextWaiterResumesTwoTicksLater() {
        assertThat(Ticks.of(ticks -> {
            var lock = new Lock();
            lock.acquire();
            Task<?> first = createTask(() -> lock.acquire());
            createTask(() -> {
                lock.acquire();
                ticks.effect();
            });
            sleep(ZERO);
            ticks.cause();
            lock.release();
            first.cancel();
        })).containsExactly(2L);
    }

    private static void waitFor(Condition condition, Ticks ticks) {
        try (var _ = condition.acquire()) {
            condition.await();
            ticks.effect();
        }
    }
}
