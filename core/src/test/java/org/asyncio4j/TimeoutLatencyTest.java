package org.asyncio4j;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.sleep;
import static org.asyncio4j.Asyncio.taskGroup;
import static org.asyncio4j.Asyncio.timeout;
import static org.asyncio4j.Asyncio.timeoutAt;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How many ticks a deadline takes; the numbers are those of CPython. */
@ExtendWith(NothingLeft.class)
class TimeoutLatencyTest {

    private static Duration now() {
        return getRunningLoop().time();
    }

    private static Future<String> newFuture() {
        return getRunningLoop().createFuture();
    }

    @Test
    @Rule("T9")
    void blockThatEndsInTime_takesNoTick() {
        assertThat(Ticks.of(ticks -> {
            ticks.cause();
            timeout(ofSeconds(5), () -> {});
            ticks.effect();
        })).containsExactly(0L);
    }

    @Test
    void deadlineOfNow_overAFutureThatIsDone_takesNoTick() {
        assertThat(Ticks.of(ticks -> {
            Future<String> done = newFuture();
            done.setResult("x");
            ticks.cause();
            timeout(ZERO, () -> done.await());
            ticks.effect();
        })).containsExactly(0L);
    }

    @Test
    @Rule("T7")
    void deadlineInThePast_whileAFutureIsAwaited_throwsTwoTicksLater() {
        assertThat(Ticks.of(ticks -> {
            ticks.cause();
            assertThatThrownBy(() -> timeoutAt(now().minusSeconds(1), () -> newFuture().await()))
                    .isInstanceOf(TimeoutError.class);
            ticks.effect();
        })).containsExactly(2L);
    }

    @Test
    void deadlineThatPassedBeforeTheBlockBegan_throwsTwoTicksAfterIt() {
        assertThat(Ticks.of(ticks -> {
            Timeout early = Timeout.after(ZERO);
            sleep(ZERO);
            ticks.cause();
            assertThatThrownBy(() -> early.run(_ -> newFuture().await())).isInstanceOf(TimeoutError.class);
            ticks.effect();
        })).containsExactly(2L);
    }

    @Test
    void deadlineThatPassesDuringAStep_throwsTwoTicksLater() {
        var time = new VirtualTime();
        assertThat(Ticks.of(time, ticks -> {
            getRunningLoop().callSoon(() -> {
                ticks.cause();
                time.advance(ofSeconds(9).toNanos());
            });
            assertThatThrownBy(() -> timeout(ofSeconds(5), () -> newFuture().await())).isInstanceOf(TimeoutError.class);
            ticks.effect();
        })).containsExactly(2L);
    }

    @Test
    void rescheduledToNow_aYieldThrowsOneTickLater() {
        assertThat(Ticks.of(ticks -> {
            assertThatThrownBy(() -> timeout(ofSeconds(5), t -> {
                ticks.cause();
                t.reschedule(now());
                sleep(ZERO);
            })).isInstanceOf(TimeoutError.class);
            ticks.effect();
        })).containsExactly(1L);
    }

    @Test
    void rescheduledToNow_aWaitThrowsTwoTicksLater() {
        assertThat(Ticks.of(ticks -> {
            assertThatThrownBy(() -> timeout(ofSeconds(5), t -> {
                ticks.cause();
                t.reschedule(now());
                newFuture().await();
            })).isInstanceOf(TimeoutError.class);
            ticks.effect();
        })).containsExactly(2L);
    }

    @Test
    void rescheduledToNowByACallback_theWaitThrowsTwoTicksLater() {
        assertThat(Ticks.of(ticks -> {
            assertThatThrownBy(() -> timeout(ofSeconds(5), t -> {
                getRunningLoop().callSoon(() -> {
                    ticks.cause();
                    t.reschedule(now());
                });
                newFuture().await();
            })).isInstanceOf(TimeoutError.class);
            ticks.effect();
        })).containsExactly(2L);
    }

    @Test
    void limitTakenAwayBeforeItIsEnforced_disturbsNobody() {
        assertThat(Ticks.of(ticks -> {
            ticks.cause();
            timeout(ZERO, t -> {
                t.reschedule(null);
                sleep(ZERO);
                ticks.effect();
            });
            sleep(ZERO);
            ticks.effect();
        })).containsExactly(1L, 2L);
    }

    @Test
    void deadlineOverATask_theTaskSeesItTwoTicksLaterAndTheBlockEndsOneAfterThat() {
        assertThat(Ticks.of(ticks -> {
            Task<String> task = createTask(() -> {
                try {
                    return newFuture().await();
                } finally {
                    ticks.effect();
                }
            });
            sleep(ZERO);
            assertThatThrownBy(() -> timeout(ZERO, () -> {
                ticks.cause();
                task.await();
            })).isInstanceOf(TimeoutError.class);
            ticks.effect();
        })).containsExactly(2L, 3L);
    }

    @Test
    void deadlineOverAGroup_itsTaskSeesItThreeTicksLaterAndTheBlockEndsTwoAfterThat() {
        assertThat(Ticks.of(ticks -> {
            assertThatThrownBy(() -> timeout(ofSeconds(5), t -> taskGroup(tg -> {
                tg.createTask(() -> {
                    try {
                        newFuture().await();
                    } finally {
                        ticks.effect();
                    }
                });
                sleep(ZERO);
                ticks.cause();
                t.reschedule(now());
            }))).isInstanceOf(TimeoutError.class);
            ticks.effect();
        })).containsExactly(3L, 5L);
    }

    @Test
    void twoDeadlinesAtOnce_leaveBothBlocksTwoTicksLater() {
        assertThat(Ticks.of(ticks -> {
            assertThatThrownBy(() -> timeout(ZERO, () -> {
                ticks.cause();
                try {
                    timeout(ZERO, () -> newFuture().await());
                } finally {
                    ticks.effect();
                }
            })).isInstanceOf(TimeoutError.class);
            ticks.effect();
        })).containsExactly(2L, 2L);
    }

    @Test
    void cleanUpThatYields_holdsTheTimeoutErrorUpByOneTick() {
        assertThat(Ticks.of(ticks -> {
            assertThatThrownBy(() -> timeout(ZERO, () -> {
                ticks.cause();
                try {
                    newFuture().await();
                } finally {
                    ticks.effect();
                    sleep(ZERO);
                    ticks.effect();
                }
            })).isInstanceOf(TimeoutError.class);
            ticks.effect();
        })).containsExactly(2L, 3L, 3L);
    }
}
