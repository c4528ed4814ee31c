package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.sleep;

import java.util.List;
import org.asyncio4j.VoidCoroutine;
import org.asyncio4j.conformance.Scenario;

final class S017_order_sleep_result extends Scenario {

    private void main() {
        print(sleep(ZERO, "zero"));
        print(sleep(ofMillis(20), "positive"));
        print(sleep(ofSeconds(-1), "negative"));
        VoidCoroutine noTime = () -> sleep(ZERO);
        print(await(noTime.asCoroutine()));
        VoidCoroutine someTime = () -> sleep(ofMillis(10));
        print(await(someTime.asCoroutine()));
        Object marker = List.of(1, 2);
        print(sleep(ZERO, marker) == marker);
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
