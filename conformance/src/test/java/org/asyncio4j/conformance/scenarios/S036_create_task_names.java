package org.asyncio4j.conformance.scenarios;

import static org.asyncio4j.Asyncio.createTask;

import java.util.List;
import org.asyncio4j.Asyncio;
import org.asyncio4j.Task;
import org.asyncio4j.conformance.Scenario;
import org.jspecify.annotations.Nullable;

final class S036_create_task_names extends Scenario {

    private void noop() {}

    private static int number(Task<?> task) {
        return Integer.parseInt(task.getName().substring("Task-".length()));
    }

    private void main() {
        Task<@Nullable Void> a = createTask(this::noop);
        Task<@Nullable Void> b = createTask(this::noop, "special");
        Task<@Nullable Void> c = createTask(this::noop);
        print("default prefix", a.getName().startsWith("Task-"), c.getName().startsWith("Task-"));
        print("numbers grow", number(a) < number(c));
        print("explicit", b.getName());
        a.setName("renamed");
        c.setName(String.valueOf(42)); // a name that is no string does not compile
        Object name = c.getName();
        print(a.getName(), c.getName(), name instanceof String);
        Asyncio.wait(List.of(a, b, c));
        print("name survives completion", b.getName());
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
