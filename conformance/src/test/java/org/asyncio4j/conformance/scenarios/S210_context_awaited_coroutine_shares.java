package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofSeconds;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.gather;
import static org.asyncio4j.Asyncio.sleep;
import static org.asyncio4j.Asyncio.waitFor;

import org.asyncio4j.ContextVar;
import org.asyncio4j.conformance.Scenario;

final class S210_context_awaited_coroutine_shares extends Scenario {

    private final ContextVar<Integer> var = new ContextVar<>("var", 0);

    private void increment() {
        var.set(var.get() + 1);
        sleep(ZERO);
    }

    private void main() {
        increment();
        increment();
        print("after two awaits", var.get());
        await(createTask(() -> increment()));
        print("after a task", var.get());
        await(gather(() -> increment(), () -> increment()));
        print("after gather", var.get());
        waitFor(() -> increment(), ofSeconds(1));
        print("after wait_for of a coroutine", var.get());
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
