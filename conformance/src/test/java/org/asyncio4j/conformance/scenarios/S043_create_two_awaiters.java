package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.sleep;

import java.util.List;
import java.util.stream.Stream;
import org.asyncio4j.Task;
import org.asyncio4j.conformance.Scenario;
import org.jspecify.annotations.Nullable;

final class S043_create_two_awaiters extends Scenario {

    private String producer() {
        sleep(ofMillis(30));
        print("producer returns");
        return "value";
    }

    private void consumer(String name, Task<String> task) {
        print(name, "waits");
        String got = await(task);
        print(name, "got", got);
    }

    private void main() {
        Task<String> task = createTask(this::producer);
        List<Task<@Nullable Void>> cs = Stream.of("c1", "c2", "c3")
                .map(n -> createTask(() -> consumer(n, task)))
                .toList();
        sleep(ZERO);
        await(task);
        print("main got", task.result());
        for (Task<@Nullable Void> c : cs) {
            await(c);
        }
        print("awaiting a finished task again:", await(task));
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
