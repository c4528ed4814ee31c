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

final class S152_timeout_nested_outer_first extends Scenario {

    private void main() {
        Timeout outer = Timeout.after(ofMillis(30));
        Timeout inner = Timeout.after(ofMillis(500));
        try {
            outer.run(_ -> {
                try {
                    inner.run(_ -> sleep(ofSeconds(1)));
                } catch (TimeoutError _) {
                    print("never printed");
                } catch (CancelledError e) {
                    print("inner block left with CancelledError");
                    throw e;
                }
            });
        } catch (TimeoutError _) {
            print("outer TimeoutError");
        }
        print("inner", inner.expired(), "outer", outer.expired());
        print("cancelling", Objects.requireNonNull(currentTask()).cancelling());
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
