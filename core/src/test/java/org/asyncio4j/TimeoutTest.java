package org.asyncio4j;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.currentTask;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.sleep;
import static org.asyncio4j.Asyncio.timeout;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Deadlines for blocks of code, alone and nested. */
@ExtendWith(NothingLeft.class)
class TimeoutTest {

    private final List<String> trace = new ArrayList<>();

    private static Task<?> self() {
        return Objects.requireNonNull(currentTask());
    }

    @Test
    void inTime_givesTheResultAndLeavesNoTimer() {
        TestLoop.run(() -> {
            assertThat(timeout(ofSeconds(2), () -> sleep(ofSeconds(1), "x"))).isEqualTo("x");

            assertThat(self().cancelling()).isZero();
            assertThat(((BaseEventLoop) getRunningLoop()).tick().timers().isEmpty()).isTrue();
        });
    }

    @Test
    void tooLate_throwsTimeoutErrorAndLeavesNoRequestBehind() {
        TestLoop.run(() -> {
            assertThatThrownBy(() -> timeout(ofSeconds(1), () -> sleep(ofSeconds(2))))
                    .isInstanceOf(TimeoutError.class)
                    .hasCauseInstanceOf(CancelledError.class);

            assertThat(self().cancelling()).isZero();
            sleep(ofSeconds(1)); // a request that was left would end this
        });
    }

    @Test
    void noLimit_neverTimesOut() {
        TestLoop.run(() -> assertThat(timeout(null, () -> sleep(ofSeconds(1000), "x"))).isEqualTo("x"));
    }

    @Test
    void aDelayTooLongToCount_neverTimesOut() {
        TestLoop.run(() -> {
            Duration ages = Duration.ofSeconds(Long.MAX_VALUE);

            assertThat(timeout(ages, () -> sleep(ofSeconds(1), "x"))).isEqualTo("x");
        });
    }

    @Test
    void errorInTime_isThrownAsItIs() {
        TestLoop.run(() -> {
            var error = new IOException("broken");

            assertThatThrownBy(() -> timeout(ofSeconds(1), () -> {
                throw error;
            })).isSameAs(error);
            assertThat(error.getSuppressed()).isEmpty();
        });
    }

    @Test
    void cancellationFromOutside_isNoTimeout() {
        TestLoop.run(() -> {
            Task<?> task = createTask(() -> timeout(ofSeconds(9), () -> sleep(ofSeconds(5))));
            sleep(ZERO);
            task.cancel("from outside");

            assertThatThrownBy(task::await).isInstanceOf(CancelledError.class).hasMessage("from outside");
        });
    }

    @Test
    void cancellationFromOutsideAndTimeoutInOneTick_isACancellation() {
        var time = new VirtualTime();
        TestLoop.run(time, () -> {
            Task<?> task = createTask(() -> timeout(ofSeconds(2), () -> sleep(ofSeconds(99))));
            getRunningLoop().callLater(ofSeconds(1), () -> task.cancel());
            sleep(ZERO);
            // a busy step later both are overdue
            getRunningLoop().callSoon(() -> time.advance(ofSeconds(9).toNanos()));

            assertThatThrownBy(task::await).isInstanceOf(CancelledError.class);
            assertThat(task.cancelling()).isOne();
        });
    }

    // ---- what the body makes of it ----

    @Test
    void cancellationThatIsSwallowed_isNoError() {
        TestLoop.run(() -> {
            String result = timeout(ofSeconds(1), () -> {
                try {
                    return sleep(ofSeconds(2), "never");
                } catch (CancelledError _) {
                    return "swallowed";
                }
            });

            assertThat(result).isEqualTo("swallowed");
            assertThat(self().cancelling()).isZero();
        });
    }

    @Test
    void errorBecauseOfTheTimeout_isThrownAndTellsOfIt() {
        TestLoop.run(() -> {
            assertThatThrownBy(() -> timeout(ofSeconds(1), () -> {
                try {
                    sleep(ofSeconds(2));
                } catch (CancelledError cancelled) {
                    throw new IOException("while cleaning up", cancelled);
                }
            })).isInstanceOf(IOException.class)
                    .hasMessage("while cleaning up")
                    .satisfies(error -> assertThat(error.getSuppressed()).singleElement()
                            .isInstanceOf(TimeoutError.class));
        });
    }

    @Test
    void bodyThatNeverSuspends_cannotTimeOut() {
        TestLoop.run(() -> {
            assertThat(timeout(ZERO, () -> "x")).isEqualTo("x");
            assertThat(timeout(ofSeconds(-1), () -> "y")).isEqualTo("y");
            sleep(ZERO);
            assertThat(self().cancelling()).isZero();
        });
    }

    @Test
    void zero_timesOutAtTheFirstYield() {
        TestLoop.run(() -> assertThatThrownBy(() -> timeout(ZERO, () -> {
            sleep(ZERO);
            trace.add("not reached");
        })).isInstanceOf(TimeoutError.class));
        assertThat(trace).isEmpty();
    }

    // ---- nested ----

    @Test
    void nested_innerFires_outerLivesOn() {
        TestLoop.run(() -> {
            String result = timeout(ofSeconds(5), () -> {
                assertThatThrownBy(() -> timeout(ofSeconds(1), () -> sleep(ofSeconds(9))))
                        .isInstanceOf(TimeoutError.class);
                return sleep(ofSeconds(1), "outer went on");
            });

            assertThat(result).isEqualTo("outer went on");
        });
    }

    @Test
    void nested_outerFires_innerLetsTheCancellationPass() {
        TestLoop.run(() -> {
            assertThatThrownBy(() -> timeout(ofSeconds(1), () -> {
                try {
                    timeout(ofSeconds(5), () -> sleep(ofSeconds(9)));
                } catch (CancelledError cancelled) {
                    trace.add("inner: cancelled");
                    throw cancelled;
                }
            })).isInstanceOf(TimeoutError.class);

            assertThat(trace).containsExactly("inner: cancelled");
        });
    }

    @Test
    void nested_bothFireInOneTick_onlyTheOuterConverts() {
        var time = new VirtualTime();
        TestLoop.run(time, () -> {
            getRunningLoop().callSoon(() -> time.advance(ofSeconds(9).toNanos()));
            assertThatThrownBy(() -> timeout(ofSeconds(2), () -> {
                try {
                    timeout(ofSeconds(1), () -> sleep(ofSeconds(99)));
                } catch (CancelledError cancelled) {
                    trace.add("inner: cancelled, " + self().cancelling());
                    throw cancelled;
                }
            })).isInstanceOf(TimeoutError.class);

            assertThat(trace).containsExactly("inner: cancelled, 1");
            assertThat(self().cancelling()).isZero();
        });
    }

    @Test
    void inAFinallyBlock_ofAnotherTimeout_convertsItsOwn() {
        TestLoop.run(() -> {
            assertThatThrownBy(() -> timeout(ofSeconds(1), () -> {
                try {
                    sleep(ofSeconds(9));
                } finally {
                    assertThatThrownBy(() -> timeout(ofSeconds(1), () -> sleep(ofSeconds(9))))
                            .isInstanceOf(TimeoutError.class);
                    trace.add("clean-up timed out");
                }
            })).isInstanceOf(TimeoutError.class);

            assertThat(trace).containsExactly("clean-up timed out");
        });
    }

    // ---- in a task that is being cancelled ----

    @Test
    void afterACancellation_stillConvertsItsOwnAndKeepsTheCount() {
        TestLoop.run(() -> {
            Task<?> task = createTask(() -> {
                try {
                    sleep(ofSeconds(9));
                } catch (CancelledError _) {
                    assertThatThrownBy(() -> timeout(ofSeconds(1), () -> sleep(ofSeconds(9))))
                            .isInstanceOf(TimeoutError.class);
                    assertThat(self().cancelling()).isOne();
                }
            });
            sleep(ZERO);
            task.cancel();

            task.await();
        });
    }

    @Test
    void afterACancellation_anotherOneFromOutside_isACancellation() {
        TestLoop.run(() -> {
            Task<?> task = createTask(() -> {
                try {
                    sleep(ofSeconds(9));
                } catch (CancelledError _) {
                    timeout(ofSeconds(5), () -> sleep(ofSeconds(9)));
                }
            });
            sleep(ZERO);
            task.cancel("first");
            sleep(ZERO);
            task.cancel("second");

            assertThatThrownBy(task::await).isInstanceOf(CancelledError.class).hasMessage("second");
        });
    }

    // ---- wrong use ----

    @Test
    void outsideOfATask_isRefused() {
        assertThatThrownBy(() -> timeout(ofSeconds(1), () -> "x")).isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("await outside of a task: ");
    }

    @Test
    @SuppressWarnings("NullAway") // null is what is tested
    void null_isRefusedByName() {
        TestLoop.run(() -> {
            assertThatThrownBy(() -> timeout(ZERO, (Coroutine<String>) null)).isInstanceOf(NullPointerException.class)
                    .hasMessage("body");
            assertThatThrownBy(() -> timeout(ZERO, (VoidCoroutine) null)).isInstanceOf(NullPointerException.class)
                    .hasMessageContaining("body");
        });
    }
}
