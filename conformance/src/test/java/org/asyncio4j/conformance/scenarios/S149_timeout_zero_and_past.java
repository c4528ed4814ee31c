package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.sleep;
import static org.asyncio4j.Asyncio.timeout;
import static org.asyncio4j.Asyncio.timeoutAt;
import static org.asyncio4j.Asyncio.timeoutValue;

import org.asyncio4j.EventLoop;
import org.asyncio4j.Timeout;
import org.asyncio4j.TimeoutError;
import org.asyncio4j.conformance.Scenario;

final class S149_timeout_zero_and_past extends Scenario {

    private void main() {
        EventLoop loop = getRunningLoop();
        try {
            timeout(ZERO, () -> {
                print("body starts");
                sleep(ofMillis(50));
                print("never printed");
            });
        } catch (TimeoutError _) {
            print("timeout(0) expired");
        }
        try {
            timeoutAt(loop.time().minusSeconds(5), () -> {
                print("body starts again");
                sleep(ofMillis(50));
            });
        } catch (TimeoutError _) {
            print("past deadline expired");
        }
        Timeout zero = timeoutValue(ZERO, cm -> {
            print("no suspension");
            return cm;
        });
        print("expired without suspension", zero.expired());
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
