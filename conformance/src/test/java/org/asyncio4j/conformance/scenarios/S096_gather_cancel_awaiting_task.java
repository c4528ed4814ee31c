package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.gather;
import static org.asyncio4j.Asyncio.gatherReturnExceptions;
import static org.asyncio4j.Asyncio.sleep;

import java.util.List;
import org.asyncio4j.Asyncio;
import org.asyncio4j.CancelledError;
import org.asyncio4j.Task;
import org.asyncio4j.VoidCoroutine;
import org.asyncio4j.conformance.Scenario;

final class S096_gather_cancel_awaiting_task extends Scenario {

    private void child(String name) {
        try {
            sleep(ofSeconds(1));
        } catch (CancelledError e) {
            print("child", name, "cancelled");
            throw e;
        }
    }

    private List<?> gatherer(boolean flag) {
        VoidCoroutine a = () -> child("a");
        VoidCoroutine b = () -> child("b");
        try {
            return flag ? await(gatherReturnExceptions(a.asCoroutine(), b.asCoroutine())) : await(gather(a, b));
        } catch (CancelledError e) {
            print("gatherer cancelled");
            throw e;
        }
    }

    private void main() {
        for (boolean flag : new boolean[] {false, true}) {
            print("return_exceptions", flag);
            Task<List<?>> t = createTask(() -> gatherer(flag));
            sleep(ofMillis(20));
            t.cancel();
            Asyncio.wait(List.of(t));
            print("task cancelled", t.cancelled());
        }
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
