package org.asyncio4j;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.ensureFuture;
import static org.asyncio4j.Asyncio.getEventLoop;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.isCoroutine;
import static org.asyncio4j.Asyncio.isFuture;
import static org.asyncio4j.Asyncio.newEventLoop;
import static org.asyncio4j.Asyncio.setEventLoop;
import static org.asyncio4j.Asyncio.sleep;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Running, stopping and closing a loop by hand, and finding it. */
@ExtendWith(NothingLeft.class)
class EventLoopTest {

    private final List<String> trace = new ArrayList<>();
    private final EventLoop loop = TestLoop.create();

    @AfterEach
    void closeLoop() {
        loop.close();
    }

    // ---- runUntilComplete ----

    @Test
    void runUntilComplete_givesTheResult() {
        assertThat(loop.runUntilComplete(() -> sleep(ofSeconds(1), "x"))).isEqualTo("x");
        assertThat(loop.runUntilComplete(loop.createTask(() -> "y"))).isEqualTo("y");
    }

    @Test
    void runUntilComplete_throwsTheVeryError() {
        var error = new IOException("checked");

        assertThatThrownBy(() -> loop.runUntilComplete((Coroutine<String>) () -> {
            throw error;
        })).isSameAs(error);
    }

    @Test
    void runUntilComplete_ofADoneFuture_runsOneTickMore() {
        Future<String> future = loop.createFuture();
        future.setResult("x");
        loop.callSoon(() -> trace.add("callback"));

        assertThat(loop.runUntilComplete(future)).isEqualTo("x");
        assertThat(trace).containsExactly("callback");
    }

    @Test
    @Rule("R1")
    void runUntilComplete_stoppedEarly_isAnErrorAndTheTaskCanGoOn() {
        Task<String> task = loop.createTask(() -> sleep(ofSeconds(5), "went on"));
        loop.callLater(ofSeconds(1), loop::stop);

        assertThatThrownBy(() -> loop.runUntilComplete(task)).isInstanceOf(IllegalStateException.class)
                .hasMessage("Event loop stopped before Future completed.");
        assertThat(loop.runUntilComplete(task)).isEqualTo("went on");
    }

    @Test
    @Rule("R1")
    void runUntilComplete_leavesNothingThatStopsAnotherRun() {
        Future<String> future = loop.createFuture();
        loop.callSoon(loop::stop);
        assertThatThrownBy(() -> loop.runUntilComplete(future)).hasMessageStartingWith("Event loop stopped");

        // were the callback of the first run still there, this would stop when the future is done
        loop.callLater(ofSeconds(1), () -> future.setResult("x"));
        assertThat(loop.runUntilComplete(() -> sleep(ofSeconds(2), "to the end"))).isEqualTo("to the end");
    }

    @Test
    @Rule("R3")
    void runUntilComplete_aTaskMadeJustBeforeTheEnd_getsItsFirstStep() {
        List<Task<?>> made = new ArrayList<>();
        loop.runUntilComplete(() -> {
            made.add(createTask(() -> {
                trace.add("first step");
            }));
        });

        assertThat(trace).containsExactly("first step");
        assertThat(made).allMatch(Future::done);
    }

    @Test
    void runUntilComplete_futureOfAnotherLoop_isRefused() {
        try (EventLoop other = TestLoop.create()) {
            Future<String> foreign = other.createFuture();

            assertThatThrownBy(() -> loop.runUntilComplete(foreign)).isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("The future belongs to a different loop than the one specified as the loop argument");
        }
    }

    @Test
    void run_ofALoopThatRuns_isRefused() {
        loop.runUntilComplete(() -> {
            assertThatThrownBy(loop::runForever).isInstanceOf(IllegalStateException.class)
                    .hasMessage("This event loop is already running");
            assertThatThrownBy(() -> loop.runUntilComplete(() -> {})).isInstanceOf(IllegalStateException.class)
                    .hasMessage("This event loop is already running");
        });
    }

    @Test
    void run_ofAnotherLoopWhileOneRuns_isRefused() {
        loop.runUntilComplete(() -> {
            try (EventLoop other = TestLoop.create()) {
                assertThatThrownBy(other::runForever).isInstanceOf(IllegalStateException.class)
                        .hasMessage("Cannot run the event loop while another loop is running");
            }
        });
    }

    // ---- closing ----

    @Test
    void close_ofARunningLoop_isRefused() {
        loop.runUntilComplete(() -> assertThatThrownBy(loop::close).isInstanceOf(IllegalStateException.class)
                .hasMessage("Cannot close a running event loop"));
        assertThat(loop.isClosed()).isFalse();
    }

    @Test
    void close_twice_isHarmless() {
        loop.close();
        loop.close();

        assertThat(loop.isClosed()).isTrue();
        assertThat(loop.isRunning()).isFalse();
        loop.stop();
        assertThat(loop.getDebug()).isFalse();
    }

    @Test
    void close_dropsWhatIsQueued() {
        loop.callSoon(() -> trace.add("callback"));
        loop.callSoonThreadsafe(() -> trace.add("threadsafe callback"));
        loop.callLater(ZERO, () -> trace.add("timer"));
        loop.close();

        assertThat(trace).isEmpty();
    }

    @Test
    @Rule("R10")
    void closedLoop_refusesWork() {
        loop.close();

        List<ThrowingCallable> calls = List.of(() -> loop.callSoon(() -> {}),
                () -> loop.callSoonThreadsafe(() -> {}),
                () -> loop.callLater(ofSeconds(1), () -> {}),
                () -> loop.callAt(ofSeconds(1), () -> {}),
                () -> loop.createTask(() -> {}),
                () -> loop.runInExecutor(null, () -> "x"),
                () -> loop.runUntilComplete(() -> {}),
                loop::runForever);
        assertThat(calls).allSatisfy(call -> assertThatThrownBy(call).isInstanceOf(IllegalStateException.class)
                .hasMessage("Event loop is closed"));
    }

    @Test
    @Rule("R10")
    void closedLoop_refusesWhatWouldCallBack_andLeavesTheFutureAsItWas() {
        Future<String> done = loop.createFuture();
        Future<String> awaited = loop.createFuture();
        Future<String> alone = loop.createFuture();
        done.setResult("x");
        awaited.addDoneCallback(_ -> trace.add("called"));
        loop.close();

        List<ThrowingCallable> calls = List.of(() -> done.addDoneCallback(_ -> trace.add("called")),
                () -> awaited.setResult("y"), () -> awaited.setException(new IllegalStateException()));
        assertThat(calls).allSatisfy(call -> assertThatThrownBy(call).isInstanceOf(IllegalStateException.class)
                .hasMessage("Event loop is closed"));
        assertThat(awaited.done()).isFalse();
        alone.setResult("z");
        assertThat(trace).isEmpty();
    }

    // ---- scheduling ----

    @Test
    @Rule("H3")
    void callSoonThreadsafe_onTheLoopThread_keepsItsPlaceAmongTheOthers() {
        loop.callSoon(() -> {
            loop.callSoon(() -> trace.add("a"));
            loop.callSoonThreadsafe(() -> trace.add("b"));
            loop.callSoon(() -> trace.add("c"));
            loop.callSoon(loop::stop);
        });
        loop.runForever();

        assertThat(trace).containsExactly("a", "b", "c");
    }

    @Test
    void callSoonThreadsafe_beforeTheLoopRuns_keepsItsPlaceAmongTheOthers() {
        loop.callSoon(() -> trace.add("a"));
        loop.callSoonThreadsafe(() -> trace.add("b"));
        loop.callSoon(() -> trace.add("c"));
        loop.callSoon(loop::stop);
        loop.runForever();

        assertThat(trace).containsExactly("a", "b", "c");
    }

    @Test
    void callLater_waitsAsLongAsAskedFor() {
        Duration before = loop.time();
        loop.callLater(ofMillis(1500), loop::stop);
        loop.runForever();

        assertThat(loop.time().minus(before)).isBetween(ofMillis(1500), ofMillis(1600));
    }

    @Test
    void callAt_theTimeOnTheLoopsClock() {
        Duration when = loop.time().plusSeconds(2);
        loop.callAt(when, loop::stop);
        loop.runForever();

        assertThat(loop.time()).isBetween(when, when.plusMillis(1));
    }

    @Test
    void time_neverGoesBack() {
        Duration before = loop.time();

        assertThat(loop.time()).isGreaterThanOrEqualTo(before);
    }

    @Test
    void createFuture_isPendingAndOfThisLoop() {
        Future<String> future = loop.createFuture();

        assertThat(future.done()).isFalse();
        assertThat(future.getLoop()).isSameAs(loop);
    }

    // ---- finding the loop ----

    @Test
    void getRunningLoop_isKnownToTasksAndCallbacksOnly() {
        assertThatThrownBy(Asyncio::getRunningLoop).isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("no running event loop in ");
        loop.callSoon(() -> trace.add("in a callback: " + getRunningLoop().equals(loop)));
        loop.runUntilComplete(() -> {
            assertThat(getRunningLoop()).isSameAs(loop);
            assertThat(getEventLoop()).isSameAs(loop);
            sleep(ZERO);
            assertThat(getRunningLoop()).isSameAs(loop);
        });
        assertThat(trace).containsExactly("in a callback: true");
        assertThatThrownBy(Asyncio::getRunningLoop).hasMessageStartingWith("no running event loop in ");
    }

    @Test
    void getEventLoop_isTheOneChosenForThisThread() {
        setEventLoop(loop);
        try {
            assertThat(getEventLoop()).isSameAs(loop);
            assertThat(ensureFuture(() -> "x").getLoop()).isSameAs(loop);
            loop.runUntilComplete(() -> {});
            try (EventLoop other = TestLoop.create()) {
                other.runUntilComplete(() -> assertThat(getEventLoop()).isSameAs(other));
            }
        } finally {
            setEventLoop(null);
        }
        String thread = Thread.currentThread().getName();
        assertThatThrownBy(Asyncio::getEventLoop).isInstanceOf(IllegalStateException.class)
                .hasMessage("There is no current event loop in thread '" + thread + "'.");
    }

    @Test
    void newEventLoop_isNeitherChosenNorRunning() {
        setEventLoop(null);
        try (EventLoop made = newEventLoop()) {
            assertThat(made.isRunning()).isFalse();
            assertThat(made.isClosed()).isFalse();
            assertThatThrownBy(Asyncio::getEventLoop).isInstanceOf(IllegalStateException.class);
        }
    }

    // ---- futures of anything ----

    @Test
    void ensureFuture_returnsFuturesAsTheyAreAndMakesTasksOfTheRest() {
        loop.runUntilComplete(() -> {
            Future<String> future = loop.createFuture();
            Awaitable<String> neither = () -> "some awaitable";

            assertThat(ensureFuture(future)).isSameAs(future);
            assertThat(ensureFuture(future, loop)).isSameAs(future);
            assertThat(ensureFuture(() -> "coroutine").await()).isEqualTo("coroutine");
            assertThat(ensureFuture(neither)).isInstanceOf(Task.class);
            assertThat(ensureFuture(neither).await()).isEqualTo("some awaitable");
        });
    }

    @Test
    void ensureFuture_ofAnotherLoop_isRefused() {
        try (EventLoop other = TestLoop.create()) {
            Future<String> foreign = other.createFuture();

            assertThatThrownBy(() -> ensureFuture(foreign, loop)).isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("The future belongs to a different loop than the one specified as the loop argument");
        }
    }

    @Test
    void isFutureAndIsCoroutine_tellThemApart() {
        Future<String> future = loop.createFuture();
        Coroutine<String> coroutine = () -> "x";
        VoidCoroutine withoutResult = () -> {};

        assertThat(isFuture(future)).isTrue();
        assertThat(isFuture(coroutine)).isFalse();
        assertThat(isFuture(null)).isFalse();
        assertThat(isCoroutine(coroutine)).isTrue();
        assertThat(isCoroutine(withoutResult)).isTrue();
        assertThat(isCoroutine(future)).isFalse();
        assertThat(isCoroutine("text")).isFalse();
    }

    // ---- the rest ----

    @Test
    void toString_showsTheState() {
        assertThat(loop).hasToString("<EventLoop running=false closed=false debug=false>");
        loop.runUntilComplete(
                () -> assertThat(loop).hasToString("<EventLoop running=true closed=false debug=false>"));
        loop.setDebug(true);
        loop.close();
        assertThat(loop).hasToString("<EventLoop running=false closed=true debug=true>");
    }

    @Test
    @SuppressWarnings("NullAway") // null is what is tested
    void null_isRefusedByName() {
        assertNames("callback", () -> loop.callSoon(null), () -> loop.callSoonThreadsafe(null),
                () -> loop.callLater(ZERO, null), () -> loop.callAt(ZERO, null));
        assertNames("context", () -> loop.callSoon(() -> {}, null), () -> loop.callSoonThreadsafe(() -> {}, null),
                () -> loop.callLater(ZERO, () -> {}, null), () -> loop.callAt(ZERO, () -> {}, null),
                () -> loop.callExceptionHandler(null), () -> loop.defaultExceptionHandler(null));
        assertNames("delay", () -> loop.callLater(null, () -> {}));
        assertNames("when", () -> loop.callAt(null, () -> {}));
        assertNames("function", () -> loop.runInExecutor(null, (Callable<String>) null));
        assertNames("executor", () -> loop.setDefaultExecutor((ExecutorService) null));
        assertNames("awaitable", () -> loop.runUntilComplete((Awaitable<String>) null),
                () -> ensureFuture((Awaitable<String>) null), () -> ensureFuture((Awaitable<String>) null, loop));
        assertNames("loop", () -> ensureFuture(() -> "x", null));
        assertNames("options", () -> newEventLoop(null));
        assertThatThrownBy(() -> loop.runUntilComplete((VoidCoroutine) null)).isInstanceOf(NullPointerException.class)
                .hasMessageContaining("coroutine");
        assertThatThrownBy(() -> loop.setSlowCallbackDuration(null)).isInstanceOf(NullPointerException.class)
                .hasMessageContaining("duration");
    }

    private static void assertNames(String message, ThrowingCallable... calls) {
        assertThat(calls).allSatisfy(call -> assertThatThrownBy(call).isInstanceOf(NullPointerException.class)
                .hasMessage(message));
    }
}
