package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ofMillis;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.sleep;

import java.time.Duration;
import java.util.List;
import org.asyncio4j.Task;
import org.asyncio4j.conformance.Scenario;

final class S031_create_task_start_and_finish_order extends Scenario {

    private String job(String name, Duration delay) {
        print("start", name);
        sleep(delay);
        print("finish", name);
        return name;
    }

    private void main() {
        List<Task<String>> tasks = List.of(
                createTask(() -> job("one", ofMillis(80))),
                createTask(() -> job("two", ofMillis(20))),
                createTask(() -> job("three", ofMillis(50))));
        for (Task<String> task : tasks) {
            print("got", await(task));
        }
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
