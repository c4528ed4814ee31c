package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofSeconds;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.sleep;

import java.util.List;
import org.asyncio4j.CancelledError;
import org.asyncio4j.Task;
import org.asyncio4j.conformance.Scenario;
import org.jspecify.annotations.Nullable;

final class S053_task_states_of_cancellation extends Scenario {

    private void main() {
        Task<@Nullable Void> t = createTask(() -> sleep(ofSeconds(1)));
        sleep(ZERO);
        print("cancel()", t.cancel(), "done", t.done(), "cancelled", t.cancelled());
        try {
            await(t);
        } catch (CancelledError _) {
            print("await raised CancelledError");
        }
        print("done", t.done(), "cancelled", t.cancelled());
        for (Runnable method : List.<Runnable>of(t::result, t::exception)) {
            try {
                method.run();
            } catch (CancelledError e) {
                print("method raised", typeName(e), "message length", str(e).length());
            }
        }
        print("cancel() again", t.cancel());
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
