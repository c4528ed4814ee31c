package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofSeconds;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.sleep;

import java.util.ArrayList;
import java.util.List;
import org.asyncio4j.ExceptionContext;
import org.asyncio4j.Task;
import org.asyncio4j.conformance.Scenario;
import org.jspecify.annotations.Nullable;

final class S008_run_leftover_error_reported extends Scenario {

    private final List<Task<@Nullable Void>> keep = new ArrayList<>();

    @SuppressWarnings("finally")
    private void badCleanup() {
        try {
            sleep(ofSeconds(10));
        } finally {
            print("bad_cleanup: raising");
            throw new IllegalArgumentException("cleanup failed");
        }
    }

    private void handler(ExceptionContext context) {
        print("handler message:", context.message());
        print("handler exception:", typeName(context.exception()), context.exception());
        print("handler task is ours:", context.get("task") == keep.get(0));
    }

    private String main() {
        getRunningLoop().setExceptionHandler((_, context) -> handler(context));
        keep.add(createTask(this::badCleanup));
        sleep(ZERO);
        return "main result";
    }

    @Override
    protected void script() {
        print(run(this::main));
    }
}
