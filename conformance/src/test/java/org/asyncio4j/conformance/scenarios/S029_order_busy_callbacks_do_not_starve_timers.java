package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ofMillis;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.getRunningLoop;

import org.asyncio4j.EventLoop;
import org.asyncio4j.Future;
import org.asyncio4j.conformance.Scenario;
import org.jspecify.annotations.Nullable;

final class S029_order_busy_callbacks_do_not_starve_timers extends Scenario {

    private int spins;
    private boolean stop;

    private void spin(EventLoop loop, Future<@Nullable Void> stopped) {
        spins += 1;
        if (stop) {
            stopped.setResult(null);
        } else {
            loop.callSoon(() -> spin(loop, stopped));
        }
    }

    private void timer() {
        print("timer fired while spinning", spins > 5);
        stop = true;
    }

    private void main() {
        EventLoop loop = getRunningLoop();
        Future<@Nullable Void> stopped = loop.createFuture();
        loop.callSoon(() -> spin(loop, stopped));
        loop.callLater(ofMillis(50), this::timer);
        await(stopped);
        print("spinning stopped");
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
