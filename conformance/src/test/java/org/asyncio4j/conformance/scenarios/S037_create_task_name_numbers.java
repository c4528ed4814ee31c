package org.asyncio4j.conformance.scenarios;

import static org.asyncio4j.Asyncio.createTask;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.asyncio4j.Asyncio;
import org.asyncio4j.Task;
import org.asyncio4j.conformance.Scenario;
import org.jspecify.annotations.Nullable;

final class S037_create_task_name_numbers extends Scenario {

    private void noop() {}

    private static int number(Task<?> task) {
        return Integer.parseInt(task.getName().substring("Task-".length()));
    }

    private void main() {
        Task<@Nullable Void> a = createTask(this::noop);
        Task<@Nullable Void> b = createTask(this::noop);
        print("consecutive", number(b) - number(a));
        List<Task<@Nullable Void>> named = IntStream.range(0, 3)
                .mapToObj(i -> createTask(this::noop, "n" + i))
                .toList();
        Task<@Nullable Void> c = createTask(this::noop);
        print("after three named ones", number(c) - number(b));
        List<Task<@Nullable Void>> all = new ArrayList<>(List.of(a, b, c));
        all.addAll(named);
        Asyncio.wait(all);
        print(String.join(" ", named.stream().map(Task::getName).toList()));
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
