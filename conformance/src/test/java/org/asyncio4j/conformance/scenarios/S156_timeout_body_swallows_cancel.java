package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.asyncio4j.Asyncio.currentTask;
import static org.asyncio4j.Asyncio.sleep;
import static org.asyncio4j.Asyncio.timeoutValue;

import java.util.Objects;
import org.asyncio4j.CancelledError;
import org.asyncio4j.Task;
import org.asyncio4j.Timeout;
import org.asyncio4j.conformance.Scenario;

final class S156_timeout_body_swallows_cancel extends Scenario {

    private void main() {
        Task<?> self = Objects.requireNonNull(currentTask());
        Timeout timeout = timeoutValue(ofMillis(30), cm -> {
            try {
                sleep(ofSeconds(1));
            } catch (CancelledError _) {
                print("swallowed, cancelling", self.cancelling());
            }
            sleep(ofMillis(20));
            print("body completes");
            return cm;
        });
        print("no TimeoutError, expired", timeout.expired(), "cancelling", self.cancelling());
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
