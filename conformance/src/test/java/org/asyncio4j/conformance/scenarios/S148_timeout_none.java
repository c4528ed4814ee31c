package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.sleep;
import static org.asyncio4j.Asyncio.timeoutValue;

import org.asyncio4j.EventLoop;
import org.asyncio4j.Timeout;
import org.asyncio4j.TimeoutError;
import org.asyncio4j.conformance.Scenario;

final class S148_timeout_none extends Scenario {

    private void main() {
        EventLoop loop = getRunningLoop();
        Timeout none = timeoutValue(null, cm -> {
            print("when", cm.when());
            sleep(ofMillis(20));
            return cm;
        });
        print("expired", none.expired());
        Timeout rescheduled = Timeout.after(null);
        try {
            rescheduled.run(cm -> {
                sleep(ofMillis(20));
                cm.reschedule(loop.time().plusMillis(20));
                sleep(ofSeconds(1));
            });
        } catch (TimeoutError _) {
            print("rescheduled None expired", rescheduled.expired());
        }
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
