package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ofMillis;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.sleep;

import java.time.Duration;
import org.asyncio4j.EventLoop;
import org.asyncio4j.Task;
import org.asyncio4j.conformance.Scenario;
import org.jspecify.annotations.Nullable;

final class S020_order_sleep_not_exact extends Scenario {

    private Duration shortSleep(EventLoop loop) {
        Duration start = loop.time();
        sleep(ofMillis(20));
        return loop.time().minus(start);
    }

    private void hog() {
        print("hog: blocking the loop");
        blockThread(ofMillis(150));
        print("hog: done");
    }

    private void main() {
        EventLoop loop = getRunningLoop();
        Task<Duration> nap = createTask(() -> shortSleep(loop));
        Task<@Nullable Void> busy = createTask(this::hog);
        Duration elapsed = await(nap);
        print("asked for 0.02, slept at least 0.14:", elapsed.compareTo(ofMillis(140)) >= 0);
        print("hog finished first", busy.done());
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
