package org.asyncio4j;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.sleep;
import static org.asyncio4j.ReturnWhen.ALL_COMPLETED;
import static org.asyncio4j.ReturnWhen.FIRST_COMPLETED;
import static org.asyncio4j.ReturnWhen.FIRST_EXCEPTION;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Waiting for a set of futures, which changes none of them. */
@ExtendWith(NothingLeft.class)
class WaitTest {

    private static Future<String> newFuture() {
        return getRunningLoop().createFuture();
    }

    private static Task<String> sleeping(int seconds) {
        return createTask(() -> sleep(ofSeconds(seconds), "slept " + seconds));
    }

    private static Task<String> failing(Throwable error) {
        return createTask(() -> {
            throw Rethrow.unchecked(error);
        });
    }

    @Test
    void wait_returnsWhenAllAreDone() {
        TestLoop.run(() -> {
            Task<String> slow = sleeping(2);
            Task<String> quick = sleeping(1);
            Duration before = getRunningLoop().time();

            WaitResult<Task<String>> result = Asyncio.wait(List.of(slow, quick));

            assertThat(result.done()).containsExactly(slow, quick);
            assertThat(result.pending()).isEmpty();
            assertThat(getRunningLoop().time().minus(before)).isBetween(ofSeconds(2), ofSeconds(3));
        });
    }

    @Test
    void firstCompleted_returnsWhenOneIsDone() {
        TestLoop.run(() -> {
            Task<String> slow = sleeping(2);
            Task<String> quick = sleeping(1);

            WaitResult<Task<String>> result = Asyncio.wait(List.of(slow, quick), FIRST_COMPLETED);

            assertThat(result.done()).containsExactly(quick);
            assertThat(result.pending()).containsExactly(slow);
            assertThat(slow.cancelling()).isZero();
        });
    }

    @Test
    @Rule("W10")
    void firstCompleted_whatIsDoneAtResumption_countsAsDone() {
        TestLoop.run(() -> {
            Future<String> first = newFuture();
            Future<String> second = newFuture();
            getRunningLoop().callSoon(() -> {
                first.setResult("in one tick");
                getRunningLoop().callSoon(() -> second.setResult("in the next"));
            });

            WaitResult<Future<String>> result = Asyncio.wait(List.of(first, second), FIRST_COMPLETED);

            assertThat(result.done()).containsExactly(first, second);
        });
    }

    @Test
    void firstException_returnsWhenOneFails() {
        TestLoop.run(() -> {
            Task<String> slow = sleeping(1);
            Task<String> failing = failing(new IOException("reason to return"));

            WaitResult<Task<String>> result = Asyncio.wait(List.of(slow, failing), FIRST_EXCEPTION);

            assertThat(result.done()).containsExactly(failing);
            assertThat(result.pending()).containsExactly(slow);
        });
    }

    @Test
    @Rule("W10")
    void firstException_aCancelledOneIsNoFailure() {
        TestLoop.run(() -> {
            Future<String> cancelled = newFuture();
            cancelled.cancel();
            Task<String> slow = sleeping(1);

            WaitResult<Future<String>> result = Asyncio.wait(List.of(cancelled, slow), FIRST_EXCEPTION);

            assertThat(result.pending()).isEmpty();
        });
    }

    @Test
    @Rule("W9")
    void failures_areNotThrown() {
        TestLoop.run(() -> {
            Task<String> failing = failing(new IOException("looked at below"));

            assertThat(Asyncio.wait(List.of(failing)).done()).containsExactly(failing);
            assertThat(failing.exception()).isInstanceOf(IOException.class);
        });
    }

    /** A condition that needs no look at the exception leaves it for somebody to retrieve. */
    @Test
    void failures_areNotRetrieved() {
        List<ExceptionContext> reports = TestLoop.reportsOf(() -> {
            Asyncio.wait(List.of(failing(new IOException("all"))), ALL_COMPLETED);
            Asyncio.wait(List.of(failing(new IOException("first"))), FIRST_COMPLETED);
            Asyncio.wait(List.of(failing(new IOException("last one left"))), FIRST_EXCEPTION);
        });

        assertThat(reports).extracting(report -> String.valueOf(report.exception()))
                .containsExactlyInAnyOrder("java.io.IOException: all", "java.io.IOException: first",
                        "java.io.IOException: last one left");
    }

    @Test
    @Rule("W9")
    void timeout_returnsWhatIsDoneAndCancelsNothing() {
        TestLoop.run(() -> {
            Task<String> quick = sleeping(1);
            Task<String> slow = sleeping(9);

            WaitResult<Task<String>> result = Asyncio.wait(List.of(quick, slow), ofSeconds(2));

            assertThat(result.done()).containsExactly(quick);
            assertThat(result.pending()).containsExactly(slow);
            assertThat(slow.cancelling()).isZero();
            assertThat(slow.await()).isEqualTo("slept 9");
        });
    }

    @Test
    void timeoutOfZero_stillSuspends() {
        TestLoop.run(() -> {
            List<String> trace = new ArrayList<>();
            Future<String> pending = newFuture();
            createTask(() -> {
                trace.add("other task");
            });

            WaitResult<Future<String>> result = Asyncio.wait(List.of(pending), ZERO, ALL_COMPLETED);

            assertThat(result.pending()).containsExactly(pending);
            assertThat(trace).containsExactly("other task");
        });
    }

    @Test
    void timeoutThatIsNotNeeded_isCancelled() {
        TestLoop.run(() -> {
            Asyncio.wait(List.of(sleeping(1)), ofSeconds(60));

            assertThat(((BaseEventLoop) getRunningLoop()).tick().timers().isEmpty()).isTrue();
        });
    }

    @Test
    @Rule("W9")
    void cancellationOfTheWait_leavesTheFuturesAlone() {
        TestLoop.run(() -> {
            Future<String> future = newFuture();
            Task<?> waiting = createTask(() -> {
                Asyncio.wait(List.of(future));
            });
            sleep(ZERO);
            waiting.cancel();

            assertThatThrownBy(waiting::await).isInstanceOf(CancelledError.class);
            assertThat(future.done()).isFalse();
        });
    }

    @Test
    @Rule("W11")
    void duplicates_countOnce() {
        TestLoop.run(() -> {
            Task<String> task = sleeping(1);

            assertThat(Asyncio.wait(List.of(task, task)).done()).containsExactly(task);
        });
    }

    @Test
    @Rule("W11")
    void emptySet_isRefused() {
        TestLoop.run(() -> assertThatThrownBy(() -> Asyncio.wait(List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Set of Tasks/Futures is empty."));
    }

    @Test
    void result_cannotBeChanged() {
        TestLoop.run(() -> {
            WaitResult<Task<String>> result = Asyncio.wait(List.of(sleeping(1)));

            assertThat(result.done()).isUnmodifiable();
            assertThat(result.pending()).isUnmodifiable();
        });
    }

    @Test
    @SuppressWarnings("NullAway") // null is what is tested
    void null_isRefusedByName() {
        TestLoop.run(() -> {
            Future<String> future = newFuture();

            assertThatThrownBy(() -> Asyncio.wait(null)).isInstanceOf(NullPointerException.class)
                    .hasMessageContaining("futures");
            assertThatThrownBy(() -> Asyncio.wait(Arrays.asList((@Nullable Future<String>) null)))
                    .isInstanceOf(NullPointerException.class)
                    .hasMessage("an element of futures");
            assertThatThrownBy(() -> Asyncio.wait(List.of(future), (ReturnWhen) null))
                    .isInstanceOf(NullPointerException.class)
                    .hasMessageMatching("(returnW|w)hen");
        });
    }
}
