package org.asyncio4j;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.sleep;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Waiting for time to pass. */
@ExtendWith(NothingLeft.class)
class SleepTest {

    private static TimerHeap timers() {
        return ((BaseEventLoop) getRunningLoop()).tick().timers();
    }

    @Test
    void sleep_lastsAsLongAsAskedFor() {
        TestLoop.run(() -> {
            Duration before = getRunningLoop().time();
            sleep(ofSeconds(5));

            assertThat(getRunningLoop().time().minus(before)).isBetween(ofSeconds(5), ofSeconds(6));
        });
    }

    @Test
    void sleep_withAResult_returnsIt() {
        TestLoop.run(() -> assertThat(sleep(ofSeconds(1), "x")).isEqualTo("x"));
    }

    @Test
    void sleepers_wakeInOrderOfTheirDeadlines() {
        TestLoop.run(() -> {
            List<Integer> trace = new ArrayList<>();
            for (int seconds : List.of(3, 1, 2)) {
                createTask(() -> {
                    sleep(ofSeconds(seconds));
                    trace.add(seconds);
                });
            }
            sleep(ofSeconds(9));

            assertThat(trace).containsExactly(1, 2, 3);
        });
    }

    @Test
    void sleepOfZero_whileNothingElseIsReady_isATickAllTheSame() {
        TestLoop.run(() -> {
            Tick tick = ((BaseEventLoop) getRunningLoop()).tick();
            List<String> trace = new ArrayList<>();
            getRunningLoop().callLater(ZERO, () -> trace.add("timer"));
            long before = tick.count();

            sleep(ZERO);
            trace.add("after one tick");
            assertThat(tick.count()).isEqualTo(before + 1);

            sleep(ZERO);
            trace.add("after two");
            assertThat(tick.count()).isEqualTo(before + 2);
            assertThat(trace).containsExactly("after one tick", "timer", "after two");
        });
    }

    @Test
    @Rule("O11")
    void sleepOfZeroOrLess_setsNoTimer() {
        TestLoop.run(() -> {
            for (Duration delay : List.of(ZERO, ofSeconds(-5))) {
                Task<?> task = createTask(() -> sleep(delay));
                sleep(ZERO);

                assertThat(task.done()).isFalse();
                assertThat(timers().isEmpty()).isTrue();
                sleep(ZERO);
                assertThat(task.done()).isTrue();
            }
        });
    }

    @Test
    @Rule("C14")
    void cancelledSleep_takesItsTimerAlong() {
        TestLoop.run(() -> {
            Task<?> task = createTask(() -> sleep(ofSeconds(5)));
            sleep(ZERO);
            assertThat(timers().size()).isOne();
            task.cancel();

            assertThatThrownBy(task::await).isInstanceOf(CancelledError.class);
            assertThat(timers().isEmpty()).isTrue();
        });
    }

    @Test
    void sleepTooLongToCount_lastsUntilItIsCancelled() {
        TestLoop.run(() -> {
            Task<?> task = createTask(() -> sleep(ofSeconds(Long.MAX_VALUE)));
            sleep(Duration.ofDays(10_000));
            assertThat(task.done()).isFalse();
            task.cancel();

            assertThatThrownBy(task::await).isInstanceOf(CancelledError.class);
        });
    }

    @Test
    void outsideOfATask_isRefused() {
        assertThatThrownBy(() -> sleep(ofSeconds(1))).isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("await outside of a task: no event loop is running in ");
    }

    @Test
    @SuppressWarnings("NullAway") // null is what is tested
    void null_isRefusedByName() {
        TestLoop.run(() -> {
            assertThatThrownBy(() -> sleep(null)).isInstanceOf(NullPointerException.class).hasMessage("delay");
            assertThatThrownBy(() -> sleep(null, "x")).isInstanceOf(NullPointerException.class).hasMessage("delay");
        });
    }
}
