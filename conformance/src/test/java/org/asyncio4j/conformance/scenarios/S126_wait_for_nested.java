package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.asyncio4j.Asyncio.sleep;
import static org.asyncio4j.Asyncio.waitFor;

import java.time.Duration;
import java.util.List;
import org.asyncio4j.CancelledError;
import org.asyncio4j.TimeoutError;
import org.asyncio4j.conformance.Scenario;
import org.jspecify.annotations.Nullable;

final class S126_wait_for_nested extends Scenario {

    private @Nullable String inner(Duration timeout) {
        try {
            waitFor(() -> sleep(ofSeconds(1)), timeout);
        } catch (TimeoutError _) {
            print("inner timed out");
            return "inner default";
        } catch (CancelledError e) {
            print("inner cancelled");
            throw e;
        }
        return null;
    }

    private record Timeouts(Duration inner, Duration outer) {}

    private void main() {
        for (Timeouts timeouts : List.of(
                new Timeouts(ofMillis(30), ofMillis(300)), new Timeouts(ofMillis(300), ofMillis(30)))) {
            try {
                print("result", waitFor(() -> inner(timeouts.inner()), timeouts.outer()));
            } catch (TimeoutError _) {
                print("outer timed out");
            }
        }
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
