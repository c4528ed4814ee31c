package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ZERO;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.sleep;

import org.asyncio4j.VoidCoroutine;
import org.asyncio4j.conformance.Scenario;

final class S006_run_nested_forbidden extends Scenario {

    private void other() {
        print("never printed");
    }

    private String main() {
        VoidCoroutine coro = this::other;
        try {
            run(coro);
        } catch (IllegalStateException e) {
            print(typeName(e), "-", e);
        }
        sleep(ZERO);
        print("outer loop still running", getRunningLoop().isRunning());
        return "outer result";
    }

    @Override
    protected void script() {
        print(run(this::main));
    }
}
