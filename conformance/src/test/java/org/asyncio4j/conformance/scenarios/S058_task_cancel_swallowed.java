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

final class S058_task_cancel_swallowed extends Scenario {

    private String stubborn() {
        try {
            sleep(ofSeconds(1));
        } catch (CancelledError _) {
            print("stubborn: ignored");
        }
        sleep(ofMillis(20));
        print("stubborn: slept after the cancellation");
        return "kept going";
    }

    private void main() {
        Task<String> t = createTask(this::stubborn);
        sleep(ZERO);
        print("requested", t.cancel());
        print("await ->", await(t));
        print("done", t.done(), "cancelled", t.cancelled(), "cancelling", t.cancelling());
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
