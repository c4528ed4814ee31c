package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ZERO;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.sleep;

import org.asyncio4j.EventLoop;
import org.asyncio4j.Future;
import org.asyncio4j.Task;
import org.asyncio4j.conformance.Scenario;

final class S047_await_done_future_does_not_yield extends Scenario {

    private String finished() {
        return "task value";
    }

    private void main() {
        EventLoop loop = getRunningLoop();
        Future<String> fut = loop.createFuture();
        fut.setResult("future value");
        Task<String> task = createTask(this::finished);
        await(task);
        loop.callSoon(() -> print("callback ran"));
        print(await(fut));
        print(await(task));
        print("no callback so far");
        sleep(ZERO);
        Future<String> pending = loop.createFuture();
        loop.callSoon(() -> pending.setResult("late"));
        loop.callSoon(() -> print("second callback ran"));
        print(await(pending));
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
