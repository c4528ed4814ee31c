package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ZERO;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.gather;
import static org.asyncio4j.Asyncio.sleep;

import org.asyncio4j.Task;
import org.asyncio4j.conformance.Scenario;
import org.asyncio4j.sync.Barrier;
import org.asyncio4j.sync.BrokenBarrierError;

final class S192_sync_barrier_abort extends Scenario {

    private void party(Barrier barrier, int n) {
        try {
            barrier.await();
            print(n, "passed");
        } catch (BrokenBarrierError e) {
            print(n, typeName(e), "-", e);
        }
    }

    private void main() {
        var barrier = new Barrier(2);
        Task<?> t = createTask(() -> party(barrier, 1));
        sleep(ZERO);
        barrier.abort();
        await(t);
        print("broken", barrier.broken());
        party(barrier, 2);
        barrier.reset();
        print("broken", barrier.broken());
        await(gather(() -> party(barrier, 3), () -> party(barrier, 4)));
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
