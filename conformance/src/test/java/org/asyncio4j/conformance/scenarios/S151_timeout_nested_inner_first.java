package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.asyncio4j.Asyncio.sleep;
import static org.asyncio4j.Asyncio.timeoutValue;

import org.asyncio4j.Timeout;
import org.asyncio4j.TimeoutError;
import org.asyncio4j.conformance.Scenario;

final class S151_timeout_nested_inner_first extends Scenario {

    private void main() {
        Timeout timeout = timeoutValue(ofMillis(500), outer -> {
            Timeout inner = Timeout.after(ofMillis(30));
            try {
                inner.run(_ -> sleep(ofSeconds(1)));
            } catch (TimeoutError _) {
                print("inner TimeoutError", inner.expired(), outer.expired());
            }
            print("outer continues", sleep(ofMillis(20), "slept"));
            return outer;
        });
        print("outer expired", timeout.expired());
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
