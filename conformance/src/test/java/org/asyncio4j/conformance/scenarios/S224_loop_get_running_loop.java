package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ZERO;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.sleep;
import static org.asyncio4j.Asyncio.toThread;

import org.asyncio4j.conformance.RealTimeOnly;
import org.asyncio4j.conformance.Scenario;

@RealTimeOnly
final class S224_loop_get_running_loop extends Scenario {

    private void tryGet(String label) {
        try {
            getRunningLoop();
            print(label, "-> a loop");
        } catch (IllegalStateException e) {
            print(label, "->", withoutAdvice(e));
        }
    }

    private void main() {
        tryGet("coroutine");
        getRunningLoop().callSoon(() -> tryGet("callback"));
        sleep(ZERO);
        Runnable join = startThread("other", () -> tryGet("other thread"));
        join.run();
        toThread(() -> tryGet("to_thread"));
    }

    @Override
    protected void script() {
        tryGet("before run");
        run(this::main);
        tryGet("after run");
    }
}
