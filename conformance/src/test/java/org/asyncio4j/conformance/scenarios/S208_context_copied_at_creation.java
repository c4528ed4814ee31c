package org.asyncio4j.conformance.scenarios;

import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.gather;

import org.asyncio4j.ContextVar;
import org.asyncio4j.Task;
import org.asyncio4j.conformance.Scenario;
import org.jspecify.annotations.Nullable;

final class S208_context_copied_at_creation extends Scenario {

    private final ContextVar<String> var = new ContextVar<>("var", "default");

    private void child(int n) {
        print("child", n, "sees", var.get());
    }

    private void main() {
        Task<@Nullable Void> t0 = createTask(() -> child(0));
        var.set("first");
        Task<@Nullable Void> t1 = createTask(() -> child(1));
        var.set("second");
        Task<@Nullable Void> t2 = createTask(() -> child(2));
        await(gather(t0, t1, t2));
        print("main sees", var.get());
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
