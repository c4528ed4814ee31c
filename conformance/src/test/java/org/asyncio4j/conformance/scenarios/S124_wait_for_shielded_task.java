package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ofMillis;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.shield;
import static org.asyncio4j.Asyncio.sleep;
import static org.asyncio4j.Asyncio.waitFor;

import org.asyncio4j.Task;
import org.asyncio4j.TimeoutError;
import org.asyncio4j.conformance.Scenario;

final class S124_wait_for_shielded_task extends Scenario {

    private String work() {
        sleep(ofMillis(100));
        print("work: finished");
        return "saved";
    }

    private void main() {
        Task<String> t = createTask(() -> work());
        try {
            waitFor(shield(t), ofMillis(30));
        } catch (TimeoutError _) {
            print("timeout, task done", t.done(), "cancelling", t.cancelling());
        }
        print("awaited later:", await(t));
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
