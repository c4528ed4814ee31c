package org.asyncio4j;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.runCoroutineThreadsafe;
import static org.asyncio4j.Asyncio.sleep;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Coroutines that are handed to a loop with runCoroutineThreadsafe, here mostly in the thread of the loop. */
@ExtendWith(NothingLeft.class)
class SubmissionTest {

    @Test
    @Rule("H1")
    void future_hasTheOutcomeOfTheTask() {
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
    void cancelled_cancelsTheTask() {
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
    void taskThatCannotBeMade_isAnErrorThereAndReported() {
        List<CompletableFuture<String>> linked = new ArrayList<>();
        List<ExceptionContext> reports = TestLoop.reportsOf(() -> {
            getRunningLoop().setTaskFactory(SubmissionTest::refuse);
            linked.add(runCoroutineThreadsafe(() -> "x", getRunningLoop()));
            sleep(ofSeconds(1));
            getRunningLoop().setTaskFactory(null);
        });

        assertThat(linked.getFirst().exceptionNow()).hasMessage("no tasks today: null");
        assertThat(reports).singleElement()
                .satisfies(report -> assertThat(report.exception())
                        .isSameAs(linked.getFirst().exceptionNow()));
    }

    /** A factory that looks where it is called. */
    private static final class Watching implements TaskFactory {
        private final List<Thread> callers = new ArrayList<>();

        @Override
        public <T extends @Nullable Object> Task<T> createTask(EventLoop loop, Coroutine<T> coroutine,
                TaskOptions options) {
            callers.add(Thread.currentThread());
            return new Task<>(coroutine, loop, options);
        }
    }

    @Test
    @Tag("mounted-only")
    void taskFactory_isNotCalledOnTheThreadThatRunsTheLoop() {
        var factory = new Watching();
        TestLoop.run(() -> {
            getRunningLoop().setTaskFactory(factory);
            assertThat(runCoroutineThreadsafe(() -> "x", getRunningLoop())).isNotDone();
            sleep(ofSeconds(1));
            getRunningLoop().setTaskFactory(null);
        });

        assertThat(factory.callers).singleElement().satisfies(caller -> assertThat(caller.isVirtual()).isTrue());
    }

    @Test
    void task_runsInTheContextOfWhoSubmitted() {
        var variable = new ContextVar<String>("variable");
        List<CompletableFuture<String>> linked = new ArrayList<>();
        TestLoop.run(() -> {
            variable.set("of the submitter");
            linked.add(runCoroutineThreadsafe(() -> {
                String found = variable.get();
                variable.set("of the task");
                return found;
            }, getRunningLoop()));
            variable.set("later");
            sleep(ofSeconds(1));
            assertThat(variable.get()).isEqualTo("later");
        });

        assertThat(linked.getFirst()).isCompletedWithValue("of the submitter");
    }

    @Test
    @SuppressWarnings("NullAway") // null is what is tested
    void null_isRefusedByName() {
        TestLoop.run(() -> {
            EventLoop loop = getRunningLoop();

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
    void submission_intoALoopThatIsClosedBeforeItRuns_fails() {
        EventLoop loop = Asyncio.newEventLoop();
        CompletableFuture<String> result = runCoroutineThreadsafe(() -> "never", loop);
        assertThat(result).isNotDone();

        loop.close();

        assertFailed(result);
    }

    @Test
    @Rule("H2")
    void submission_whoseTaskEndsInTheLastTick_hasItsOutcome() {
        EventLoop loop = Asyncio.newEventLoop();
        CompletableFuture<String> result = runCoroutineThreadsafe(() -> {
            loop.stop(); // the loop is left before it calls back
            return "kept";
        }, loop);
        loop.runForever();
        assertThat(result).isNotDone();

        loop.close();

        assertThat(result).isCompletedWithValue("kept");
    }

    @Test
    void submission_whoseTaskIsEndedByClosing_isCancelled() {
        EventLoop loop = Asyncio.newEventLoop();
        loop.setExceptionHandler((_, _) -> {});
        CompletableFuture<String> result = runCoroutineThreadsafe(() -> loop.<String>createFuture().await(), loop);
        loop.runUntilComplete(() -> sleep(ZERO));

        loop.close();

        assertThat(result).isCancelled();
    }

    @Test
    void submission_intoAClosedLoop_isRefused() {
        EventLoop loop = Asyncio.newEventLoop();
        loop.close();

        assertThatThrownBy(() -> runCoroutineThreadsafe(() -> "x", loop)).isInstanceOf(IllegalStateException.class)
                .hasMessage("Event loop is closed");
    }

    @Test
    void allThatHaveEndedWhenTheLoopIsClosed_haveTheirOutcomes() {
        EventLoop loop = Asyncio.newEventLoop();
        List<CompletableFuture<String>> ended = new ArrayList<>();
        List<CompletableFuture<String>> late = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            ended.add(runCoroutineThreadsafe(() -> sleep(ZERO, "ended"), loop));
            late.add(runCoroutineThreadsafe(() -> {
                sleep(ZERO);
                sleep(ZERO);
                loop.stop();
                return "late";
            }, loop));
        }
        loop.runForever();

        loop.close();

        assertThat(ended).allSatisfy(each -> assertThat(each).isCompletedWithValue("ended"));
        assertThat(late).allSatisfy(each -> assertThat(each).isCompletedWithValue("late"));
    }

    @Test
    void submissionsInTheReadyQueue_whileClosingEndsATask_fail() {
        EventLoop loop = Asyncio.newEventLoop();
        loop.setExceptionHandler((_, _) -> {});
        List<CompletableFuture<String>> handedOver = new ArrayList<>();
        loop.createTask(() -> {
            handedOver.add(runCoroutineThreadsafe(() -> "never", loop));
            loop.stop();
            loop.createFuture().await();
        });
        loop.runForever();

        loop.close();

        assertThat(handedOver).singleElement().satisfies(SubmissionTest::assertFailed);
    }

    private static void assertFailed(CompletableFuture<String> result) {
        assertThatThrownBy(result::join).hasCauseInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Event loop is closed, and the coroutine that was handed to"
                        + " runCoroutineThreadsafe has not ended");
    }
}
