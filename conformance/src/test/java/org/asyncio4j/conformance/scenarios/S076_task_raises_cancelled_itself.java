package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ZERO;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.sleep;

import org.asyncio4j.CancelledError;
import org.asyncio4j.Task;
import org.asyncio4j.conformance.Scenario;
import org.jspecify.annotations.Nullable;

final class S076_task_raises_cancelled_itself extends Scenario {

    private void quits() {
        sleep(ZERO);
        throw new CancelledError("own decision");
    }

    private void main() {
        Task<@Nullable Void> t = createTask(this::quits);
        try {
            await(t);
        } catch (CancelledError e) {
            print("caught", e);
        }
        print("cancelled", t.cancelled(), "cancelling", t.cancelling(), "cancel()", t.cancel());
        try {
            t.exception();
        } catch (CancelledError e) {
            print("exception() raised", typeName(e));
        }
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
