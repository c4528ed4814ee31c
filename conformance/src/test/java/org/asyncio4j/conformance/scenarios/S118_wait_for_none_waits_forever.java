package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ofMillis;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.sleep;
import static org.asyncio4j.Asyncio.waitFor;

import java.time.Duration;
import org.asyncio4j.EventLoop;
import org.asyncio4j.conformance.Scenario;

final class S118_wait_for_none_waits_forever extends Scenario {

    private static String work() {
        sleep(ofMillis(80));
        return "patience";
    }

    private void main() {
        EventLoop loop = getRunningLoop();
        Duration start = loop.time();
        print(waitFor(() -> work(), null));
        print("waited", loop.time().minus(start).compareTo(ofMillis(75)) >= 0);
        print(waitFor(createTask(() -> work()), null));
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
