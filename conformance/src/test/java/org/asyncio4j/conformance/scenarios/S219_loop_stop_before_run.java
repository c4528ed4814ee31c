package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ofMillis;

import org.asyncio4j.EventLoop;
import org.asyncio4j.conformance.Scenario;

final class S219_loop_stop_before_run extends Scenario {

    @Override
    protected void script() {
        EventLoop loop = newEventLoop();
        loop.callSoon(() -> print("ready callback"));
        loop.callSoon(() -> loop.callSoon(() -> print("next iteration")));
        loop.callLater(ofMillis(20), () -> print("timer"));
        loop.stop();
        loop.runForever();
        print("first run over");
        loop.callLater(ofMillis(50), loop::stop);
        loop.runForever();
        print("second run over");
        loop.close();
    }
}
