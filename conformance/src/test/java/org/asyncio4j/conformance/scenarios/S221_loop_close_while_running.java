package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ZERO;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.sleep;

import org.asyncio4j.EventLoop;
import org.asyncio4j.Future;
import org.asyncio4j.conformance.Scenario;

final class S221_loop_close_while_running extends Scenario {

    private void main() {
        EventLoop loop = getRunningLoop();
        try {
            loop.close();
        } catch (IllegalStateException e) {
            print("close:", e);
        }
        Future<String> fut = loop.createFuture();
        try {
            loop.runUntilComplete(fut);
        } catch (IllegalStateException e) {
            print("run_until_complete:", e);
        }
        fut.cancel();
        sleep(ZERO);
        print("still running", loop.isRunning());
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
