package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ZERO;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.sleep;

import org.asyncio4j.Coroutine;
import org.asyncio4j.EventLoop;
import org.asyncio4j.Future;
import org.asyncio4j.Task;
import org.asyncio4j.conformance.Scenario;

final class S072_task_get_coro_get_loop extends Scenario {

    private int work() {
        sleep(ZERO);
        return 1;
    }

    @SuppressWarnings("ReferenceEquality") // the very object is what is shown
    private void main() {
        EventLoop loop = getRunningLoop();
        Coroutine<Integer> coro = this::work;
        Task<Integer> t = createTask(coro);
        print("coro", t.getCoro() == coro, "loop", t.getLoop() == loop);
        await(t);
        print("after: coro", t.getCoro() == coro, "loop", t.getLoop() == loop);
        Future<String> fut = loop.createFuture();
        print("future loop", fut.getLoop() == loop);
        fut.cancel();
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
