package org.asyncio4j;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.currentTask;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.shield;
import static org.asyncio4j.Asyncio.sleep;
import static org.asyncio4j.Asyncio.waitFor;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Waiting for one awaitable, but only so long. */
@ExtendWith(NothingLeft.class)
class WaitForTest {

    private final List<String> trace = new ArrayList<>();

    private static Future<String> newFuture() {
        return getRunningLoop().createFuture();
    }

    @Test
    void inTime_givesTheResult() {
        TestLoop.run(() -> {
            assertThat(waitFor(() -> sleep(ofSeconds(1), "x"), ofSeconds(2))).isEqualTo("x");
            assertThat(waitFor(createTask(() -> "y"), ofSeconds(2))).isEqualTo("y");
            assertThat(currentTask()).satisfies(task -> assertThat(task).extracting("cancelling").isEqualTo(0));
        });
    }

    @Test
    void failureInTime_isThrownAsItIs() {
        TestLoop.run(() -> {
            var error = new IOException("broken");

            assertThatThrownBy(() -> waitFor((Coroutine<String>) () -> {
                throw error;
            }, ofSeconds(1))).isSameAs(error);
        });
    }

    @Test
    void tooLate_cancelsAndThrowsTimeoutError() {
        TestLoop.run(() -> {
            Task<String> task = createTask(() -> sleep(ofSeconds(9), "never"));
            Duration before = getRunningLoop().time();

            assertThatThrownBy(() -> waitFor(task, ofSeconds(1))).isInstanceOf(TimeoutError.class)
                    .hasCauseInstanceOf(CancelledError.class);

            assertThat(task.cancelled()).isTrue();
            assertThat(getRunningLoop().time().minus(before)).isBetween(ofSeconds(1), ofSeconds(2));
        });
    }

    @Test
    void noLimit_justWaits() {
        TestLoop.run(() -> assertThat(waitFor(() -> sleep(ofSeconds(1000), "x"), null)).isEqualTo("x"));
    }

    @Test
    @Rule("W12")
    void coroutine_runsInTheCallersTaskAndContext() {
        TestLoop.run(() -> {
            var variable = new ContextVar<String>("variable");
            Task<?> caller = currentTask();
            waitFor(() -> {
                assertThat(currentTask()).isSameAs(caller);
                variable.set("set inside");
            }, ofSeconds(1));

            assertThat(variable.get()).isEqualTo("set inside");
        });
    }

    @Test
    @Rule("W14")
    void tooLate_waitsUntilWhatWasCancelledHasEnded() {
        TestLoop.run(() -> {
            assertThatThrownBy(() -> waitFor(() -> {
                try {
                    sleep(ofSeconds(9));
                } finally {
                    sleep(ofSeconds(5));
                    trace.add("cleaned up");
                }
            }, ofSeconds(1))).isInstanceOf(TimeoutError.class);

            assertThat(trace).containsExactly("cleaned up");
        });
    }

    @Test
    @Rule("W14")
    void tooLate_aValueReturnedNevertheless_isTheResult() {
        TestLoop.run(() -> {
            Task<String> task = createTask(() -> {
                try {
                    return sleep(ofSeconds(9), "never");
                } catch (CancelledError _) {
                    return "a value all the same";
                }
            });

            assertThat(waitFor(task, ofSeconds(1))).isEqualTo("a value all the same");
        });
    }

    @Test
    @Rule("W14")
    void tooLate_anErrorWhileCleaningUp_isThrown() {
        TestLoop.run(() -> {
            var error = new IOException("while cleaning up");
            Task<String> task = createTask(() -> {
                try {
                    return sleep(ofSeconds(9), "never");
                } catch (CancelledError _) {
                    throw error;
                }
            });

            assertThatThrownBy(() -> waitFor(task, ofSeconds(1))).isSameAs(error);
        });
    }

    // ---- no time at all ----

    @Test
    @Rule("W13")
    void noTime_newCoroutine_isNeverStarted() {
        TestLoop.run(() -> {
            for (Duration none : List.of(ZERO, Duration.ofSeconds(-1))) {
                assertThatThrownBy(() -> waitFor(() -> trace.add("started"), none)).isInstanceOf(TimeoutError.class)
                        .hasCauseInstanceOf(CancelledError.class);
            }
            assertThat(trace).isEmpty();
        });
    }

    @Test
    @Rule("W13")
    void noTime_doneFuture_givesItsResult() {
        TestLoop.run(() -> {
            Future<String> done = newFuture();
            done.setResult("x");

            assertThat(waitFor(done, ZERO)).isEqualTo("x");
        });
    }

    @Test
    @Rule("W13")
    void noTime_pendingFuture_isCancelled() {
        TestLoop.run(() -> {
            Future<String> pending = newFuture();

            assertThatThrownBy(() -> waitFor(pending, ZERO)).isInstanceOf(TimeoutError.class);
            assertThat(pending.cancelled()).isTrue();
        });
    }

    @Test
    void noTime_runningTaskThatReturnsNevertheless_givesItsResult() {
        TestLoop.run(() -> {
            Task<String> task = createTask(() -> {
                try {
                    return sleep(ofSeconds(9), "never");
                } catch (CancelledError _) {
                    return "a value all the same";
                }
            });
            sleep(ZERO);

            assertThat(waitFor(task, ZERO)).isEqualTo("a value all the same");
        });
    }

    // ---- cancellation and races ----

    @Test
    void cancellationOfTheCaller_cancelsWhatItWaitsFor() {
        TestLoop.run(() -> {
            Future<String> future = newFuture();
            Task<String> caller = createTask(() -> waitFor(future, ofSeconds(9)));
            sleep(ZERO);
            caller.cancel("from outside");

            assertThatThrownBy(caller::await).isInstanceOf(CancelledError.class).hasMessage("from outside");
            assertThat(future.cancelled()).isTrue();
        });
    }

    @Test
    void shieldedTask_isNotCancelled() {
        TestLoop.run(() -> {
            Task<String> task = createTask(() -> sleep(ofSeconds(9), "to the end"));

            assertThatThrownBy(() -> waitFor(shield(task), ofSeconds(1))).isInstanceOf(TimeoutError.class);
            assertThat(task.cancelling()).isZero();
            assertThat(await(task)).isEqualTo("to the end");
        });
    }

    @Test
    @Rule("W15")
    void resultAndTimeoutInOneTick_isATimeoutAndTheFutureKeepsItsResult() {
        var time = new VirtualTime();
        TestLoop.run(time, () -> {
            EventLoop loop = getRunningLoop();
            Future<String> future = newFuture();
            loop.callLater(ofSeconds(1), () -> future.setResult("kept"));
            // a busy step later both timers are overdue, that of the result before that of waitFor
            loop.callSoon(() -> time.advance(ofSeconds(5).toNanos()));

            assertThatThrownBy(() -> waitFor(future, ofSeconds(2))).isInstanceOf(TimeoutError.class);
            assertThat(future.result()).isEqualTo("kept");
        });
    }

    @Test
    @Rule("W15")
    void resultAndCancellationInOneTick_isACancellationAndTheFutureKeepsItsResult() {
        TestLoop.run(() -> {
            Future<String> future = newFuture();
            Task<String> caller = createTask(() -> waitFor(future, ofSeconds(9)));
            sleep(ZERO);
            future.setResult("kept");
            caller.cancel();

            assertThatThrownBy(caller::await).isInstanceOf(CancelledError.class);
            assertThat(future.result()).isEqualTo("kept");
        });
    }

    @Test
    void outsideOfATask_isRefused() {
        assertThatThrownBy(() -> waitFor(() -> "x", ofSeconds(1))).isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("await outside of a task: ");
    }

    @Test
    @SuppressWarnings("NullAway") // null is what is tested
    void null_isRefusedByName() {
        TestLoop.run(() -> {
            assertThatThrownBy(() -> waitFor((Coroutine<String>) null, ZERO)).isInstanceOf(NullPointerException.class)
                    .hasMessage("awaitable");
            assertThatThrownBy(() -> waitFor((VoidCoroutine) null, ZERO)).isInstanceOf(NullPointerException.class)
                    .hasMessageContaining("coroutine");
        });
    }

    @Test
    @Rule("W13")
    void noTime_outsideOfATask_isRefused_andStartsNothing() {
        List<String> trace = new ArrayList<>();
        TestLoop.run(() -> {
            getRunningLoop().callSoon(() -> assertThatThrownBy(() -> waitFor(() -> trace.add("ran"), ZERO))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith("await outside of a task: a callback of "));
            sleep(ofSeconds(1));
        });

        assertThat(trace).isEmpty();
    }
}
