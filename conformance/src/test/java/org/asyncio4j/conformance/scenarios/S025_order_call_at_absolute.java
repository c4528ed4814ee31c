package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ofMillis;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.getRunningLoop;

import java.time.Duration;
import org.asyncio4j.EventLoop;
import org.asyncio4j.Future;
import org.asyncio4j.TimerHandle;
import org.asyncio4j.conformance.Scenario;

final class S025_order_call_at_absolute extends Scenario {

    private void main() {
        EventLoop loop = getRunningLoop();
        Duration now = loop.time();
        Future<Duration> fut = loop.createFuture();
        loop.callAt(now.plusMillis(90), () -> fut.setResult(loop.time().minus(now)));
        loop.callLater(ofMillis(40), () -> print("relative 0.04"));
        loop.callAt(now.plusMillis(65), () -> print("absolute +0.065"));
        TimerHandle past = loop.callAt(now.minusSeconds(5), () -> print("past"));
        print("when kept", past.when().equals(now.minusSeconds(5)));
        Duration elapsed = await(fut);
        print("not early", elapsed.compareTo(ofMillis(90 - 2)) >= 0);
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
