package org.asyncio4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.asyncio4j.Asyncio.newEventLoop;

import java.util.ArrayList;
import java.util.List;

/** Runs a test as the main coroutine of a loop in virtual time, and watches what that loop reports. */
public final class TestLoop {

    private TestLoop() {}

    /**
     * Runs the body of a test; an error that the loop reports fails it.
     *
     * @param body the test
     */
    public static void run(VoidCoroutine body) {
        assertThat(reportsOf(body)).as("errors that nobody received").isEmpty();
    }

    /**
     * Runs the body of a test that lets time pass by itself too.
     *
     * @param time the time of its loop
     * @param body the test
     */
    public static void run(VirtualTime time, VoidCoroutine body) {
        assertThat(reportsOf(time, body)).as("errors that nobody received").isEmpty();
    }

    /**
     * Runs the body of a test that makes the loop report errors.
     *
     * @param body the test
     * @return what the exception handler was told until the loop was closed
     */
    public static List<ExceptionContext> reportsOf(VoidCoroutine body) {
        return reportsOf(new VirtualTime(), body);
    }

    private static List<ExceptionContext> reportsOf(VirtualTime time, VoidCoroutine body) {
        List<ExceptionContext> reports = new ArrayList<>();
        RunnerOptions options = RunnerOptions.defaults().withLoopFactory(() -> newEventLoop(time.options()));
        try (var runner = new Runner(options)) {
            runner.getLoop().setExceptionHandler((_, context) -> reports.add(context));
            runner.run(body);
        }
        return reports;
    }

    /**
     * Makes a loop in virtual time, for tests that run and close it themselves.
     *
     * @return the loop
     */
    public static EventLoop create() {
        return newEventLoop(new VirtualTime().options());
    }
}
