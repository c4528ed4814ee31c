package org.asyncio4j.conformance.scenarios;

import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.isCoroutine;
import static org.asyncio4j.Asyncio.isFuture;

import java.util.LinkedHashMap;
import java.util.Map;
import org.asyncio4j.Coroutine;
import org.asyncio4j.EventLoop;
import org.asyncio4j.Future;
import org.asyncio4j.Task;
import org.asyncio4j.conformance.Scenario;

final class S087_future_isfuture extends Scenario {

    private int work() {
        return 1;
    }

    private void main() {
        EventLoop loop = getRunningLoop();
        Future<String> fut = loop.createFuture();
        Coroutine<Integer> coro = this::work;
        Task<Integer> task = createTask(this::work);
        Map<String, Object> objects = new LinkedHashMap<>();
        objects.put("future", fut);
        objects.put("task", task);
        objects.put("coroutine", coro);
        objects.put("text", "x");
        objects.forEach((name, obj) -> print(name, "isfuture", isFuture(obj), "iscoroutine", isCoroutine(obj)));
        await(coro);
        await(task);
        fut.cancel();
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
