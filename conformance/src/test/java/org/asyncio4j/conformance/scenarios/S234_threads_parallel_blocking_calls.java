package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ofMillis;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.gather;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.toThread;

import java.time.Duration;
import java.util.concurrent.CyclicBarrier;
import org.asyncio4j.EventLoop;
import org.asyncio4j.conformance.RealTimeOnly;
import org.asyncio4j.conformance.Scenario;

@RealTimeOnly
final class S234_threads_parallel_blocking_calls extends Scenario {

    private final CyclicBarrier together = new CyclicBarrier(3);

    private int blocking(int n) throws Exception {
        together.await(5, SECONDS);
        Thread.sleep(30L * (4 - n));
        return n;
    }

    private void main() {
        EventLoop loop = getRunningLoop();
        Duration start = loop.time();
        print(await(gather(
                () -> toThread(() -> blocking(1)),
                () -> toThread(() -> blocking(2)),
                () -> toThread(() -> blocking(3)))));
        print("overlapped", loop.time().minus(start).compareTo(ofMillis(170)) < 0);
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
