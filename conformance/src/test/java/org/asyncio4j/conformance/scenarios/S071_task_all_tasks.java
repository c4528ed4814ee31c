package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;
import static org.asyncio4j.Asyncio.allTasks;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.currentTask;
import static org.asyncio4j.Asyncio.sleep;

import java.util.List;
import org.asyncio4j.Asyncio;
import org.asyncio4j.Task;
import org.asyncio4j.conformance.Scenario;
import org.jspecify.annotations.Nullable;

final class S071_task_all_tasks extends Scenario {

    private static String names() {
        return allTasks().stream().map(Task::getName).sorted().collect(joining(" "));
    }

    private void main() {
        requireNonNull(currentTask()).setName("main");
        print("only", names());
        Task<@Nullable Void> a = createTask(() -> sleep(ofMillis(20)), "a");
        Task<@Nullable Void> b = createTask(() -> sleep(ofMillis(200)), "b");
        Task<@Nullable Void> c = createTask(() -> sleep(ofSeconds(1)), "c");
        print("created:", names());
        await(a);
        print("a finished:", names());
        c.cancel();
        print("c cancel requested:", names());
        Asyncio.wait(List.of(c));
        print("c cancelled:", names());
        await(b);
        print("end:", names());
    }

    @Override
    protected void script() {
        run(this::main);
        try {
            allTasks();
        } catch (IllegalStateException e) {
            print("outside:", withoutAdvice(e));
        }
    }
}
