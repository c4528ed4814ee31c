package org.asyncio4j.conformance.scenarios;

import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.getRunningLoop;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.asyncio4j.EventLoop;
import org.asyncio4j.Future;
import org.asyncio4j.VoidCoroutine;
import org.asyncio4j.conformance.RealTimeOnly;
import org.asyncio4j.conformance.Scenario;
import org.asyncio4j.sync.Event;

@RealTimeOnly
final class S239_threads_call_soon_threadsafe extends Scenario {

    private void main() {
        EventLoop loop = getRunningLoop();
        Future<String> fut = loop.createFuture();
        var event = new Event();
        List<Integer> seen = new ArrayList<>();
        var waiting = new CountDownLatch(1);
        loop.callSoon(waiting::countDown);
        VoidCoroutine body = () -> {
            waiting.await();
            for (int n = 0; n < 5; n++) {
                int each = n;
                loop.callSoonThreadsafe(() -> seen.add(each));
            }
            loop.callSoonThreadsafe(event::set);
            String name = Thread.currentThread().getName();
            loop.callSoonThreadsafe(() -> fut.setResult(name));
        };
        Runnable join = startThread("helper", body);
        print("event", event.await(), seen);
        print("future set by", await(fut));
        join.run();
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
