package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofSeconds;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.sleep;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.asyncio4j.Asyncio;
import org.asyncio4j.Awaitable;
import org.asyncio4j.CancelledError;
import org.asyncio4j.Task;
import org.asyncio4j.conformance.Scenario;
import org.jspecify.annotations.Nullable;

final class S064_task_cancel_reaches_innermost extends Scenario {

    private void level(String name, Awaitable<?> inner) {
        try {
            await(inner);
        } catch (CancelledError e) {
            print("cancelled in", name);
            throw e;
        } finally {
            print("leaving", name);
        }
    }

    private void main() {
        Task<@Nullable Void> leaf = createTask(
                () -> level("leaf", () -> sleep(ofSeconds(1), "slept")));
        Task<@Nullable Void> mid = createTask(() -> level("mid", leaf));
        Task<@Nullable Void> top = createTask(() -> level("top", mid));
        sleep(ZERO);
        sleep(ZERO);
        top.cancel();
        print("requested: cancelling", leaf.cancelling(), mid.cancelling(), top.cancelling());
        Asyncio.wait(List.of(top));
        Map<String, Task<?>> tasks = new LinkedHashMap<>();
        tasks.put("leaf", leaf);
        tasks.put("mid", mid);
        tasks.put("top", top);
        tasks.forEach((name, t) -> print(name, "cancelled", t.cancelled(), "cancelling", t.cancelling()));
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
