package org.asyncio4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.asyncio4j.queue.Queue;
import org.asyncio4j.sync.Event;
import org.asyncio4j.sync.Lock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each misuse has an error of its own that says what is wrong; none of these checks has to be switched on. */
@ExtendWith({NothingLeft.class, Watchdog.class})
class WrongUseTest {

    // ---- waiting where nobody can wait ----

    @Test
    void await_withoutALoop_saysHowToGetOne() {
        try (EventLoop loop = Asyncio.newEventLoop()) {
            Future<String> future = loop.createFuture();

            assertThatIllegalStateException().isThrownBy(future::await)
                    .withMessageStartingWith(
                            "await outside of a task: no event loop is running in ")
                    .withMessageContaining("run(...)")
                    .withMessageContaining("runCoroutineThreadsafe");
        }
    }

    @Test
    void sleep_withoutALoop_throws() {
        assertThatIllegalStateException().isThrownBy(() -> Asyncio.sleep(Duration.ZERO))
                .withMessageStartingWith("await outside of a task: no event loop is running in ");
    }

    @Test
    @Rule("E8")
    void await_inACallback_saysToCreateATask() {
        Throwable error = thrownInACallback(loop -> loop.createFuture().await());

        assertThat(error).isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("await outside of a task: a callback of ")
                .hasMessageContaining("createTask");
    }

    @Test
    void sleep_inACallback_throws() {
        Throwable error = thrownInACallback(_ -> Asyncio.sleep(Duration.ofSeconds(1)));

        assertThat(error).isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("await outside of a task: a callback of ");
    }

    @Test
    void await_ofTheCurrentTask_throws() {
        Asyncio.run(() -> {
            Task<?> self = Asyncio.currentTask();
            assertThatIllegalStateException().isThrownBy(() -> Asyncio.await(required(self)))
                    .withMessageStartingWith("Task cannot await on itself: <Task ");
        });
    }

    @Test
    @Rule("E8")
    void await_ofAFutureOfAnotherLoop_namesBoth() {
        try (EventLoop other = Asyncio.newEventLoop()) {
            Future<String> foreign = other.createFuture();

            Asyncio.run(() -> {
                assertThatIllegalStateException().isThrownBy(foreign::await)
                        .withMessageContaining(required(Asyncio.currentTask()).getName())
                        .withMessageContaining("got Future <Future pending>")
                        .withMessageContaining("attached to a different loop");
            });
        }
    }

    @Test
    @Rule("E8")
    void wait_forAFutureOfAnotherLoop_throws() {
        try (EventLoop other = Asyncio.newEventLoop()) {
            Future<String> foreign = other.createFuture();

            Asyncio.run(() -> {
                Future<String> own = Asyncio.getRunningLoop().createFuture();
                assertThatIllegalArgumentException().isThrownBy(() -> Asyncio.wait(List.of(own, foreign)))
                        .withMessageContaining("different loop");
            });
        }
    }

    @Test
    @Rule("H6")
    void shutdownOfALoopByAnotherThread_isRefused_andChangesNothing() {
        Asyncio.run(() -> {
            EventLoop loop = Asyncio.getRunningLoop();
            assertThat(List.<Runnable>of(loop::shutdownDefaultExecutor, loop::shutdownAsyncgens)).allSatisfy(
                    shutdown -> assertThat(thrownInThread("stranger", shutdown))
                            .isInstanceOf(IllegalStateException.class)
                            .hasMessageContaining("'stranger'"));
            assertThat(Asyncio.toThread(() -> "works")).isEqualTo("works");
        });
    }

    @Test
    void shutdownOfAUsedExecutor_inACallback_isRefused_andChangesNothing() {
        Asyncio.run(() -> {
            EventLoop loop = Asyncio.getRunningLoop();
            Asyncio.toThread(WrongUseTest::nothing);
            var error = new AtomicReference<@Nullable Throwable>();
            loop.callSoon(() -> error.set(catchThrowable(loop::shutdownDefaultExecutor)));
            Asyncio.sleep(Duration.ZERO);

            assertThat(error.get()).isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith("await outside of a task: a callback of ");
            assertThat(Asyncio.toThread(() -> "works")).isEqualTo("works");
        });
    }

    @Test
    void ensureFuture_forAnotherLoop_throws() {
        try (EventLoop one = Asyncio.newEventLoop(); EventLoop two = Asyncio.newEventLoop()) {
            Future<String> future = one.createFuture();

            assertThatIllegalArgumentException().isThrownBy(() -> Asyncio.ensureFuture(future, two))
                    .withMessageContaining("different loop");
        }
    }

    @Test
    void currentTask_withoutALoop_throws() {
        assertThatIllegalStateException().isThrownBy(Asyncio::currentTask)
                .withMessageStartingWith("no running event loop in ");
    }

    @Test
    void createTask_withoutALoop_throws() {
        assertThatIllegalStateException().isThrownBy(() -> Asyncio.createTask(() -> "never"))
                .withMessage("no running event loop in " + Thread.currentThread()
                        + "; start one with run(...), or reach a loop of another thread with runCoroutineThreadsafe");
    }

    @Test
    void whatNeedsALoop_saysHowToGetOne() {
        List<ThrowingCallable> calls = List.of(() -> Asyncio.timeout(Duration.ZERO, () -> "never"),
                () -> Asyncio.taskGroup(_ -> {}), () -> new Queue<String>().get(), () -> new Lock().acquire(),
                () -> new Event().await(), () -> Asyncio.await(new CompletableFuture<String>()));
        assertThat(calls).allSatisfy(call -> assertThatIllegalStateException().isThrownBy(call)
                .withMessageStartingWith("no running event loop in ")
                .withMessageContaining("run(...)")
                .withMessageContaining("runCoroutineThreadsafe"));
    }

    // ---- running what runs, or cannot run ----

    @Test
    void run_inARunningLoop_throws() {
        Asyncio.run(() -> {
            assertThatIllegalStateException().isThrownBy(() -> Asyncio.run(() -> "inner"))
                    .withMessage("asyncio.run() cannot be called from a running event loop");
        });
    }

    @Test
    void run_inACallback_throws() {
        Throwable error = thrownInACallback(_ -> Asyncio.run(() -> "inner"));

        assertThat(error).isInstanceOf(IllegalStateException.class)
                .hasMessage("asyncio.run() cannot be called from a running event loop");
    }

    @Test
    void runnerRun_inARunningLoop_throws() {
        Asyncio.run(() -> {
            try (var runner = new Runner()) {
                assertThatIllegalStateException().isThrownBy(() -> runner.run(() -> "inner"))
                        .withMessage("Runner.run() cannot be called from a running event loop");
            }
        });
    }

    @Test
    void runForever_whileAnotherLoopRunsHere_throws() {
        Asyncio.run(() -> {
            try (EventLoop other = Asyncio.newEventLoop()) {
                assertThatIllegalStateException().isThrownBy(other::runForever)
                        .withMessage("Cannot run the event loop while another loop is running");
                assertThat(other.isRunning()).isFalse();
            }
        });
    }

    @Test
    void runForever_ofTheRunningLoop_throws() {
        Asyncio.run(() -> {
            EventLoop loop = Asyncio.getRunningLoop();
            assertThatIllegalStateException().isThrownBy(loop::runForever)
                    .withMessage("This event loop is already running");
            assertThatIllegalStateException().isThrownBy(() -> loop.runUntilComplete(() -> "inner"))
                    .withMessage("This event loop is already running");
            assertThat(Asyncio.allTasks()).hasSize(1);
        });
    }

    @Test
    void runForever_inAnotherThreadThanTheOneItRunsIn_throws() {
        Asyncio.run(() -> {
            EventLoop loop = Asyncio.getRunningLoop();
            assertThat(thrownInThread("stranger", loop::runForever))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("This event loop is already running");
        });
    }

    @Test
    void close_ofTheRunningLoop_throws() {
        Asyncio.run(() -> {
            EventLoop loop = Asyncio.getRunningLoop();
            assertThatIllegalStateException().isThrownBy(loop::close)
                    .withMessage("Cannot close a running event loop");
            assertThat(loop.isClosed()).isFalse();
        });
    }

    @Test
    void run_ofAClosedRunner_throws() {
        var runner = new Runner();
        runner.run(() -> "first");
        runner.close();

        assertThatIllegalStateException().isThrownBy(() -> runner.run(() -> "late"))
                .withMessage("Runner is closed");
    }

    @Test
    void runUntilComplete_whenStoppedBefore_throws() {
        try (EventLoop loop = Asyncio.newEventLoop()) {
            Future<String> never = loop.createFuture();
            loop.callSoon(loop::stop);

            assertThatIllegalStateException().isThrownBy(() -> loop.runUntilComplete(never))
                    .withMessage("Event loop stopped before Future completed.");
        }
    }

    // ---- a loop that is closed ----

    @ParameterizedTest
    @MethodSource("callsThatNeedAnOpenLoop")
    void closedLoop_refuses(Consumer<EventLoop> call) {
        EventLoop loop = Asyncio.newEventLoop();
        loop.close();

        assertThatIllegalStateException().isThrownBy(() -> call.accept(loop))
                .withMessage("Event loop is closed");
    }

    static Stream<Arguments> callsThatNeedAnOpenLoop() {
        return Stream.of(
                onLoop("callSoon", loop -> loop.callSoon(WrongUseTest::nothing)),
                onLoop("callSoonThreadsafe",
                        loop -> loop.callSoonThreadsafe(WrongUseTest::nothing)),
                onLoop("callLater", loop -> loop.callLater(Duration.ZERO, WrongUseTest::nothing)),
                onLoop("callAt", loop -> loop.callAt(Duration.ZERO, WrongUseTest::nothing)),
                onLoop("createTask", loop -> loop.createTask(() -> "never")),
                onLoop("runInExecutor", loop -> loop.runInExecutor(null, () -> "never")),
                onLoop("runCoroutineThreadsafe", loop -> {
                    var _ = Asyncio.runCoroutineThreadsafe(() -> "never", loop);
                }),
                onLoop("runForever", EventLoop::runForever),
                onLoop("runUntilComplete", loop -> loop.runUntilComplete(() -> "never")),
                onLoop("shutdownAsyncgens", EventLoop::shutdownAsyncgens));
    }

    @Test
    void close_twice_doesNothing() {
        EventLoop loop = Asyncio.newEventLoop();
        loop.close();

        loop.close();

        assertThat(loop.isClosed()).isTrue();
    }

    // ---- the wrong thread ----

    /** What a call is tried on: a loop that runs, and a future, a task and a timer of it. */
    record Things(EventLoop loop, Future<String> future, Task<?> task, TimerHandle timer) {}

    @ParameterizedTest
    @MethodSource("callsThatBelongToTheLoop")
    @Rule("E8")
    void callFromAnotherThread_namesBothThreadsAndTheWayOut(Consumer<Things> call) {
        Asyncio.run(() -> {
            EventLoop loop = Asyncio.getRunningLoop();
            Future<String> future = loop.createFuture();
            Task<?> task = loop.createTask(() -> future.await(), "waiter");
            TimerHandle timer = loop.callLater(Duration.ofDays(1), WrongUseTest::nothing);
            Asyncio.sleep(Duration.ZERO);
            var things = new Things(loop, future, task, timer);

            Throwable error = thrownInThread("stranger", () -> call.accept(things));

            assertThat(error).isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith("Non-thread-safe operation invoked on an event loop")
                    .hasMessageContaining(
                            "'" + required(((BaseEventLoop) loop).thread()).getName() + "'")
                    .hasMessageContaining("'stranger'")
                    .hasMessageContaining("callSoonThreadsafe")
                    .hasMessageContaining("runCoroutineThreadsafe");
            assertThat(future.done()).as("the call changed nothing").isFalse();
            assertThat(Asyncio.allTasks()).hasSize(2);
            assertThat(timer.cancelled()).isFalse();
            timer.cancel();
        });
    }

    static Stream<Arguments> callsThatBelongToTheLoop() {
        return Stream.of(
                onThings("callSoon", things -> things.loop.callSoon(WrongUseTest::nothing)),
                onThings("callLater",
                        things -> things.loop.callLater(Duration.ZERO, WrongUseTest::nothing)),
                onThings("callAt",
                        things -> things.loop.callAt(Duration.ZERO, WrongUseTest::nothing)),
                onThings("createTask", things -> things.loop.createTask(() -> "never")),
                onThings("runInExecutor", things -> things.loop.runInExecutor(null, () -> "never")),
                onThings("setExceptionHandler", things -> things.loop.setExceptionHandler(null)),
                onThings("setTaskFactory", things -> things.loop.setTaskFactory(null)),
                onThings("stop", things -> things.loop.stop()),
                onThings("setResult", things -> things.future.setResult("wrong")),
                onThings("setException",
                        things -> things.future.setException(new IllegalArgumentException())),
                onThings("cancelFuture", things -> things.future.cancel()),
                onThings("addDoneCallback", things -> things.future.addDoneCallback(_ -> {})),
                onThings("removeDoneCallback", things -> things.future.removeDoneCallback(_ -> {})),
                onThings("cancelTask", things -> things.task.cancel()),
                onThings("uncancel", things -> things.task.uncancel()),
                onThings("cancelTimer", things -> things.timer.cancel()));
    }

    @ParameterizedTest
    @MethodSource("threadsThatAreNotTheLoops")
    @Rule("H6")
    void anyOtherThread_isTheWrongOne(BiConsumer<String, Runnable> thread) {
        Asyncio.run(() -> {
            EventLoop loop = Asyncio.getRunningLoop();
            var error = new AtomicReference<@Nullable Throwable>();

            thread.accept("stranger",
                    () -> error.set(catchThrowable(() -> loop.callSoon(WrongUseTest::nothing))));

            assertThat(error.get()).isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("'stranger'");
        });
    }

    static Stream<Arguments> threadsThatAreNotTheLoops() {
        return Stream.of(
                inThread("platform",
                        (name, work) -> join(Thread.ofPlatform().name(name).start(work))),
                inThread("virtual",
                        (name, work) -> join(Thread.ofVirtual().name(name).start(work))));
    }

    @Test
    @Rule("H6")
    void callFromATaskOfAnotherLoop_isFromTheWrongThread() {
        Asyncio.run(() -> {
            EventLoop loop = Asyncio.getRunningLoop();
            Throwable error = thrownInThread("stranger", () -> Asyncio.run(() -> {
                loop.callSoon(WrongUseTest::nothing);
            }));

            assertThat(error).isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith("Non-thread-safe operation invoked on an event loop");
        });
    }

    @Test
    void setResult_ofATask_throws() {
        Asyncio.run(() -> {
            Task<String> task = Asyncio.createTask(() -> "its own");
            assertThatIllegalStateException().isThrownBy(() -> task.setResult("another"))
                    .withMessage("Task does not support set_result operation");
            assertThatIllegalStateException()
                    .isThrownBy(() -> task.setException(new IllegalArgumentException()))
                    .withMessage("Task does not support set_exception operation");
            assertThat(task.await()).isEqualTo("its own");
        });
    }

    @Test
    @Rule("F3")
    void setResult_ofADoneFuture_throws() {
        Asyncio.run(() -> {
            Future<String> future = Asyncio.getRunningLoop().createFuture();
            future.setResult("first");

            assertThatExceptionOfType(InvalidStateError.class)
                    .isThrownBy(() -> future.setResult("second"));
            assertThat(future.await()).isEqualTo("first");
        });
    }

    // ---- how it is tried ----

    private static void nothing() {}

    private static Arguments onLoop(String name, Consumer<EventLoop> call) {
        return argumentSet(name, call);
    }

    private static Arguments onThings(String name, Consumer<Things> call) {
        return argumentSet(name, call);
    }

    private static Arguments inThread(String name, BiConsumer<String, Runnable> thread) {
        return argumentSet(name, thread);
    }

    private static <T> T required(@Nullable T value) {
        assertThat(value).isNotNull();
        return Objects.requireNonNull(value);
    }

    private static @Nullable Throwable thrownInACallback(Consumer<EventLoop> call) {
        var error = new AtomicReference<@Nullable Throwable>();
        try (EventLoop loop = Asyncio.newEventLoop()) {
            loop.callSoon(() -> {
                error.set(catchThrowable(() -> call.accept(loop)));
                loop.stop();
            });
            loop.runForever();
        }
        return error.get();
    }

    private static @Nullable Throwable thrownInThread(String name, Runnable call) {
        var error = new AtomicReference<@Nullable Throwable>();
        join(Thread.ofPlatform().name(name).start(() -> error.set(catchThrowable(call::run))));
        return error.get();
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
