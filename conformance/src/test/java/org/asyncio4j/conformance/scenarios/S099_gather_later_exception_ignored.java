package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ofMillis;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.gather;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.sleep;

import java.time.Duration;
import org.asyncio4j.EventLoop;
import org.asyncio4j.conformance.Scenario;

final class S099_gather_later_exception_ignored extends Scenario {

    private void bad(String name, Duration delay) {
        sleep(delay);
        print("raising", name);
        throw new IllegalArgumentException(name);
    }

    private void main() {
        EventLoop loop = getRunningLoop();
        loop.setExceptionHandler((_, context) -> print("handler called", context.message()));
        try {
            await(gather(
                    () -> bad("one", ofMillis(20)),
                    () -> bad("two", ofMillis(120)),
                    () -> bad("three", ofMillis(120))));
        } catch (IllegalArgumentException e) {
            print("caught", e);
        }
        sleep(ofMillis(200));
        print("end");
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
