package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ZERO;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.sleep;

import org.asyncio4j.EventLoop;
import org.asyncio4j.conformance.Scenario;

final class S021_order_call_soon_fifo extends Scenario {

    private void note(String text) {
        print("callback", text);
    }

    private void spawn(EventLoop loop) {
        print("callback spawn");
        loop.callSoon(() -> note("child-1"));
        loop.callSoon(() -> note("child-2"));
    }

    private void main() {
        EventLoop loop = getRunningLoop();
        loop.callSoon(() -> note("first"));
        loop.callSoon(() -> spawn(loop));
        loop.callSoon(() -> note("last"));
        print("main: nothing ran yet");
        sleep(ZERO);
        print("main: after first yield");
        sleep(ZERO);
        print("main: after second yield");
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
