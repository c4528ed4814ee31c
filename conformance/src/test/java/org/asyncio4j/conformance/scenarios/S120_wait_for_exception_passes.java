package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.sleep;
import static org.asyncio4j.Asyncio.waitFor;

import java.util.List;
import org.asyncio4j.Task;
import org.asyncio4j.TimeoutError;
import org.asyncio4j.conformance.Scenario;

final class S120_wait_for_exception_passes extends Scenario {

    private static void work(RuntimeException error) {
        sleep(ofMillis(10));
        throw error;
    }

    private void main() {
        for (RuntimeException error : List.of(
                new IllegalArgumentException("own error"), new TimeoutError("own timeout"))) {
            try {
                waitFor(() -> work(error), ofSeconds(1));
            } catch (IllegalArgumentException | TimeoutError e) {
                print(typeName(e), e, "same object", e == error);
            }
        }
        Task<?> t = createTask(() -> work(new IllegalArgumentException("in task")));
        try {
            waitFor(t, ofSeconds(1));
        } catch (IllegalArgumentException e) {
            print(e, "cancelled", t.cancelled());
        }
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
