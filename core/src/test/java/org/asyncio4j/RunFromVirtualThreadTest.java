package org.asyncio4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.asyncio4j.spi.Poller;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A loop needs a platform thread; called from a virtual one, it gets itself one. */
@ExtendWith({NothingLeft.class, Watchdog.class})
class RunFromVirtualThreadTest {

    @Test
    void run_givesTheResult() throws Exception {
        String result = inVirtualThread(() -> Asyncio.run(() -> {
            Asyncio.sleep(Duration.ofMillis(1));
            return "result";
        }));

        assertThat(result).isEqualTo("result");
    }

    @Test
    void run_throwsTheVeryException() throws Exception {
        var failure = new IOException("of the main task");

        Throwable thrown = inVirtualThread(() -> catchThrowable(() -> Asyncio.run(() -> {
            throw failure;
        })));

        assertThat(thrown).isSameAs(failure);
    }

    @Test
    void run_throwsTheRequestToEndTheProgram() throws Exception {
        Throwable thrown = inVirtualThread(() -> catchThrowable(() -> Asyncio.run(() -> {
            throw new SystemExit(3);
        })));

        assertThat(thrown).isInstanceOf(SystemExit.class);
    }

    @Test
    void run_isDoneByAPlatformThread() throws Exception {
        Thread thread = inVirtualThread(
                () -> Asyncio.run(() -> Objects.requireNonNull(((BaseEventLoop) Asyncio.getRunningLoop()).thread())));

        assertThat(thread.isVirtual()).isFalse();
        assertThat(thread.getName()).isEqualTo("asyncio4j-loop");
    }

    @Test
    void run_ofALoopThatRunsElsewhere_throws() throws Exception {
        try (EventLoop loop = Asyncio.newEventLoop()) {
            loop.runUntilComplete(() -> {
                Throwable thrown = Asyncio.toThread(() -> inVirtualThread(() -> catchThrowable(loop::runForever)));
                assertThat(thrown).isInstanceOf(IllegalStateException.class)
                        .hasMessage("This event loop is already running");
            });
        }
    }

    @Test
    void run_insideOfTheRun_throws() throws Exception {
        String result = inVirtualThread(() -> Asyncio.run(() -> {
            assertThatIllegalStateException().isThrownBy(() -> Asyncio.run(() -> "inner"));
            return "outer";
        }));

        assertThat(result).isEqualTo("outer");
    }

    @Test
    void interrupt_cancelsTheMainTaskAndIsKept() throws Exception {
        var asleep = new CountDownLatch(1);
        var options = RunnerOptions.defaults()
                .withLoopFactory(() -> Asyncio.newEventLoop(
                        WatchedPoller.watch(timeout -> {
                            if (timeout == Poller.FOREVER) {
                                asleep.countDown();
                            }
                        })));
        List<String> trace = new ArrayList<>();
        Thread caller = Thread.ofVirtual().unstarted(() -> {
            assertThatExceptionOfType(CancelledError.class)
                    .isThrownBy(() -> Asyncio.run(() -> Asyncio.getRunningLoop().createFuture().await(), options))
                    .withMessage("the thread of the event loop was interrupted");
            trace.add(Thread.currentThread().isInterrupted() ? "kept" : "lost");
        });
        caller.start();
        asleep.await();

        caller.interrupt();

        caller.join();
        assertThat(trace).containsExactly("kept");
    }

    @Test
    void interrupt_whileTheLoopIsBusy_cancelsTheMainTaskAllTheSame() throws Exception {
        List<String> trace = new ArrayList<>();
        Thread caller = Thread.ofVirtual().unstarted(() -> {
            Thread here = Thread.currentThread();
            assertThatExceptionOfType(CancelledError.class).isThrownBy(() -> Asyncio.run(() -> {
                here.interrupt();
                while (here.isInterrupted() || here.getState() != Thread.State.WAITING) {
                    Thread.onSpinWait(); // until the caller has passed the interrupt on, and waits again
                }
                Asyncio.getRunningLoop().createFuture().await();
            })).withMessage("the thread of the event loop was interrupted");
            trace.add(Thread.currentThread().isInterrupted() ? "kept" : "lost");
        });
        caller.start();

        caller.join();
        assertThat(trace).containsExactly("kept");
    }

    @Test
    void run_inAThreadOfATaskOfAnotherLoop_leavesBothAlone() {
        Asyncio.run(() -> {
            EventLoop outer = Asyncio.getRunningLoop();
            var inner = new CompletableFuture<EventLoop>();
            Thread _ = Thread.startVirtualThread(() -> inner.complete(Asyncio.run(() -> {
                Asyncio.sleep(Duration.ofMillis(1));
                return Asyncio.getRunningLoop();
            })));

            EventLoop other = Asyncio.await(inner);

            assertThat(other).isNotSameAs(outer);
            assertThat(other.isClosed()).isTrue();
            assertThat(Asyncio.getRunningLoop()).isSameAs(outer);
        });
    }

    @Test
    void loops_ofTwoVirtualThreads_canTalkToEachOther() {
        Asyncio.run(() -> {
            EventLoop outer = Asyncio.getRunningLoop();
            var answers = new CompletableFuture<String>();
            Thread _ = Thread.startVirtualThread(() -> answers.complete(
                    Asyncio.run(() -> Asyncio.await(
                            Asyncio.runCoroutineThreadsafe(() -> Asyncio.sleep(Duration.ZERO, "asked"), outer)))));

            assertThat(Asyncio.await(answers)).isEqualTo("asked");
        });
    }

    @Test
    void runner_canRunSeveralTimes() throws Exception {
        List<Integer> results = inVirtualThread(() -> {
            try (var runner = new Runner()) {
                ContextVar<Integer> count = new ContextVar<>("count", 0);
                List<Integer> counts = new ArrayList<>();
                for (int i = 0; i < 3; i++) {
                    counts.add(runner.run(() -> {
                        count.set(count.get() + 1);
                        Asyncio.sleep(Duration.ZERO);
                        return count.get();
                    }));
                }
                return counts;
            }
        });

        assertThat(results).containsExactly(1, 2, 3);
    }

    @Test
    void runForever_canBeStoppedFromOutside() throws Exception {
        try (EventLoop loop = Asyncio.newEventLoop()) {
            var running = new CountDownLatch(1);
            loop.callSoon(running::countDown);
            Thread caller = Thread.startVirtualThread(loop::runForever);
            running.await();

            loop.callSoonThreadsafe(loop::stop);

            caller.join();
            assertThat(loop.isRunning()).isFalse();
        }
    }

    @Test
    void manyVirtualThreads_canRunALoopEach() throws Exception {
        List<FutureTask<Integer>> runs = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            int number = i;
            var run = new FutureTask<>(() -> Asyncio.run(() -> {
                Asyncio.sleep(Duration.ofMillis(1));
                return Asyncio.createTask(() -> number).await();
            }));
            runs.add(run);
            Thread _ = Thread.startVirtualThread(run);
        }

        for (int i = 0; i < runs.size(); i++) {
            assertThat(runs.get(i).get()).isEqualTo(i);
        }
    }

    private static <T> T inVirtualThread(Callable<T> work) throws Exception {
        var task = new FutureTask<>(work);
        Thread _ = Thread.startVirtualThread(task);
        return task.get();
    }
}
