package org.asyncio4j;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.asyncio4j.Asyncio.asCompleted;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.gather;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.runCoroutineThreadsafe;
import static org.asyncio4j.Asyncio.shield;
import static org.asyncio4j.Asyncio.sleep;
import static org.asyncio4j.Asyncio.timeout;
import static org.asyncio4j.Asyncio.waitFor;

import java.time.Duration;
import java.util.List;
import org.asyncio4j.sync.Event;
import org.asyncio4j.sync.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * How many ticks pass from a cause to its effect: the finest part of asyncio's order, and what every interleaving is
 * made of. The numbers are those of CPython.
 */
@ExtendWith(NothingLeft.class)
class TickLatencyTest {

    // ---- tasks and futures ----

    @Test
    @Rule("O7")
    void createTask_firstStep_isOneTickLater() {
        assertThat(Ticks.of(ticks -> {
            ticks.cause();
            createTask(ticks::effect);
        })).containsExactly(1L);
    }

    @Test
    @Rule("O8")
    void setResult_resumptionOfTheTaskThatAwaits_isOneTickLater() {
        assertThat(Ticks.of(ticks -> {
            Future<String> future = newFuture();
            createTask(() -> {
                await(future);
                ticks.effect();
            });
            sleep(ZERO);
            ticks.cause();
            future.setResult("done");
        })).containsExactly(1L);
    }

    @Test
    @Rule("F1")
    void setResult_doneCallback_isOneTickLater() {
        assertThat(Ticks.of(ticks -> {
            Future<String> future = newFuture();
            future.addDoneCallback(_ -> ticks.effect());
            ticks.cause();
            future.setResult("done");
        })).containsExactly(1L);
    }

    @Test
    @Rule("F1")
    void addDoneCallback_onADoneFuture_isCalledOneTickLater() {
        assertThat(Ticks.of(ticks -> {
            Future<String> future = newFuture();
            future.setResult("done");
            ticks.cause();
            future.addDoneCallback(_ -> ticks.effect());
        })).containsExactly(1L);
    }

    @Test
    @Rule("O9")
    void await_ofADoneFuture_takesNoTick() {
        assertThat(Ticks.of(ticks -> {
            Future<String> future = newFuture();
            future.setResult("done");
            ticks.cause();
            await(future);
            ticks.effect();
        })).containsExactly(0L);
    }

    @Test
    @Rule("O8")
    void endOfAChildsBody_resumptionOfItsParent_isOneTickLater() {
        assertThat(Ticks.of(ticks -> {
            Task<?> child = createTask(ticks::cause);
            await(child);
            ticks.effect();
        })).containsExactly(1L);
    }

    @Test
    void timerThatSetsAResult_resumptionOfTheTaskThatAwaits_isOneTickLater() {
        assertThat(Ticks.of(ticks -> {
            Future<String> future = newFuture();
            getRunningLoop().callLater(ofSeconds(1), () -> {
                ticks.cause();
                future.setResult("time is up");
            });
            await(future);
            ticks.effect();
        })).containsExactly(1L);
    }

    @Test
    @Rule("O11")
    void sleepOfZeroOrLess_takesOneTick() {
        assertThat(Ticks.of(ticks -> {
            ticks.cause();
            sleep(ZERO);
            ticks.effect();
            sleep(Duration.ofNanos(-1));
            ticks.effect();
        })).containsExactly(1L, 2L);
    }

    // ---- combinators ----

    @Test
    @Rule("W1")
    void gather_lastChildReturns_resumesTwoTicksLater() {
        assertThat(Ticks.of(ticks -> {
            await(gather(() -> sleep(ofSeconds(1)), () -> {
                sleep(ofSeconds(2));
                ticks.cause();
            }));
            ticks.effect();
        })).containsExactly(2L);
    }

    @Test
    void gather_ofDoneFutures_doesNotSuspend() {
        assertThat(Ticks.of(ticks -> {
            Future<String> future = newFuture();
            future.setResult("done");
            ticks.cause();
            await(gather(future, future));
            ticks.effect();
        })).containsExactly(0L);
    }

    @Test
    void gather_ofNothing_doesNotSuspend() {
        assertThat(Ticks.of(ticks -> {
            ticks.cause();
            await(gather(List.of()));
            ticks.effect();
        })).containsExactly(0L);
    }

    @Test
    void wait_lastTaskReturns_resumesTwoTicksLater() {
        assertThat(Ticks.of(ticks -> {
            Task<?> task = createTask(ticks::cause);
            Asyncio.wait(List.of(task));
            ticks.effect();
        })).containsExactly(2L);
    }

    @Test
    @Rule("W10")
    void wait_onDoneFutures_takesTwoTicks() {
        assertThat(Ticks.of(ticks -> {
            Future<String> future = newFuture();
            future.setResult("done");
            ticks.cause();
            Asyncio.wait(List.of(future));
            ticks.effect();
        })).containsExactly(2L);
    }

    @Test
    void shield_innerTaskReturns_resumesTwoTicksLater() {
        assertThat(Ticks.of(ticks -> {
            Task<?> inner = createTask(ticks::cause);
            await(shield(inner));
            ticks.effect();
        })).containsExactly(2L);
    }

    @Test
    void waitFor_taskReturns_resumesOneTickLater() {
        assertThat(Ticks.of(ticks -> {
            Task<?> task = createTask(ticks::cause);
            waitFor(task, ofSeconds(1));
            ticks.effect();
        })).containsExactly(1L);
    }

    @Test
    void waitFor_coroutineThatNeverSuspends_takesNoTick() {
        assertThat(Ticks.of(ticks -> {
            ticks.cause();
            waitFor(() -> "at once", ofSeconds(1));
            ticks.effect();
        })).containsExactly(0L);
    }

    @Test
    @Rule("W13")
    void waitFor_newCoroutineAndNoTime_throwsThreeTicksLater() {
        assertThat(Ticks.of(ticks -> {
            ticks.cause();
            assertThatThrownBy(() -> waitFor(() -> "never started", ZERO)).isInstanceOf(TimeoutError.class);
            ticks.effect();
        })).containsExactly(3L);
    }

    @Test
    void asCompleted_taskReturns_itemResumesTwoTicksLater() {
        assertThat(Ticks.of(ticks -> {
            Task<String> task = createTask(() -> {
                ticks.cause();
                return "first";
            });
            for (Coroutine<String> next : asCompleted(List.of(task))) {
                await(next);
                ticks.effect();
            }
        })).containsExactly(2L);
    }

    @Test
    @Rule("T7")
    void timeoutOfZero_whileAFutureIsAwaited_throwsTwoTicksLater() {
        assertThat(Ticks.of(ticks -> {
            Future<String> never = newFuture();
            ticks.cause();
            assertThatThrownBy(() -> timeout(ZERO, () -> await(never))).isInstanceOf(TimeoutError.class);
            ticks.effect();
        })).containsExactly(2L);
    }

    @Test
    @Rule("T7")
    void timeoutOfZero_withSleepOfZero_throwsOneTickLater() {
        assertThat(Ticks.of(ticks -> {
            ticks.cause();
            assertThatThrownBy(() -> timeout(ZERO, () -> sleep(ZERO))).isInstanceOf(TimeoutError.class);
            ticks.effect();
        })).containsExactly(1L);
    }

    @Test
    @Rule("T6")
    void timeoutOfZero_aroundCodeThatNeverSuspends_doesNotTimeOut() {
        assertThat(Ticks.of(ticks -> {
            ticks.cause();
            assertThat(timeout(ZERO, () -> "in time")).isEqualTo("in time");
            ticks.effect();
        })).containsExactly(0L);
    }

    @Test
    void runCoroutineThreadsafe_onTheLoopThread_startsInTwoTicksAndIsDoneInThree() {
        assertThat(Ticks.of(ticks -> {
            ticks.cause();
            var _ = runCoroutineThreadsafe(ticks::effect, getRunningLoop()).thenRun(ticks::effect);
        })).containsExactly(2L, 3L);
    }

    // ---- cancellation ----

    @Test
    @Rule("C2")
    void cancel_whileWaitingForAFuture_throwsOneTickLater() {
        assertThat(Ticks.of(ticks -> {
            Task<?> task = createTask(() -> cancelled(ticks, newFuture()));
            sleep(ZERO);
            ticks.cause();
            task.cancel();
        })).containsExactly(1L);
    }

    @Test
    @Rule("C13")
    void cancel_betweenTwoYields_throwsOneTickLater() {
        assertThat(Ticks.of(ticks -> {
            Task<?> task = createTask(() -> cancelled(ticks, () -> {
                for (;;) {
                    sleep(ZERO);
                }
            }));
            sleep(ZERO);
            ticks.cause();
            task.cancel();
        })).containsExactly(1L);
    }

    @Test
    @Rule("C3")
    void cancel_ofAChainOfTasks_throwsFromTheInnermostOutwardsOneTickEach() {
        assertThat(Ticks.of(ticks -> {
            Task<?> innermost = createTask(() -> cancelled(ticks, newFuture()));
            Task<?> middle = createTask(() -> cancelled(ticks, innermost));
            Task<?> outermost = createTask(() -> cancelled(ticks, middle));
            sleep(ZERO);
            ticks.cause();
            outermost.cancel();
        })).containsExactly(1L, 2L, 3L);
    }

    // ---- primitives ----

    @Test
    void eventSet_resumptionOfItsWaiter_isOneTickLater() {
        assertThat(Ticks.of(ticks -> {
            var event = new Event();
            createTask(() -> {
                event.await();
                ticks.effect();
            });
            sleep(ZERO);
            ticks.cause();
            event.set();
        })).containsExactly(1L);
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

    private static Future<String> newFuture() {
        return getRunningLoop().createFuture();
    }

    /** Awaits something that is cancelled, and notes when the error arrives. */
    private static void cancelled(Ticks ticks, Awaitable<?> awaited) throws Exception {
        try {
            awaited.await();
        } catch (CancelledError cancelled) {
            ticks.effect();
            throw cancelled;
        }
    }
}
