package org.asyncio4j.conformance.scenarios;

import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.shield;

import org.asyncio4j.Future;
import org.asyncio4j.Task;
import org.asyncio4j.conformance.Scenario;

final class S141_shield_of_finished extends Scenario {

    private int work() {
        return 1;
    }

    private void main() {
        Task<Integer> t = createTask(this::work);
        await(t);
        print("same object", shield(t) == t);
        Future<String> fut = getRunningLoop().createFuture();
        Future<String> s = shield(fut);
        print("pending gives new object", s != fut);
        s.cancel();
        print("outer cancelled", s.cancelled(), "inner cancelled", fut.cancelled());
        fut.setResult("inner result");
        print(await(fut));
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
