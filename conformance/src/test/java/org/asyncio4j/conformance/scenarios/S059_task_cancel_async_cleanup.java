package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.sleep;

import org.asyncio4j.CancelledError;
import org.asyncio4j.Task;
import org.asyncio4j.conformance.Scenario;
import org.jspecify.annotations.Nullable;

final class S059_task_cancel_async_cleanup extends Scenario {

    private void work() {
        try {
            sleep(ofSeconds(1));
        } finally {
            print("cleanup begins");
            sleep(ofMillis(40));
            print("cleanup ends");
        }
    }

    private void main() {
        Task<@Nullable Void> t = createTask(this::work);
        sleep(ZERO);
        t.cancel();
        sleep(ofMillis(10));
        print("during cleanup: done", t.done(), "cancelled", t.cancelled());
        try {
            await(t);
        } catch (CancelledError _) {
            print("after cleanup: done", t.done(), "cancelled", t.cancelled());
        }
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
