package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ofMillis;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.sleep;

import java.util.List;
import org.asyncio4j.Asyncio;
import org.asyncio4j.CancelledError;
import org.asyncio4j.Task;
import org.asyncio4j.conformance.Scenario;
import org.asyncio4j.sync.Condition;

final class S184_sync_condition_cancelled_wait extends Scenario {

    private void waiter(Condition cond) {
        try (var _ = cond.acquire()) {
            try {
                cond.await();
            } catch (CancelledError e) {
                print("cancelled with", e, "| lock held", cond.locked());
                throw e;
            }
        }
    }

    private void main() {
        var cond = new Condition();
        Task<?> t = createTask(() -> waiter(cond));
        sleep(ofMillis(30));
        cond.acquire();
        t.cancel("message");
        sleep(ofMillis(30));
        print("still waiting for the lock:", !t.done());
        cond.release();
        Asyncio.wait(List.of(t));
        print("task cancelled", t.cancelled(), "lock free", !cond.locked());
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
