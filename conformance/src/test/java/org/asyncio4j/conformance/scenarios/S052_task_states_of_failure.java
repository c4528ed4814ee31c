package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ZERO;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.sleep;

import org.asyncio4j.Task;
import org.asyncio4j.conformance.Scenario;
import org.jspecify.annotations.Nullable;

final class S052_task_states_of_failure extends Scenario {

    private final IllegalArgumentException error = new IllegalArgumentException("broken");

    private void work() {
        sleep(ZERO);
        throw error;
    }

    @SuppressWarnings("ReferenceEquality") // the very object is what is shown
    private void main() {
        Task<@Nullable Void> t = createTask(this::work);
        try {
            await(t);
        } catch (IllegalArgumentException e) {
            print("await raised the object itself", e == error);
        }
        print("done", t.done(), "cancelled", t.cancelled());
        print("exception() is the object", t.exception() == error);
        for (int i = 0; i < 2; i++) {
            try {
                t.result();
            } catch (IllegalArgumentException e) {
                print("result() raised", e, e == error);
            }
        }
        print("cancel() on it", t.cancel(), "cancelled", t.cancelled());
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
