package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.sleep;
import static org.asyncio4j.Asyncio.waitFor;

import org.asyncio4j.CancelledError;
import org.asyncio4j.Task;
import org.asyncio4j.TimeoutError;
import org.asyncio4j.conformance.Scenario;

final class S117_wait_for_timeout_waits_for_cleanup extends Scenario {

    private void work() {
        try {
            sleep(ofSeconds(1));
        } catch (CancelledError e) {
            print("work: cancelled, cleaning up");
            sleep(ofMillis(50));
            print("work: cleanup over");
            throw e;
        }
    }

    private void main() {
        Task<?> t = createTask(() -> work());
        try {
            waitFor(t, ofMillis(30));
        } catch (TimeoutError e) {
            print("TimeoutError, is builtin:", e.getClass() == TimeoutError.class);
        }
        print("done", t.done(), "cancelled", t.cancelled());
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
