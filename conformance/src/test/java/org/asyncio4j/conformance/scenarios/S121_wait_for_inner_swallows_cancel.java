package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static java.util.Objects.requireNonNull;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.currentTask;
import static org.asyncio4j.Asyncio.sleep;
import static org.asyncio4j.Asyncio.waitFor;

import org.asyncio4j.CancelledError;
import org.asyncio4j.Task;
import org.asyncio4j.conformance.Scenario;

final class S121_wait_for_inner_swallows_cancel extends Scenario {

    private String stubborn() {
        try {
            sleep(ofSeconds(1));
        } catch (CancelledError _) {
            print("stubborn: swallowed");
        }
        return "late value";
    }

    private void main() {
        print("coroutine:", waitFor(() -> stubborn(), ofMillis(30)));
        Task<String> t = createTask(() -> stubborn());
        print("task:", waitFor(t, ofMillis(30)));
        print("task cancelled", t.cancelled(), "cancelling", t.cancelling());
        print("current cancelling", requireNonNull(currentTask()).cancelling());
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
