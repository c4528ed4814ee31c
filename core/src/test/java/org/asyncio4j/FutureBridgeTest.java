package org.asyncio4j;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.ensureFuture;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.runCoroutineThreadsafe;
import static org.asyncio4j.Asyncio.sleep;
import static org.asyncio4j.Asyncio.wrapFuture;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Futures of the JDK and futures of a loop, linked both ways. */
@ExtendWith(NothingLeft.class)
class FutureBridgeTest {

    // ---- from the JDK: stages ----

    @Test
    void await_ofAStage_givesItsResult() {
        TestLoop.run(() -> {
            CompletionStage<String> stage = CompletableFuture.completedStage("stage");
            var later = new CompletableFuture<String>();
            getRunningLoop().callLater(ofSeconds(1), () -> later.complete("later"));

            assertThat(await(stage)).isEqualTo("stage");
            assertThat(await(later)).isEqualTo("later");
            assertThat(ensureFuture(stage).await()).isEqualTo("stage");
        });
    }

    @Test
    @Rule("H8")
    void await_ofAFailedStage_throwsItsErrorWithoutAWrapper() {
        TestLoop.run(() -> {
            var error = new IOException("broken");
            CompletableFuture<String> failed = CompletableFuture.failedFuture(error);
            CompletableFuture<String> wrapped = failed.thenApply(String::trim);
            assertThatThrownBy(wrapped::join).as("how the JDK tells it").isInstanceOf(CompletionException.class);

            assertThatThrownBy(() -> await(failed)).isSameAs(error);
            assertThatThrownBy(() -> await(wrapped)).isSameAs(error);
        });
    }

    @Test
    void await_ofAStage_isDoneOneTickAfterIt() {
        TestLoop.run(() -> {
            Future<String> future = ensureFuture(CompletableFuture.completedFuture("x"));

            assertThat(future.done()).isFalse();
            sleep(ZERO);
            assertThat(future.result()).isEqualTo("x");
        });
    }

    @Test
    @Rule("H8")
    void cancel_ofTheTaskThatAwaitsAStage_cancelsTheStage() {
        TestLoop.run(() -> {
            var stage = new CompletableFuture<String>();
            Task<String> task = createTask(() -> await(stage));
            sleep(ZERO);
            task.cancel();

            assertThatThrownBy(task::await).isInstanceOf(CancelledError.class);
            assertThat(stage.isCancelled()).isTrue();
        });
    }

    @Test
    void cancel_ofAStage_cancelsItsFuture() {
        TestLoop.run(() -> {
            var stage = new CompletableFuture<String>();
            Future<String> future = wrapFuture(stage);
            stage.cancel(false);

            assertThatThrownBy(future::await).isInstanceOf(CancelledError.class);
            assertThat(future.cancelled()).isTrue();
        });
    }

    @Test
    void stageThatCompletesAfterItsFutureWasCancelled_changesNothing() {
        TestLoop.run(() -> {
            CompletableFuture<String> stage = new CompletableFuture<>();
            Future<String> future = ensureFuture(stage.minimalCompletionStage());
            future.cancel();
            stage.complete("too late");
            sleep(ofSeconds(1));

            assertThat(future.cancelled()).isTrue();
        });
    }

    // ---- from the JDK: plain futures, for which a thread waits ----

    @Test
    void await_ofAPlainFuture_givesItsResult() {
        TestLoop.run(() -> {
            var plain = new FutureTask<>(() -> "plain");
            getRunningLoop().callSoon(plain);

            assertThat(await(plain)).isEqualTo("plain");
        });
    }

    @Test
    void await_ofAFailedPlainFuture_throwsItsErrorWithoutAWrapper() {
        TestLoop.run(() -> {
            var error = new IOException("broken");
            var plain = new FutureTask<String>(() -> {
                throw error;
            });
            plain.run();

            assertThatThrownBy(() -> await(plain)).isSameAs(error);
        });
    }

    @Test
    void await_ofACancelledPlainFuture_isCancelled() {
        TestLoop.run(() -> {
            var plain = new FutureTask<>(() -> "never");
            plain.cancel(false);
            Future<String> future = wrapFuture(plain);

            assertThatThrownBy(future::await).isInstanceOf(CancelledError.class);
            assertThat(future.cancelled()).isTrue();
        });
    }

    @Test
    void cancel_ofTheTaskThatAwaitsAPlainFuture_cancelsIt() {
        TestLoop.run(() -> {
            var plain = new FutureTask<>(() -> "never");
            Task<String> task = createTask(() -> await(plain));
            sleep(ZERO);
            task.cancel();

            assertThatThrownBy(task::await).isInstanceOf(CancelledError.class);
            assertThat(plain.isCancelled()).isTrue();
        });
    }

    // ---- to the JDK ----

    @Test
    void toCompletableFuture_hasTheResult() {
        TestLoop.run(() -> {
            Task<String> task = createTask(() -> sleep(ofSeconds(1), "x"));
            CompletableFuture<String> linked = task.toCompletableFuture();
            assertThat(linked).isNotDone();
            await(task);
            sleep(ZERO);

            assertThat(linked).isCompletedWithValue("x");
            CompletableFuture<String> afterwards = task.toCompletableFuture();
            sleep(ZERO);
            assertThat(afterwards).isCompletedWithValue("x");
        });
    }

    @Test
    void toCompletableFuture_hasTheErrorWhichCountsAsRetrieved() {
        TestLoop.run(() -> {
            var error = new IOException("broken");
            Future<String> future = getRunningLoop().createFuture();
            CompletableFuture<String> linked = future.toCompletableFuture();
            future.setException(error);
            sleep(ZERO);

            assertThat(linked.exceptionNow()).isSameAs(error);
        });
    }

    @Test
    void toCompletableFuture_cancellingEitherCancelsTheOther() {
        TestLoop.run(() -> {
            Future<String> one = getRunningLoop().createFuture();
            CompletableFuture<String> linkedToOne = one.toCompletableFuture();
            one.cancel();
            sleep(ZERO);
            assertThat(linkedToOne).isCancelled();

            Task<String> other = createTask(() -> sleep(ofSeconds(9), "never"));
            CompletableFuture<String> linkedToOther = other.toCompletableFuture();
            sleep(ZERO);
            linkedToOther.cancel(false);
            assertThatThrownBy(other::await).isInstanceOf(CancelledError.class);
        });
    }

    // ---- runCoroutineThreadsafe, here from the thread of the loop ----

    @Test
    @Rule("H1")
    void runCoroutineThreadsafe_hasTheOutcome() {
        var error = new IOException("broken");
        List<CompletableFuture<String>> linked = new ArrayList<>();
        TestLoop.run(() -> {
            EventLoop loop = getRunningLoop();
            linked.add(runCoroutineThreadsafe(() -> "x", loop));
            linked.add(runCoroutineThreadsafe((Coroutine<String>) () -> {
                throw error;
            }, loop));
            linked.add(runCoroutineThreadsafe((Coroutine<String>) () -> {
                throw new CancelledError();
            }, loop));
            sleep(ofSeconds(1));
        });

        assertThat(linked.get(0)).isCompletedWithValue("x");
        assertThat(linked.get(1).exceptionNow()).isSameAs(error);
        assertThat(linked.get(2)).isCancelled();
    }

    @Test
    @Rule("H1")
    void runCoroutineThreadsafe_cancelled_cancelsTheTask() {
        List<String> trace = new ArrayList<>();
        TestLoop.run(() -> {
            CompletableFuture<@Nullable Void> linked = runCoroutineThreadsafe(() -> {
                try {
                    sleep(ofSeconds(9));
                } catch (CancelledError cancelled) {
                    trace.add("cancelled");
                    throw cancelled;
                }
            }, getRunningLoop());
            sleep(ofSeconds(1));
            assertThat(linked.cancel(false)).isTrue();
            sleep(ofSeconds(1));
        });

        assertThat(trace).containsExactly("cancelled");
    }

    /** A factory that cannot. */
    private static <T extends @Nullable Object> Task<T> refuse(EventLoop loop, Coroutine<T> coroutine,
            TaskOptions options) {
        throw new IllegalStateException("no tasks today: " + options.name());
    }

    @Test
    @Rule("H1")
    void runCoroutineThreadsafe_taskThatCannotBeMade_isAnErrorThereAndReported() {
        List<CompletableFuture<String>> linked = new ArrayList<>();
        List<ExceptionContext> reports = TestLoop.reportsOf(() -> {
            getRunningLoop().setTaskFactory(FutureBridgeTest::refuse);
            linked.add(runCoroutineThreadsafe(() -> "x", getRunningLoop()));
            sleep(ofSeconds(1));
            getRunningLoop().setTaskFactory(null);
        });

        assertThat(linked.getFirst().exceptionNow()).hasMessage("no tasks today: null");
        assertThat(reports).singleElement()
                .satisfies(report -> assertThat(report.exception())
                        .isSameAs(linked.getFirst().exceptionNow()));
    }

    @Test
    void runCoroutineThreadsafe_onAClosedLoop_isRefused() {
        EventLoop loop = TestLoop.create();
        loop.close();

        assertThatThrownBy(() -> runCoroutineThreadsafe(() -> "x", loop)).isInstanceOf(IllegalStateException.class)
                .hasMessage("Event loop is closed");
    }

    @Test
    void jdksOwnCancellationError_thrownByATask_isAnOrdinaryError() {
        TestLoop.run(() -> {
            Task<String> task = createTask(() -> {
                throw new CancellationException("of something else");
            });

            assertThatThrownBy(task::await).isInstanceOf(CancellationException.class);
            assertThat(task.cancelled()).isFalse();
        });
    }

    @Test
    @SuppressWarnings("NullAway") // null is what is tested
    void null_isRefusedByName() {
        TestLoop.run(() -> {
            EventLoop loop = getRunningLoop();

            assertThatThrownBy(() -> await((CompletionStage<String>) null)).isInstanceOf(NullPointerException.class)
                    .hasMessage("stage");
            assertThatThrownBy(() -> wrapFuture(null)).isInstanceOf(NullPointerException.class).hasMessage("future");
            assertThatThrownBy(() -> runCoroutineThreadsafe((Coroutine<String>) null, loop))
                    .isInstanceOf(NullPointerException.class)
                    .hasMessage("coroutine");
            assertThatThrownBy(() -> runCoroutineThreadsafe(() -> "x", null)).isInstanceOf(NullPointerException.class)
                    .hasMessageContaining("loop");
        });
    }

    // ---- a loop that is closed ----

    @Test
    @Rule("H2")
    void runCoroutineThreadsafe_intoALoopThatIsClosedBeforeItRuns_fails() {
        EventLoop loop = Asyncio.newEventLoop();
        CompletableFuture<String> result = runCoroutineThreadsafe(() -> "never", loop);
        assertThat(result).isNotDone();

        loop.close();

        assertFailed(result);
    }

    @Test
    void runCoroutineThreadsafe_ofATaskThatEndsInTheLastTick_fails() {
        EventLoop loop = Asyncio.newEventLoop();
        CompletableFuture<String> result = runCoroutineThreadsafe(() -> {
            loop.stop(); // the loop is left before it calls back
            return "lost";
        }, loop);
        loop.runForever();
        assertThat(result).isNotDone();

        loop.close();

        assertFailed(result);
    }

    @Test
    void runCoroutineThreadsafe_ofATaskThatIsEndedByClosing_isCancelled() {
        EventLoop loop = Asyncio.newEventLoop();
        loop.setExceptionHandler((_, _) -> {});
        CompletableFuture<String> result = runCoroutineThreadsafe(() -> loop.<String>createFuture().await(), loop);
        loop.runUntilComplete(() -> sleep(ZERO));

        loop.close();

        assertThat(result).isCancelled();
    }

    @Test
    void runCoroutineThreadsafe_intoAClosedLoop_isRefused() {
        EventLoop loop = Asyncio.newEventLoop();
        loop.close();

        assertThatThrownBy(() -> runCoroutineThreadsafe(() -> "x", loop)).isInstanceOf(IllegalStateException.class)
                .hasMessage("Event loop is closed");
    }

    private static void assertFailed(CompletableFuture<String> result) {
        assertThatThrownBy(result::join).hasCauseInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Event loop is closed, and the coroutine that was handed to"
                        + " runCoroutineThreadsafe has not ended");
    }
}
