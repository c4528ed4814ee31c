package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ZERO;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.gather;
import static org.asyncio4j.Asyncio.sleep;

import java.util.ArrayList;
import java.util.List;
import org.asyncio4j.Asyncio;
import org.asyncio4j.Task;
import org.asyncio4j.conformance.Scenario;
import org.asyncio4j.sync.Barrier;
import org.asyncio4j.sync.BrokenBarrierError;

final class S191_sync_barrier_reset extends Scenario {

    private void party(Barrier barrier, int n) {
        try {
            barrier.await();
            print(n, "passed");
        } catch (BrokenBarrierError e) {
            print(n, typeName(e), "-", e, "| broken", barrier.broken());
        }
    }

    private void main() {
        var barrier = new Barrier(3);
        List<Task<?>> ts = new ArrayList<>();
        for (int n : List.of(1, 2)) {
            ts.add(createTask(() -> party(barrier, n)));
        }
        sleep(ZERO);
        print("waiting", barrier.nWaiting());
        barrier.reset();
        Asyncio.wait(ts);
        print("broken", barrier.broken(), "waiting", barrier.nWaiting());
        await(gather(() -> party(barrier, 4), () -> party(barrier, 5), () -> party(barrier, 6)));
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
