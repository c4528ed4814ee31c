package org.asyncio4j.conformance.scenarios;

import static org.asyncio4j.Asyncio.currentTask;
import static org.asyncio4j.Asyncio.taskGroupValue;

import java.util.List;
import java.util.Objects;
import org.asyncio4j.Context;
import org.asyncio4j.ContextVar;
import org.asyncio4j.Task;
import org.asyncio4j.TaskOptions;
import org.asyncio4j.conformance.Scenario;

final class S166_taskgroup_names_and_context extends Scenario {

    private final ContextVar<String> var = new ContextVar<>("var", "default");

    private String job() {
        String seen = var.get();
        var.set("changed by " + Objects.requireNonNull(currentTask()).getName());
        return seen;
    }

    private void main() {
        Context ctx = Context.copyCurrent();
        ctx.run(() -> var.set("special"));
        List<Task<String>> tasks = taskGroupValue(tg -> {
            Task<String> a = tg.createTask(this::job, "alpha");
            Task<String> b = tg.createTask(this::job, TaskOptions.defaults().withName("beta").withContext(ctx));
            Task<String> c = tg.createTask(this::job);
            return List.of(a, b, c);
        });
        Task<String> a = tasks.get(0);
        Task<String> b = tasks.get(1);
        Task<String> c = tasks.get(2);
        print(a.getName(), a.result(), "|", b.getName(), b.result(), "|", c.result());
        print("default name", c.getName().startsWith("Task-"));
        print("context", ctx.get(var), "| outside", var.get());
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
