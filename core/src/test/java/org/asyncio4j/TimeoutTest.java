package org.asyncio4j;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.InstanceOfAssertFactories.throwable;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.currentTask;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.sleep;
import static org.asyncio4j.Asyncio.timeout;
import static org.asyncio4j.Asyncio.timeoutAt;
import static org.asyncio4j.Asyncio.timeoutAtValue;
import static org.asyncio4j.Asyncio.timeoutValue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Deadlines for blocks of code: when they pass, how they are moved, what they show and refuse. */
@ExtendWith(NothingLeft.class)
class TimeoutTest {

    private final List<String> trace = new ArrayList<>();

    private static Task<?> self() {
        return Objects.requireNonNull(currentTask());
    }

    @Test
    @Rule("T9")
    void inTime_givesTheResultAndLeavesNoTimer() {
        TestLoop.run(() -> {
            assertThat(timeout(ofSeconds(2), () -> sleep(ofSeconds(1), "x"))).isEqualTo("x");

            assertThat(self().cancelling()).isZero();
            assertThat(((BaseEventLoop) getRunningLoop()).tick().timers().isEmpty()).isTrue();
        });
    }

    @Test
    @Rule("T1")
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
    @Rule("T6")
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

    // ---- the deadline ----

    @Test
    void deadline_isATimeOfTheLoop() {
        TestLoop.run(() -> {
            Duration before = getRunningLoop().time();
            Duration when = timeoutValue(ofSeconds(2), t -> t.when());
            assertThat(when).isBetween(before.plusSeconds(2), before.plusSeconds(3));

            Duration given = timeoutAtValue(ofSeconds(5000), t -> t.when());
            assertThat(given).isEqualTo(ofSeconds(5000));
            Duration none = timeoutValue(null, t -> t.when());
            assertThat(none).isNull();
        });
    }

    @Test
    void timeoutAt_severalStepsShareOneDeadline() {
        TestLoop.run(() -> {
            Duration deadline = getRunningLoop().time().plusSeconds(5);
            assertThat(timeoutAt(deadline, () -> sleep(ofSeconds(2), "one"))).isEqualTo("one");
            timeoutAt(deadline, () -> sleep(ofSeconds(2)));
            assertThatThrownBy(() -> timeoutAt(deadline, _ -> sleep(ofSeconds(2)))).isInstanceOf(TimeoutError.class);

            assertThat(getRunningLoop().time()).isBetween(deadline, deadline.plusMillis(1));
            assertThatThrownBy(() -> timeoutAtValue(deadline, _ -> sleep(ZERO, "too late")))
                    .isInstanceOf(TimeoutError.class);
        });
    }

    @Test
    void timeoutAt_null_neverTimesOut() {
        TestLoop.run(() -> assertThat(timeoutAt(null, () -> sleep(ofSeconds(1000), "x"))).isEqualTo("x"));
    }

    @Test
    @Rule("T10")
    void madeFirst_itsTimeRunsFromThenOn() {
        TestLoop.run(() -> {
            Timeout timeout = Timeout.after(ofSeconds(5));
            sleep(ofSeconds(4));

            assertThatThrownBy(() -> timeout.run(_ -> sleep(ofSeconds(2)))).isInstanceOf(TimeoutError.class);
            assertThat(timeout.expired()).isTrue();
        });
    }

    @Test
    void madeOutsideOfALoop_isEnteredInOne() {
        Timeout timeout = Timeout.at(ZERO);

        TestLoop.run(() -> assertThatThrownBy(() -> timeout.runValue(_ -> sleep(ofSeconds(1), "x")))
                .isInstanceOf(TimeoutError.class));
    }

    @Test
    void madeInOneTask_isEnteredInAnother() {
        TestLoop.run(() -> {
            Timeout timeout = Timeout.after(ofSeconds(1));
            Task<?> task = createTask(() -> timeout.run(_ -> sleep(ofSeconds(2))));

            assertThatThrownBy(task::await).isInstanceOf(TimeoutError.class);
            assertThat(self().cancelling()).isZero();
        });
    }

    @Test
    void expired_fromTheMomentTheTaskIsAsked() {
        TestLoop.run(() -> {
            Timeout timeout = Timeout.after(ofSeconds(1));
            trace.add("created " + timeout.expired());
            timeout.run(t -> {
                trace.add("active " + t.expired());
                try {
                    sleep(ofSeconds(2));
                } catch (CancelledError _) {
                    trace.add("swallowed " + t.expired());
                }
            });
            trace.add("after " + timeout.expired());

            assertThat(trace).containsExactly("created false", "active false", "swallowed true", "after true");
            assertThat(timeoutValue(ofSeconds(1), t -> t).expired()).isFalse();
        });
    }

    // ---- moving it ----

    @Test
    @Rule("T8")
    void rescheduledLater_givesMoreTime() {
        TestLoop.run(() -> timeout(ofSeconds(1), t -> {
            t.reschedule(getRunningLoop().time().plusSeconds(5));
            sleep(ofSeconds(4));
        }));
    }

    @Test
    void rescheduledEarlier_givesLess() {
        TestLoop.run(() -> {
            Duration before = getRunningLoop().time();
            assertThatThrownBy(() -> timeout(ofSeconds(100), t -> {
                t.reschedule(before.plusSeconds(1));
                sleep(ofSeconds(50));
            })).isInstanceOf(TimeoutError.class);

            assertThat(getRunningLoop().time()).isLessThan(before.plusSeconds(2));
        });
    }

    @Test
    void rescheduledToNone_takesTheLimitAway() {
        TestLoop.run(() -> timeout(ofSeconds(1), t -> {
            t.reschedule(null);
            assertThat(t.when()).isNull();
            sleep(ofSeconds(100));
        }));
    }

    @Test
    void rescheduledFromNone_setsOne() {
        TestLoop.run(() -> assertThatThrownBy(() -> timeout(null, t -> {
            sleep(ofSeconds(100));
            t.reschedule(getRunningLoop().time().plusSeconds(1));
            sleep(ofSeconds(100));
        })).isInstanceOf(TimeoutError.class));
    }

    @Test
    void rescheduledToThePast_isEnforcedAtTheNextWait() {
        TestLoop.run(() -> {
            assertThatThrownBy(() -> timeout(ofSeconds(100), t -> {
                t.reschedule(ZERO);
                trace.add("goes on, " + t.expired());
                sleep(ZERO);
                trace.add("never");
            })).isInstanceOf(TimeoutError.class);

            assertThat(trace).containsExactly("goes on, false");
        });
    }

    @Test
    void rescheduledToThePast_withoutAWaitAfterIt_isNotTooLate() {
        TestLoop.run(() -> {
            String result = timeoutValue(ofSeconds(100), t -> {
                t.reschedule(ZERO);
                return "x";
            });
            assertThat(result).isEqualTo("x");
            sleep(ZERO); // a deadline that was left would end this

            assertThat(self().cancelling()).isZero();
        });
    }

    @Test
    void rescheduledManyTimes_leavesNoTimer() {
        TestLoop.run(() -> {
            timeout(ofSeconds(1), t -> {
                for (int i = 0; i < 100; i++) {
                    t.reschedule(getRunningLoop().time().plusSeconds(2));
                    sleep(ofSeconds(1));
                }
            });

            assertThat(((BaseEventLoop) getRunningLoop()).tick().timers().isEmpty()).isTrue();
        });
    }

    @Test
    void rescheduledByACallback_movesTheDeadlineOfTheTask() {
        TestLoop.run(() -> {
            Timeout timeout = Timeout.after(ofSeconds(100));
            getRunningLoop().callLater(ofSeconds(1), () -> timeout.reschedule(ZERO));
            Duration before = getRunningLoop().time();

            assertThatThrownBy(() -> timeout.run(_ -> sleep(ofSeconds(50)))).isInstanceOf(TimeoutError.class);
            assertThat(getRunningLoop().time()).isLessThan(before.plusSeconds(2));
        });
    }

    @Test
    @Rule("T8")
    void reschedule_outsideOfTheBlockOrTooLate_isRefused() {
        TestLoop.run(() -> {
            Timeout inTime = Timeout.after(ofSeconds(1));
            assertRescheduleRefused(inTime, "Timeout has not been entered");
            inTime.run(_ -> {});
            assertRescheduleRefused(inTime, "Cannot change state of finished Timeout");

            Timeout late = Timeout.after(ofSeconds(1));
            assertThatThrownBy(() -> late.run(t -> {
                try {
                    sleep(ofSeconds(2));
                } finally {
                    assertRescheduleRefused(t, "Cannot change state of expiring Timeout");
                }
            })).isInstanceOf(TimeoutError.class);
            assertRescheduleRefused(late, "Cannot change state of expired Timeout");
        });
    }

    private static void assertRescheduleRefused(Timeout timeout, String message) {
        Duration before = timeout.when();
        assertThatThrownBy(() -> timeout.reschedule(null)).isInstanceOf(IllegalStateException.class)
                .hasMessage(message);
        assertThat(timeout.when()).isEqualTo(before);
    }

    @Test
    void rescheduleFromAnotherThread_isRefused() throws InterruptedException {
        var refused = new AtomicReference<Throwable>();
        TestLoop.run(() -> timeout(null, t -> {
            Thread.ofPlatform()
                    .start(() -> refused.set(catchThrowable(() -> t.reschedule(null))))
                    .join();
        }));

        assertThat(refused.get()).isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("Non-thread-safe operation invoked on an event loop");
    }

    // ---- what it shows ----

    @Test
    void text_tellsTheStateAndWhileActiveTheDeadline() {
        TestLoop.run(() -> {
            Timeout inTime = Timeout.at(Duration.ofMillis(12_345_678));
            assertThat(inTime).hasToString("<Timeout [created]>");
            inTime.run(t -> {
                assertThat(t).hasToString("<Timeout [active] when=12345.678>");
                t.reschedule(Duration.ofNanos(99_123_456_789_000L));
                assertThat(t).hasToString("<Timeout [active] when=99123.457>");
                t.reschedule(ofSeconds(20_000_000));
                assertThat(t).hasToString("<Timeout [active] when=20000000.0>");
                t.reschedule(Duration.ofMillis(5500));
                assertThat(t).hasToString("<Timeout [active] when=5.5>");
                t.reschedule(null);
                assertThat(t).hasToString("<Timeout [active] when=None>");
            });
            assertThat(inTime).hasToString("<Timeout [finished]>");

            Timeout late = Timeout.after(ZERO);
            assertThatThrownBy(() -> late.run(t -> {
                try {
                    sleep(ofSeconds(1));
                } finally {
                    assertThat(t).hasToString("<Timeout [expiring]>");
                }
            })).isInstanceOf(TimeoutError.class);
            assertThat(late).hasToString("<Timeout [expired]>");
        });
    }

    // ---- wrong use ----

    @Test
    @Rule("T8")
    void enteredTwice_isRefused() {
        TestLoop.run(() -> {
            Timeout timeout = Timeout.after(ofSeconds(1));
            timeout.run(t -> {
                assertEntryRefused(t);
                assertThat(t.expired()).isFalse();
            });
            assertEntryRefused(timeout);
        });
    }

    private static void assertEntryRefused(Timeout timeout) {
        assertThatThrownBy(() -> timeout.run(_ -> {
            throw new AssertionError("the body runs");
        })).isInstanceOf(IllegalStateException.class).hasMessage("Timeout has already been entered");
    }

    @Test
    void outsideOfATask_isRefusedAndStaysCreated() {
        Timeout timeout = Timeout.at(null);
        assertThatThrownBy(() -> timeout.run(_ -> {})).isInstanceOf(IllegalStateException.class)
                .hasMessage("Timeout should be used inside a task");
        assertThat(timeout).hasToString("<Timeout [created]>");

        TestLoop.run(() -> timeout.run(_ -> trace.add("entered")));
        assertThat(trace).containsExactly("entered");
    }

    @Test
    void inACallback_isRefused() {
        List<Throwable> refused = new ArrayList<>();
        TestLoop.run(() -> {
            getRunningLoop().callSoon(() -> refused.add(catchThrowable(() -> timeout(ofSeconds(1), () -> "x"))));
            sleep(ZERO);
        });

        assertThat(refused).singleElement(throwable(IllegalStateException.class))
                .hasMessage("Timeout should be used inside a task");
    }

    @Test
    void withoutALoop_aDelayIsRefused() {
        assertThatThrownBy(() -> timeout(ofSeconds(1), () -> "x")).isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("no running event loop in ");
        assertThatThrownBy(() -> Timeout.after(ofSeconds(1))).isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("no running event loop in ");
    }

    @Test
    @SuppressWarnings("NullAway") // null is what is tested
    void null_isRefusedByName() {
        TestLoop.run(() -> {
            Timeout timeout = Timeout.after(ZERO);
            List<ThrowingCallable> calls = List.of(
                    () -> timeout(ZERO, (Coroutine<String>) null),
                    () -> timeout(ZERO, (VoidCoroutine) null),
                    () -> timeout(ZERO, (Timeout.Body) null),
                    () -> timeoutValue(ZERO, null),
                    () -> timeoutAt(ZERO, (Coroutine<String>) null),
                    () -> timeoutAt(ZERO, (VoidCoroutine) null),
                    () -> timeoutAt(ZERO, (Timeout.Body) null),
                    () -> timeoutAtValue(ZERO, null),
                    () -> timeout.run(null),
                    () -> timeout.runValue(null));
            assertThat(calls).allSatisfy(call -> assertThatThrownBy(call).isInstanceOf(NullPointerException.class)
                    .hasMessageContaining("body"));

            timeout.run(_ -> trace.add("not entered by these"));
        });
        assertThat(trace).containsExactly("not entered by these");
    }

    @Test
    void errorWhoseCausesAreARing_isThrownAsItIs() {
        TestLoop.run(() -> {
            var error = new IllegalStateException("one");
            error.initCause(new IllegalStateException("other", error));
            assertThatThrownBy(() -> timeout(ofSeconds(1), () -> {
                try {
                    sleep(ofSeconds(2));
                } finally {
                    throwIt(error);
                }
            })).isSameAs(error);
        });
    }

    private static void throwIt(RuntimeException error) {
        throw error;
    }
}
