package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofSeconds;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.waitFor;

import java.util.List;
import org.asyncio4j.EventLoop;
import org.asyncio4j.Future;
import org.asyncio4j.TimeoutError;
import org.asyncio4j.conformance.Scenario;

final class S119_wait_for_zero_timeout extends Scenario {

    private int work() {
        print("never printed");
        return 1;
    }

    private void main() {
        EventLoop loop = getRunningLoop();
        for (int timeout : List.of(0, -1)) {
            try {
                waitFor(() -> work(), ofSeconds(timeout));
            } catch (TimeoutError _) {
                print("timeout", timeout, "-> TimeoutError");
            }
        }
        Future<String> done = loop.createFuture();
        done.setResult("already there");
        print(waitFor(done, ZERO));
        Future<String> pending = loop.createFuture();
        try {
            waitFor(pending, ZERO);
        } catch (TimeoutError _) {
            print("pending future cancelled", pending.cancelled());
        }
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
