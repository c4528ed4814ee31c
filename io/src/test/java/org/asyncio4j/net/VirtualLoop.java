package org.asyncio4j.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.asyncio4j.Asyncio.allTasks;
import static org.asyncio4j.Asyncio.newEventLoop;

import java.util.ArrayList;
import java.util.List;
import org.asyncio4j.ExceptionContext;
import org.asyncio4j.Runner;
import org.asyncio4j.RunnerOptions;
import org.asyncio4j.VirtualTime;
import org.asyncio4j.VoidCoroutine;

/** Runs a test in a loop whose time is simulated, and which watches nothing. */
public final class VirtualLoop {

    private VirtualLoop() {}

    /**
     * Runs the body of a test; an error that the loop reports fails it, and so does a task that is left.
     *
     * @param body the test
     */
    public static void run(VoidCoroutine body) {
        assertThat(reportsOf(body)).as("errors that nobody received").isEmpty();
    }

    /**
     * Runs the body of a test that makes the loop report errors.
     *
     * @param body the test
     * @return what the exception handler was told until the loop was closed
     */
    public static List<ExceptionContext> reportsOf(VoidCoroutine body) {
        List<ExceptionContext> reports = new ArrayList<>();
        RunnerOptions options = RunnerOptions.defaults()
                .withLoopFactory(() -> newEventLoop(new VirtualTime().options()));
        try (var runner = new Runner(options)) {
            runner.getLoop().setExceptionHandler((_, context) -> reports.add(context));
            runner.run(() -> {
                body.run();
                assertThat(allTasks()).as("tasks that are left").hasSize(1);
            });
        }
        return reports;
    }
}
