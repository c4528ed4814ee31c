package org.asyncio4j;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.ZERO;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.currentTask;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.sleep;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Where a task is, without the machinery that put it there. */
@ExtendWith(NothingLeft.class)
class TaskStackTest {

    private static String outer() {
        return inner();
    }

    private static String inner() {
        return sleep(ofSeconds(5), "x");
    }

    private static String failOuter() throws IOException {
        return failInner();
    }

    private static String failInner() throws IOException {
        throw new IOException("broken");
    }

    /** Lambdas have names of the compiler's choice. */
    private static List<String> methods(List<StackTraceElement> frames) {
        return frames.stream()
                .map(frame -> frame.getMethodName().startsWith("lambda$") ? "lambda" : frame.getMethodName())
                .toList();
    }

    private static String printed(Task<?> task, int limit) {
        var bytes = new ByteArrayOutputStream();
        task.printStack(new PrintStream(bytes, true, UTF_8), limit);
        return bytes.toString(UTF_8);
    }

    // ---- where it waits ----

    @Test
    void waitingTask_framesOfTheUserOldestFirst() {
        TestLoop.run(() -> {
            Task<String> task = createTask(() -> outer());
            sleep(ZERO);

            assertThat(methods(task.getStack())).containsExactly("lambda", "outer", "inner");
            assertThat(task.getStack()).allMatch(frame -> frame.getClassName().equals(TaskStackTest.class.getName()));
        });
    }

    @Test
    void waitingTask_askedByACallback_isWhereItWaits() {
        TestLoop.run(() -> {
            List<String> seen = new ArrayList<>();
            Task<String> task = createTask(() -> outer());
            // a tick later the loop is on the thread of whichever task was suspended last
            getRunningLoop().callLater(ofSeconds(1), () -> seen.addAll(methods(task.getStack())));
            await(task);

            assertThat(seen).containsExactly("lambda", "outer", "inner");
        });
    }

    @Test
    void waitingTask_whoseThreadRunsTheCallbackThatAsks_isWhereItWaits() {
        try (EventLoop loop = TestLoop.create()) {
            List<String> seen = new ArrayList<>();
            // the only task there is: on the baton its thread goes on with the loop, and calls the callback itself
            Task<String> task = loop.createTask(() -> outer());
            loop.callSoon(() -> seen.addAll(methods(task.getStack())));
            loop.runUntilComplete(task);

            assertThat(seen).containsExactly("lambda", "outer", "inner");
        }
    }

    @Test
    void runningTask_isWhereItAsks() {
        TestLoop.run(() -> {
            Task<List<StackTraceElement>> task = createTask(() -> askedInside());

            assertThat(methods(await(task))).containsExactly("lambda", "askedInside");
        });
    }

    private static List<StackTraceElement> askedInside() {
        return Objects.requireNonNull(currentTask()).getStack();
    }

    @Test
    void limit_keepsTheNewestFramesOfAWaitingTask() {
        TestLoop.run(() -> {
            Task<String> task = createTask(() -> outer());
            sleep(ZERO);

            assertThat(methods(task.getStack(2))).containsExactly("outer", "inner");
            assertThat(task.getStack(0)).isEmpty();
        });
    }

    @Test
    void limit_belowZero_isRefused() {
        TestLoop.run(() -> assertThatThrownBy(() -> Objects.requireNonNull(currentTask()).getStack(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("limit is -1; it must not be negative"));
    }

    @Test
    void newTask_isAboutToEnterItsCoroutine() {
        TestLoop.run(() -> {
            Task<String> task = createTask(() -> outer());

            assertThat(task.getStack()).singleElement()
                    .satisfies(frame -> assertThat(frame.getClassName()).startsWith(TaskStackTest.class.getName()));
        });
    }

    // ---- where it failed ----

    @Test
    void failedTask_framesOfItsError() {
        TestLoop.run(() -> {
            Task<String> task = createTask(() -> failOuter());
            assertThatThrownBy(task::await).isInstanceOf(IOException.class);

            assertThat(methods(task.getStack())).containsExactly("lambda", "failOuter", "failInner");
        });
    }

    @Test
    void limit_keepsTheOldestFramesOfAnError() {
        TestLoop.run(() -> {
            Task<String> task = createTask(() -> failOuter());
            assertThatThrownBy(task::await).isInstanceOf(IOException.class);

            assertThat(methods(task.getStack(2))).containsExactly("lambda", "failOuter");
        });
    }

    @Test
    void taskThatEndedOtherwise_isNowhere() {
        TestLoop.run(() -> {
            Task<String> finished = createTask(() -> "x");
            Task<String> cancelled = createTask(() -> outer());
            cancelled.cancel();
            sleep(ZERO);

            assertThat(finished.getStack()).isEmpty();
            assertThat(cancelled.getStack()).isEmpty();
        });
    }

    // ---- printed ----

    @Test
    void printStack_ofAWaitingTask() {
        TestLoop.run(() -> {
            Task<String> task = createTask(() -> outer(), "waiting");
            sleep(ZERO);

            assertThat(printed(task, 2).lines()).satisfiesExactly(
                    line -> assertThat(line).isEqualTo("Stack for " + task + " (most recent call last):"),
                    line -> assertThat(line).contains("TaskStackTest.outer("),
                    line -> assertThat(line).contains("TaskStackTest.inner("));
        });
    }

    @Test
    void printStack_ofAFailedTask() {
        TestLoop.run(() -> {
            Task<String> task = createTask(() -> failOuter());
            assertThatThrownBy(task::await).isInstanceOf(IOException.class);

            assertThat(printed(task, 1).lines()).satisfiesExactly(
                    line -> assertThat(line).isEqualTo("Traceback for " + task + " (most recent call last):"),
                    line -> assertThat(line).contains("TaskStackTest.lambda$"),
                    line -> assertThat(line).isEqualTo("java.io.IOException: broken"));
        });
    }

    @Test
    void printStack_ofAFinishedTask() {
        TestLoop.run(() -> {
            Task<String> task = createTask(() -> "x", "finished");
            await(task);

            assertThat(printed(task, 10)).isEqualTo(
                    "No stack for <Task finished name='finished' result=x>" + System.lineSeparator());
        });
    }
}
