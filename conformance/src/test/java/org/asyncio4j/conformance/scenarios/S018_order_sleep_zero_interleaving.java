package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ZERO;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.sleep;

import org.asyncio4j.Task;
import org.asyncio4j.conformance.Scenario;
import org.jspecify.annotations.Nullable;

final class S018_order_sleep_zero_interleaving extends Scenario {

    private void stepper(String name, int steps) {
        for (int i = 0; i < steps; i++) {
            print(name, i);
            sleep(ZERO);
        }
        print(name, "end");
    }

    private void main() {
        Task<@Nullable Void> a = createTask(() -> stepper("a", 3));
        Task<@Nullable Void> b = createTask(() -> stepper("b", 1));
        Task<@Nullable Void> c = createTask(() -> stepper("c", 2));
        print("main before");
        sleep(ZERO);
        print("main after one turn");
        await(c);
        print("main after c, a done", a.done(), "b done", b.done());
        await(a);
        print("main after a");
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
