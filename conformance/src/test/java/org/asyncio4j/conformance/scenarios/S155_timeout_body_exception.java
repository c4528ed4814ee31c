package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ofMillis;
import static org.asyncio4j.Asyncio.currentTask;
import static org.asyncio4j.Asyncio.sleep;

import java.util.Objects;
import org.asyncio4j.Timeout;
import org.asyncio4j.conformance.Scenario;

final class S155_timeout_body_exception extends Scenario {

    private void main() {
        Timeout cm = Timeout.after(ofMillis(30));
        try {
            cm.run(_ -> {
                throw new IllegalArgumentException("body");
            });
        } catch (IllegalArgumentException e) {
            print("caught", e, "expired", cm.expired());
        }
        sleep(ofMillis(60));
        print("no late cancellation, cancelling", Objects.requireNonNull(currentTask()).cancelling());
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
