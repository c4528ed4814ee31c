package org.asyncio4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The stack trace of an error that leaves a loop. */
@ExtendWith(NothingLeft.class)
class TracebackTest {

    private static List<String> methods(Throwable error) {
        return Arrays.stream(error.getStackTrace()).map(StackTraceElement::getMethodName).toList();
    }

    private static void failing() {
        throw new IllegalStateException("of the task");
    }

    private static void starts(EventLoop loop, Awaitable<?> awaitable) {
        loop.runUntilComplete(awaitable);
    }

    private static void starts(Coroutine<?> main) {
        Asyncio.run(main);
    }

    @Test
    @Rule("R11")
    void errorOfMain_leadsFromTheTaskToWhoCalledRun() {
        Throwable error = catchThrowable(() -> starts(() -> {
            failing();
            return null;
        }));

        assertThat(methods(error)).containsSubsequence("failing", "runUntilComplete", "run", "starts",
                "errorOfMain_leadsFromTheTaskToWhoCalledRun");
        assertThat(methods(error)).startsWith("failing").containsOnlyOnce("starts");
    }

    @Test
    @Rule("R11")
    void errorOfTheCallersOwnThread_staysAsItIs() {
        EventLoop loop = TestLoop.create();
        loop.callSoon(loop::stop);
        Throwable error = catchThrowable(() -> starts(loop, loop.createFuture()));
        loop.close();

        assertThat(error).isInstanceOf(IllegalStateException.class);
        assertThat(methods(error)).startsWith("runUntilComplete", "starts").containsOnlyOnce("starts");
    }

    @Test
    @Rule("R11")
    void errorThatLeavesTheLoopAgain_isNotMadeLonger() {
        EventLoop loop = TestLoop.create();
        Coroutine<Object> fails = () -> {
            failing();
            return "never";
        };
        Task<Object> task = loop.createTask(fails);
        int[] lengths = new int[2];
        for (int i = 0; i < lengths.length; i++) {
            lengths[i] = catchThrowable(() -> starts(loop, task)).getStackTrace().length;
        }
        loop.close();

        assertThat(lengths[1]).isEqualTo(lengths[0]);
    }

    @Test
    @Rule("R11")
    void endOfTheProgram_leadsToWhoCalledRun() {
        Throwable error = catchThrowable(() -> starts(() -> {
            throw new SystemExit(3);
        }));

        assertThat(methods(error)).contains("starts");
    }

    @Test
    void errorThatLeavesManyLoops_doesNotGrowForEver() {
        var shared = new IllegalStateException("one object");
        Coroutine<Object> fails = () -> {
            throw shared;
        };
        for (int i = 0; i < 200; i++) {
            assertThat(catchThrowable(() -> starts(fails))).isSameAs(shared);
            assertThat(catchThrowable(() -> Asyncio.run(fails))).isSameAs(shared);
        }

        assertThat(shared.getStackTrace()).hasSizeLessThan(2 * 1024);
    }

    @Test
    void errorWithoutAStack_keepsNone() {
        var bare = new Exception("bare", null, false, false) {
            private static final long serialVersionUID = 1;
        };

        assertThat(catchThrowable(() -> starts(() -> {
            throw bare;
        }))).isSameAs(bare).satisfies(error -> assertThat(error.getStackTrace()).isEmpty());
    }
}
