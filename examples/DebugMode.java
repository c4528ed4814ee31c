import static java.time.Duration.*;
import static org.asyncio4j.Asyncio.*;

import org.asyncio4j.*;

/*
 * Debug mode: where the task was made whose error nobody saw, and who awaited an error on its way.
 * -Dasyncio4j.debug=true does the same for a whole program, and tells of steps that take too long.
 *
 *     ./asyncio4j run examples/DebugMode.java
 */

void fail() {
    throw new IllegalStateException("disk full");
}

void store() {
    createTask(this::fail, "writer").await();
}

String shortly(StackTraceElement frame) {
    return frame.getMethodName().replaceAll("lambda\\$(\\w+)\\$\\d+", "$1") + " in " + frame.getFileName();
}

void main() {
    run(() -> {
        currentTask().setName("main");
        getRunningLoop().setExceptionHandler((loop, report) -> {
            IO.println(report.message());
            if (report.get("source_traceback") instanceof Origin origin) {
                origin.frames().forEach(frame -> IO.println("  made by " + shortly(frame)));
            }
        });
        createTask(this::fail, "forgotten");

        try {
            createTask(this::store, "store").await();
        } catch (IllegalStateException error) {
            IO.println(error.getMessage() + ", awaited " + error.getSuppressed()[0].getMessage());
        }
    }, RunnerOptions.defaults().withDebug(true));
}
