package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ofMillis;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.asyncio4j.Asyncio.runCoroutineThreadsafe;
import static org.asyncio4j.Asyncio.setEventLoop;
import static org.asyncio4j.Asyncio.sleep;

import java.util.concurrent.CountDownLatch;
import org.asyncio4j.EventLoop;
import org.asyncio4j.conformance.RealTimeOnly;
import org.asyncio4j.conformance.Scenario;

@RealTimeOnly
final class S228_loop_per_thread_run_forever extends Scenario {

    private void body(EventLoop loop, CountDownLatch started) {
        setEventLoop(loop);
        loop.callSoon(started::countDown);
        loop.runForever();
        loop.close();
    }

    private int doubled(int x) {
        sleep(ofMillis(10));
        return x * 2;
    }

    @Override
    protected void script() throws Exception {
        EventLoop loop = newEventLoop();
        var started = new CountDownLatch(1);
        Runnable join = startThread("loop", () -> body(loop, started));
        started.await(5, SECONDS);
        print("running", loop.isRunning());
        print(runCoroutineThreadsafe(() -> doubled(21), loop).get(5, SECONDS));
        print(runCoroutineThreadsafe(() -> doubled(4), loop).get(5, SECONDS));
        loop.callSoonThreadsafe(loop::stop);
        join.run();
        print("running", loop.isRunning(), "closed", loop.isClosed());
    }
}
