package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ofMillis;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.sleep;
import static org.asyncio4j.Asyncio.timeoutAt;

import java.time.Duration;
import org.asyncio4j.TimeoutError;
import org.asyncio4j.conformance.Scenario;

final class S150_timeout_at_deadline_shared extends Scenario {

    private void step(int step, int millis, Duration deadline) {
        try {
            timeoutAt(deadline, cm -> {
                print("same deadline", deadline.equals(cm.when()));
                sleep(ofMillis(millis));
                print("step", step, "finished");
            });
        } catch (TimeoutError _) {
            print("step", step, "timed out");
        }
    }

    private void main() {
        Duration deadline = getRunningLoop().time().plusMillis(200);
        step(1, 30, deadline);
        step(2, 30, deadline);
        step(3, 500, deadline);
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
