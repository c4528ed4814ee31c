package org.asyncio4j.conformance.scenarios;

import org.asyncio4j.EventLoop;
import org.asyncio4j.conformance.Scenario;

final class S218_loop_run_forever_stop extends Scenario {

    private void first(EventLoop loop) {
        print("first calls stop");
        loop.stop();
        loop.callSoon(() -> print("scheduled after stop"));
        print("first still running", loop.isRunning());
    }

    @Override
    protected void script() {
        EventLoop loop = newEventLoop();
        loop.callSoon(() -> first(loop));
        loop.callSoon(() -> print("second in the same iteration"));
        loop.runForever();
        print("stopped, running", loop.isRunning());
        loop.callSoon(loop::stop);
        loop.runForever();
        print("second run over");
        loop.close();
    }
}
