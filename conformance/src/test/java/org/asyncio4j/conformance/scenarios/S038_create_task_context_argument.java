package org.asyncio4j.conformance.scenarios;

import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;

import org.asyncio4j.Context;
import org.asyncio4j.ContextVar;
import org.asyncio4j.Task;
import org.asyncio4j.TaskOptions;
import org.asyncio4j.conformance.Scenario;

final class S038_create_task_context_argument extends Scenario {

    private final ContextVar<String> var = new ContextVar<>("var");

    private String setter(String value) {
        String before = var.get();
        var.set(value);
        return before;
    }

    private void main() {
        var.set("outer");
        Context ctx = Context.copyCurrent();
        ctx.run(() -> var.set("prepared"));
        TaskOptions inContext = TaskOptions.defaults().withContext(ctx);
        Task<String> shared = createTask(() -> setter("shared-set"), inContext);
        Task<String> copied = createTask(() -> setter("copied-set"));
        print("with context saw", await(shared));
        print("without context saw", await(copied));
        print("context afterwards", ctx.get(var));
        print("main afterwards", var.get());
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
