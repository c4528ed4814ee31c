package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ofMillis;
import static java.util.stream.Collectors.joining;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.gather;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.sleep;

import java.util.List;
import org.asyncio4j.Asyncio;
import org.asyncio4j.EventLoop;
import org.asyncio4j.Future;
import org.asyncio4j.Task;
import org.asyncio4j.conformance.Scenario;

final class S100_gather_mixed_awaitables extends Scenario {

    private static String coro(String v) {
        sleep(ofMillis(10));
        return v;
    }

    private void main() {
        EventLoop loop = getRunningLoop();
        Future<String> future = loop.createFuture();
        loop.callLater(ofMillis(30), () -> future.setResult("future"));
        Future<List<String>> nested = gather(() -> coro("n1"), () -> coro("n2"));
        Task<String> task = createTask(() -> coro("task"));
        List<Object> results = await(Asyncio.<Object>gather(() -> coro("coro"), task, future, nested));
        String d = ((List<?>) results.get(3)).stream().map(Scenario::str).collect(joining(" "));
        print(results.get(0), results.get(1), results.get(2), "nested:", d);
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
