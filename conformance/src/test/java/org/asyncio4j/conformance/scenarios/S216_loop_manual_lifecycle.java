package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ZERO;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.setEventLoop;
import static org.asyncio4j.Asyncio.sleep;

import org.asyncio4j.EventLoop;
import org.asyncio4j.conformance.Scenario;

final class S216_loop_manual_lifecycle extends Scenario {

    private String main(EventLoop loop) {
        print("inside: running", loop.isRunning(), "closed", loop.isClosed());
        print("is the running loop", getRunningLoop() == loop);
        return "result";
    }

    @Override
    protected void script() {
        EventLoop loop = newEventLoop();
        setEventLoop(loop);
        print("new: running", loop.isRunning(), "closed", loop.isClosed());
        print(loop.runUntilComplete(() -> main(loop)));
        print("idle: running", loop.isRunning(), "closed", loop.isClosed());
        print("again", loop.runUntilComplete(() -> sleep(ZERO, "second")));
        loop.close();
        print("closed: running", loop.isRunning(), "closed", loop.isClosed());
        setEventLoop(null);
    }
}
