package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ZERO;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.sleep;

import org.asyncio4j.ContextVar;
import org.asyncio4j.EventLoop;
import org.asyncio4j.Runner;
import org.asyncio4j.conformance.Scenario;

final class S014_run_runner_reuses_loop extends Scenario {

    private final ContextVar<String> var = new ContextVar<>("var", "initial");

    private EventLoop step(String value) {
        print("step sees", var.get(), "then sets", value);
        var.set(value);
        sleep(ZERO);
        return getRunningLoop();
    }

    @Override
    protected void script() {
        EventLoop loop;
        try (Runner runner = newRunner()) {
            loop = runner.getLoop();
            print("before first run: running", loop.isRunning(), "closed", loop.isClosed());
            EventLoop a = runner.run(() -> step("one"));
            EventLoop b = runner.run(() -> step("two"));
            print("same loop", a == b, a == loop);
            print("outside sees", var.get());
        }
        print("closed after with", loop.isClosed());
    }
}
