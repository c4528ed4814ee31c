package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static org.asyncio4j.Asyncio.sleep;

import java.util.LinkedHashMap;
import java.util.Map;
import org.asyncio4j.CancelledError;
import org.asyncio4j.Coroutine;
import org.asyncio4j.EventLoop;
import org.asyncio4j.Future;
import org.asyncio4j.Task;
import org.asyncio4j.conformance.Scenario;

final class S217_loop_run_until_complete_outcomes extends Scenario {

    private String ok() {
        return "value";
    }

    private String bad() {
        sleep(ZERO);
        throw new IllegalArgumentException("failed");
    }

    private String cancelled() {
        throw new CancelledError("stop");
    }

    @Override
    protected void script() {
        EventLoop loop = newEventLoop();
        Map<String, Coroutine<String>> functions = new LinkedHashMap<>();
        functions.put("ok", this::ok);
        functions.put("bad", this::bad);
        functions.put("cancelled", this::cancelled);
        functions.forEach((name, fn) -> {
            try {
                print(name, "->", loop.runUntilComplete(fn));
            } catch (IllegalArgumentException | CancelledError e) {
                print(name, "raised", typeName(e), e);
            }
        });
        Future<String> fut = loop.createFuture();
        loop.callLater(ofMillis(20), () -> fut.setResult("from future"));
        print(loop.runUntilComplete(fut));
        Task<String> task = loop.createTask(this::ok);
        print(loop.runUntilComplete(task), "task done", task.done());
        print("a finished future again:", loop.runUntilComplete(fut));
        loop.close();
    }
}
