package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ZERO;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.ensureFuture;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.isFuture;
import static org.asyncio4j.Asyncio.sleep;

import org.asyncio4j.EventLoop;
import org.asyncio4j.Future;
import org.asyncio4j.Task;
import org.asyncio4j.conformance.Scenario;

final class S039_create_ensure_future_passthrough extends Scenario {

    private int work(int n) {
        sleep(ZERO);
        return n;
    }

    private void main() {
        EventLoop loop = getRunningLoop();
        Future<Integer> fromCoro = ensureFuture(() -> work(1));
        print("is task", fromCoro instanceof Task, "is future", isFuture(fromCoro));
        Task<Integer> task = createTask(() -> work(2));
        print("task unchanged", ensureFuture(task) == task);
        Future<Integer> fut = loop.createFuture();
        print("future unchanged", ensureFuture(fut) == fut, fut instanceof Task);
        loop.callSoon(() -> fut.setResult(3));
        print("results", await(fromCoro), await(task), await(fut));
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
