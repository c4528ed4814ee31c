package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofSeconds;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.sleep;

import java.io.IOException;
import org.asyncio4j.CancelledError;
import org.asyncio4j.Task;
import org.asyncio4j.TimeoutError;
import org.asyncio4j.conformance.Scenario;
import org.jspecify.annotations.Nullable;

final class S049_await_cancelled_error_not_exception extends Scenario {

    private void careless() {
        while (true) {
            try {
                sleep(ofSeconds(1));
            } catch (Exception e) {
                print("never printed", e);
            } finally {
                print("careless: finally");
            }
        }
    }

    private void main() {
        Task<@Nullable Void> task = createTask(this::careless);
        sleep(ZERO);
        task.cancel();
        try {
            await(task);
        } catch (CancelledError _) {
            print("main: task was cancelled", task.cancelled());
        }
        print("subclass of Exception:", Exception.class.isAssignableFrom(CancelledError.class));
        print("TimeoutError is an OSError:",
                IOException.class.isAssignableFrom(TimeoutError.class));
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
