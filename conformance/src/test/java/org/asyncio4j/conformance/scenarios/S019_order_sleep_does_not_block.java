package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ofMillis;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.gather;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.sleep;

import java.time.Duration;
import org.asyncio4j.EventLoop;
import org.asyncio4j.conformance.Scenario;

final class S019_order_sleep_does_not_block extends Scenario {

    private Duration sleeper(String name, Duration delay) {
        sleep(delay);
        print("woke", name);
        return delay;
    }

    private void main() {
        EventLoop loop = getRunningLoop();
        Duration start = loop.time();
        await(gather(
                () -> sleeper("slow", ofMillis(150)),
                () -> sleeper("quick", ofMillis(50)),
                () -> sleeper("medium", ofMillis(100))));
        Duration elapsed = loop.time().minus(start);
        print("at least the longest", elapsed.compareTo(ofMillis(145)) >= 0);
        print("less than the sum", elapsed.compareTo(ofMillis(300)) < 0);
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
