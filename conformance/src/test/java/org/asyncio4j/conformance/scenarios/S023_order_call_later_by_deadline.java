package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ofMillis;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.getRunningLoop;

import org.asyncio4j.EventLoop;
import org.asyncio4j.Future;
import org.asyncio4j.TimerHandle;
import org.asyncio4j.conformance.Scenario;

final class S023_order_call_later_by_deadline extends Scenario {

    private void main() {
        EventLoop loop = getRunningLoop();
        Future<String> done = loop.createFuture();
        loop.callLater(ofMillis(90), () -> print("third"));
        TimerHandle h1 = loop.callLater(ofMillis(30), () -> print("first", "with", "args"));
        loop.callLater(ofMillis(120), () -> done.setResult("finished"));
        TimerHandle h2 = loop.callLater(ofMillis(60), () -> print("second"));
        print("deadlines ordered", h1.when().compareTo(h2.when()) < 0);
        print("deadline in the future", h1.when().compareTo(loop.time()) > 0);
        print(await(done));
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
