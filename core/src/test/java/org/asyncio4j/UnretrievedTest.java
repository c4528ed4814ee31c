package org.asyncio4j;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.gather;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.sleep;
import static org.asyncio4j.Asyncio.toThread;
import static org.asyncio4j.Asyncio.waitFor;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Errors that nobody looks at, which are reported once instead of being lost. */
@ExtendWith(NothingLeft.class)
class UnretrievedTest {

    /** How long the collector may take to find that a future is unreachable. */
    private static final Duration PATIENCE = ofSeconds(20);

    private final IOException error = new IOException("nobody looked");

    private Task<String> failingTask() {
        return createTask(() -> {
            throw error;
        }, "failing");
    }

    private Future<String> failedFuture() {
        Future<String> future = getRunningLoop().createFuture();
        future.setException(error);
        return future;
    }

    // ---- reported ----

    @Test
    @Rule("F9")
    void errorOfATask_isReportedWhenTheLoopCloses() {
        List<ExceptionContext> reports = TestLoop.reportsOf(() -> {
            failingTask();
            sleep(ZERO);
        });

        assertThat(reports).singleElement().satisfies(report -> {
            assertThat(report.message()).isEqualTo("Task exception was never retrieved");
            assertThat(report.exception()).isSameAs(error);
            assertThat(String.valueOf(report.get("future"))).contains("Task").contains("failing");
        });
    }

    @Test
    @Rule("F9")
    void errorOfAFuture_isReportedWhenTheLoopCloses() {
        List<ExceptionContext> reports = TestLoop.reportsOf(this::failedFuture);

        assertThat(reports).singleElement().satisfies(report -> {
            assertThat(report.message()).isEqualTo("Future exception was never retrieved");
            assertThat(report.exception()).isSameAs(error);
            assertThat(report.contains("future")).isTrue();
        });
    }

    @Test
    @Rule("F8")
    void errorOfATask_isReportedOnceWhenNobodyCanReachItAnyMore() {
        List<ExceptionContext> early = new ArrayList<>();
        List<ExceptionContext> reports = TestLoop.reportsOf(() -> {
            getRunningLoop().setExceptionHandler((_, report) -> early.add(report));
            failingTask();
            collectUntilReported(early);
            assertThat(early).as("reported while the loop runs").hasSize(1);
        });

        assertThat(reports).isEmpty();
        assertThat(early).singleElement().satisfies(report -> {
            assertThat(report.message()).isEqualTo("Task exception was never retrieved");
            assertThat(report.exception()).isSameAs(error);
        });
    }

    @Test
    void errorOfAFuture_isReportedOnceWhenNobodyCanReachItAnyMore() {
        List<ExceptionContext> early = new ArrayList<>();
        List<ExceptionContext> reports = TestLoop.reportsOf(() -> {
            getRunningLoop().setExceptionHandler((_, report) -> early.add(report));
            failedFuture();
            collectUntilReported(early);
            assertThat(early).as("reported while the loop runs").hasSize(1);
        });

        assertThat(reports).isEmpty();
        assertThat(early).extracting(ExceptionContext::message)
                .containsExactly("Future exception was never retrieved");
    }

    private static void collectUntilReported(List<ExceptionContext> reports) {
        long start = System.nanoTime();
        while (reports.isEmpty() && System.nanoTime() - start < PATIENCE.toNanos()) {
            toThread(System::gc); // elsewhere, as an idle thread of the JDK's pool may still refer to what it ran last
        }
    }

    // ---- not reported ----

    @Test
    @Rule("F8")
    void resultOrException_retrievesIt() {
        TestLoop.run(() -> {
            assertThatThrownBy(failedFuture()::result).isSameAs(error);
            assertThat(failedFuture().exception()).isSameAs(error);
        });
    }

    @Test
    @Rule("F8")
    void await_retrievesIt() {
        TestLoop.run(() -> {
            assertThatThrownBy(failedFuture()::await).isSameAs(error);
            assertThatThrownBy(failingTask()::await).isSameAs(error);
        });
    }

    @Test
    @Rule("F8")
    void cancelOfADoneFuture_retrievesItAlthoughItIsRefused() {
        TestLoop.run(() -> {
            Task<String> task = failingTask();
            sleep(ZERO);

            assertThat(task.cancel()).isFalse();
            assertThat(failedFuture().cancel()).isFalse();
        });
    }

    @Test
    @Rule({"F8", "W3"})
    void gather_retrievesWhatItDrops() {
        TestLoop.run(() -> {
            assertThatThrownBy(gather(failingTask(), failingTask())::await).isSameAs(error);
            sleep(ofSeconds(1));
        });
    }

    @Test
    @Rule("F8")
    void waitFor_retrievesIt() {
        TestLoop.run(() -> assertThatThrownBy(() -> waitFor(failingTask(), ofSeconds(1))).isSameAs(error));
    }

    @Test
    void errorOfMain_isThrownAndNotReported() {
        List<ExceptionContext> reports = new ArrayList<>();
        assertThatThrownBy(() -> TestLoop.run(() -> {
            getRunningLoop().setExceptionHandler((_, report) -> reports.add(report));
            throw error;
        })).isSameAs(error);

        assertThat(reports).isEmpty();
    }

    @Test
    void endOfTheProgram_isThrownAndNotReported() {
        List<ExceptionContext> reports = new ArrayList<>();
        assertThatThrownBy(() -> TestLoop.run(() -> {
            getRunningLoop().setExceptionHandler((_, report) -> reports.add(report));
            throw new SystemExit(1);
        })).isInstanceOf(SystemExit.class);

        assertThat(reports).isEmpty();
    }
}
