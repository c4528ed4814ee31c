package org.asyncio4j.conformance.scenarios;

import static org.asyncio4j.Asyncio.getEventLoop;
import static org.asyncio4j.Asyncio.getRunningLoop;

import org.asyncio4j.EventLoop;
import org.asyncio4j.conformance.OwnProcess;
import org.asyncio4j.conformance.Scenario;

@OwnProcess
final class S230_loop_get_event_loop_creates extends Scenario {

    private EventLoop main() {
        return getRunningLoop();
    }

    @Override
    protected void script() {
        EventLoop loop = getEventLoop();
        print("running", loop.isRunning(), "closed", loop.isClosed());
        print("same loop again", getEventLoop() == loop);
        print("runs coroutines", loop.runUntilComplete(this::main) == loop);
        run(this::main);
        try {
            getEventLoop();
        } catch (IllegalStateException e) {
            print("after asyncio.run():", typeName(e));
        }
        print("first loop closed", loop.isClosed());
        loop.close();
    }
}
