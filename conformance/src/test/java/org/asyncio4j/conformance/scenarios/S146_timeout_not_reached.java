package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ofMillis;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.sleep;
import static org.asyncio4j.Asyncio.timeoutValue;

import java.time.Duration;
import java.util.Objects;
import org.asyncio4j.EventLoop;
import org.asyncio4j.Timeout;
import org.asyncio4j.conformance.Scenario;

final class S146_timeout_not_reached extends Scenario {

    private void main() {
        EventLoop loop = getRunningLoop();
        Duration before = loop.time();
        Timeout timeout = timeoutValue(ofMillis(200), cm -> {
            Duration when = Objects.requireNonNull(cm.when());
            boolean right = before.plusMillis(190).compareTo(when) < 0
                    && when.compareTo(loop.time().plusMillis(210)) < 0;
            print("deadline about right", right);
            print("result", sleep(ofMillis(20), "in time"));
            return cm;
        });
        print("expired", timeout.expired());
        sleep(ofMillis(250));
        print("nothing happens later, expired", timeout.expired());
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
