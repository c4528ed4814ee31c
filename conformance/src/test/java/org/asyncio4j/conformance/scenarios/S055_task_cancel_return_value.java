package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ZERO;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.sleep;

import java.util.List;
import org.asyncio4j.Asyncio;
import org.asyncio4j.Task;
import org.asyncio4j.conformance.Scenario;

final class S055_task_cancel_return_value extends Scenario {

    private int work(int n) {
        sleep(ZERO);
        return n;
    }

    private void main() {
        Task<Integer> t = createTask(() -> work(5));
        await(t);
        print("finished:", t.cancel(), t.cancelled(), t.result(), "cancelling", t.cancelling());
        Task<Integer> p = createTask(() -> work(6));
        print("pending:", p.cancel(), p.cancel(), "cancelling", p.cancelling());
        Asyncio.wait(List.of(p));
        print("cancelled:", p.cancel(), p.cancelled(), "cancelling", p.cancelling());
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
