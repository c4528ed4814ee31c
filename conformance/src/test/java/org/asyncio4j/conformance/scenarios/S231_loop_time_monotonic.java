package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.sleep;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.asyncio4j.EventLoop;
import org.asyncio4j.Future;
import org.asyncio4j.TimerHandle;
import org.asyncio4j.conformance.Scenario;

final class S231_loop_time_monotonic extends Scenario {

    private void main() {
        EventLoop loop = getRunningLoop();
        List<Duration> samples = Stream.generate(loop::time).limit(50).toList();
        print("monotonic", samples.equals(samples.stream().sorted().toList()));
        Duration t0 = loop.time();
        sleep(ofMillis(50));
        Duration t1 = loop.time();
        print("advanced enough", t1.minus(t0).compareTo(ofMillis(50 - 2)) >= 0,
                "| not absurdly", t1.minus(t0).compareTo(ofSeconds(1)) < 0);
        Future<Duration> fut = loop.createFuture();
        TimerHandle h = loop.callLater(ofMillis(30), () -> fut.setResult(loop.time()));
        Duration fired = await(fut);
        print("timer not early", fired.compareTo(h.when().minus(ofMillis(2))) >= 0);
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
