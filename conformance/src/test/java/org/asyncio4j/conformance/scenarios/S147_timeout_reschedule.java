package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.sleep;
import static org.asyncio4j.Asyncio.timeout;
import static org.asyncio4j.Asyncio.timeoutValue;

import org.asyncio4j.EventLoop;
import org.asyncio4j.Timeout;
import org.asyncio4j.TimeoutError;
import org.asyncio4j.conformance.Scenario;

final class S147_timeout_reschedule extends Scenario {

    private void main() {
        EventLoop loop = getRunningLoop();
        timeout(ofMillis(30), cm -> {
            cm.reschedule(loop.time().plusSeconds(1));
            sleep(ofMillis(60));
            print("extended");
        });
        Timeout shortened = Timeout.after(ofSeconds(10));
        try {
            shortened.run(cm -> {
                cm.reschedule(loop.time().plusMillis(20));
                sleep(ofSeconds(1));
            });
        } catch (TimeoutError _) {
            print("shortened, expired", shortened.expired());
        }
        Timeout removed = timeoutValue(ofMillis(30), cm -> {
            cm.reschedule(null);
            print("when", cm.when());
            sleep(ofMillis(60));
            return cm;
        });
        print("removed, expired", removed.expired());
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
