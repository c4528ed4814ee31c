package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofSeconds;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.sleep;

import org.asyncio4j.CancelledError;
import org.asyncio4j.Task;
import org.asyncio4j.conformance.Scenario;
import org.jspecify.annotations.Nullable;

final class S077_task_cancel_replaced_by_error extends Scenario {

    private void work() {
        try {
            sleep(ofSeconds(1));
        } catch (CancelledError e) {
            throw new IllegalArgumentException("rollback failed", e);
        }
    }

    private void main() {
        Task<@Nullable Void> t = createTask(this::work);
        sleep(ZERO);
        t.cancel("please");
        try {
            await(t);
        } catch (IllegalArgumentException e) {
            print("raised", e, "from", typeName(e.getCause()), e.getCause());
        }
        print("cancelled", t.cancelled(), "cancelling", t.cancelling());
        print("exception", typeName(t.exception()));
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
