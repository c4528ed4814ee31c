package org.asyncio4j;

import static java.time.Duration.ZERO;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.asyncio4j.Asyncio.asCompleted;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.newEventLoop;
import static org.asyncio4j.Asyncio.sleep;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What debug mode tells more than other modes: where things were made, who awaited, what was never awaited. */
@ExtendWith({NothingLeft.class, Watchdog.class})
class DebugModeTest {

    private static final String THIS = DebugModeTest.class.getSimpleName();

    private final List<ExceptionContext> reports = new ArrayList<>();
    private final LogLines log = new LogLines();

    @AfterEach
    void closeLog() {
        log.close();
    }

    private void run(boolean debug, VoidCoroutine main) {
        RunnerOptions options = RunnerOptions.defaults()
                .withDebug(debug)
                .withLoopFactory(() -> newEventLoop(new VirtualTime().options()));
        try (var runner = new Runner(options)) {
            runner.getLoop().setExceptionHandler((_, report) -> reports.add(report));
            runner.run(main);
        }
    }

    private void debug(VoidCoroutine main) {
        run(true, main);
    }

    private static void fail() {
        throw new IllegalStateException("failed");
    }

    private static Stream<String> linesOf(List<StackTraceElement> frames) {
        return frames.stream().map(StackTraceElement::toString);
    }

    // ---- origins ----

    @Test
    @Rule("D3")
    void forgottenErrorOfATask_isReportedWithTheLinesThatMadeTheTask() {
        debug(() -> {
            createTask(DebugModeTest::fail);
            sleep(ZERO);
        });
        assertThat(reports).singleElement()
                .satisfies(report -> assertThat(originOf(report)).anyMatch(
                        line -> line.contains("forgottenErrorOfATask_isReportedWithTheLinesThatMadeTheTask")));
    }

    @Test
    @Rule("D3")
    void errorInACallback_isReportedWithTheLinesThatScheduledIt() {
        debug(() -> {
            getRunningLoop().callSoon(DebugModeTest::fail);
            sleep(ZERO);
        });
        assertThat(reports).singleElement()
                .satisfies(report -> assertThat(originOf(report)).anyMatch(
                        line -> line.contains("errorInACallback_isReportedWithTheLinesThatScheduledIt")));
    }

    private static List<String> originOf(ExceptionContext report) {
        assertThat(report.get("source_traceback")).isInstanceOf(Origin.class);
        return linesOf(requireNonNull((Origin) report.get("source_traceback")).frames()).toList();
    }

    @Test
    void defaultHandler_logsTheLinesThatMadeTheTask() {
        debug(() -> {
            getRunningLoop().setExceptionHandler(null);
            createTask(DebugModeTest::fail);
            sleep(ZERO);
        });
        assertThat(log.messages()).singleElement()
                .asString()
                .containsPattern("source_traceback: Object created at \\(most recent call last\\):\n  at .*" + THIS);
    }

    @Test
    @Rule("D3")
    void descriptions_tellWhereSomethingWasMade() {
        debug(() -> {
            assertThat(getRunningLoop().createFuture().toString())
                    .matches("<Future pending created at .*" + THIS + ".*>");
            Task<?> task = createTask(() -> sleep(ZERO));
            assertThat(task.toString()).matches("<Task pending name='.*' created at .*" + THIS + ".*>");
            task.await();
        });
    }

    @Test
    void withoutDebugMode_nothingIsKnownOfIt() {
        run(false, () -> {
            assertThat(getRunningLoop().createFuture()).hasToString("<Future pending>");
            createTask(DebugModeTest::fail);
            sleep(ZERO);
        });
        assertThat(reports).singleElement()
                .satisfies(
                        report -> assertThat(report.contains("source_traceback")).isFalse());
    }

    // ---- errors that go from task to task ----

    @Test
    @Rule("D4")
    void errorThatIsAwaited_isMarkedOnceWithAllWhoAwaitedIt() {
        debug(() -> {
            Task<?> first = createTask(DebugModeTest::fail, "first");
            Task<?> second = createTask(() -> awaitIt(first), "second");
            Task<?> third = createTask(() -> awaitIt(second), "third");
            assertThatThrownBy(third::await).isInstanceOfSatisfying(IllegalStateException.class, error -> {
                assertThat(error).isSameAs(first.exception());
                assertThat(error.getSuppressed()).hasSize(1);
                Throwable mark = error.getSuppressed()[0];
                assertThat(mark).hasMessageMatching("by task 'second', then by task 'third', then by task 'Task-\\d+'");
                assertThat(linesOf(List.of(mark.getStackTrace())))
                        .filteredOn(line -> line.contains("awaitIt"))
                        .hasSize(2);
            });
        });
    }

    private static void awaitIt(Task<?> task) {
        task.await();
    }

    @Test
    void withoutDebugMode_errorsAreNotMarked() {
        run(false, () -> {
            Task<?> task = createTask(DebugModeTest::fail);
            assertThatThrownBy(task::await).hasNoSuppressedExceptions();
        });
    }

    // ---- what was never awaited ----

    private List<String> neverAwaited() {
        return log.warnings().stream().filter(line -> line.contains("was never awaited")).toList();
    }

    @Test
    @Rule("D5")
    void taskThatReturnsACoroutine_isToldOf() {
        debug(() -> {
            Coroutine<Coroutine<String>> forgotten = () -> () -> "never computed";
            createTask(forgotten, "forgetful").await();
        });
        assertThat(neverAwaited()).singleElement()
                .asString()
                .matches(
                        "<Task .*name='forgetful'.* returned a coroutine that was never awaited; await it in the body");
    }

    @Test
    @Rule("D5")
    void coroutineOfAsCompleted_thatIsDropped_isToldOf() {
        debug(() -> {
            dropOneOfTwo();
            while (neverAwaited().isEmpty()) {
                System.gc();
                sleep(ZERO);
            }
        });
        assertThat(neverAwaited()).singleElement()
                .asString()
                .matches("coroutine of asCompleted\\(\\) was never awaited, made at .*" + THIS + ".*");
    }

    private static void dropOneOfTwo() throws Exception {
        List<Coroutine<@Nullable Integer>> coroutines = List.of(() -> 1, () -> 2);
        boolean drop = false;
        for (Coroutine<@Nullable Integer> next : asCompleted(coroutines)) {
            if (!drop) {
                next.await();
            }
            drop = true;
        }
    }
}
