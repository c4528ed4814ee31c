package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.asyncio4j.Asyncio.currentTask;
import static org.asyncio4j.Asyncio.sleep;

import java.util.Objects;
import org.asyncio4j.CancelledError;
import org.asyncio4j.Timeout;
import org.asyncio4j.TimeoutError;
import org.asyncio4j.conformance.Scenario;

final class S145_timeout_expires extends Scenario {

    private void main() {
        Timeout cm = Timeout.after(ofMillis(30));
        try {
            cm.run(_ -> {
                print("expired inside", cm.expired());
                try {
                    sleep(ofSeconds(1));
                } catch (CancelledError e) {
                    print("body sees CancelledError, expired", cm.expired());
                    throw e;
                }
            });
            print("never printed");
        } catch (TimeoutError e) {
            print("outside sees", typeName(e), "cause", typeName(e.getCause()));
        }
        print("expired", cm.expired(), "cancelling", Objects.requireNonNull(currentTask()).cancelling());
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
