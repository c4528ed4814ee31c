package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ZERO;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.sleep;

import org.asyncio4j.Future;
import org.asyncio4j.Task;
import org.asyncio4j.conformance.Scenario;
import org.jspecify.annotations.Nullable;

final class S078_future_set_result_wakes_awaiter extends Scenario {

    private void waiter(Future<Integer> fut) {
        print("waiter: waiting");
        print("waiter: got", await(fut));
    }

    private void main() {
        Future<Integer> fut = getRunningLoop().createFuture();
        Task<@Nullable Void> t = createTask(() -> waiter(fut));
        sleep(ZERO);
        print("before: done", fut.done());
        fut.setResult(42);
        print("set_result returns", null); // it is void, and Python prints what it returns
        print("after: done", fut.done(), "result", fut.result(), "waiter done", t.done());
        sleep(ZERO);
        print("one turn later: waiter done", t.done());
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
