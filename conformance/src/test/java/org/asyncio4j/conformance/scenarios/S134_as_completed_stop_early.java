package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ofMillis;
import static org.asyncio4j.Asyncio.asCompleted;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.sleep;

import java.time.Duration;
import java.util.List;
import org.asyncio4j.Asyncio;
import org.asyncio4j.Coroutine;
import org.asyncio4j.Task;
import org.asyncio4j.conformance.Scenario;

final class S134_as_completed_stop_early extends Scenario {

    private String job(String name, Duration delay) {
        sleep(delay);
        print("finished", name);
        return name;
    }

    private void main() {
        List<Task<String>> tasks = List.of(
                createTask(() -> job("a", ofMillis(250))),
                createTask(() -> job("b", ofMillis(50))),
                createTask(() -> job("c", ofMillis(150))));
        for (Coroutine<String> next : asCompleted(tasks)) {
            print("first:", await(next));
            break;
        }
        print("done", tasks.stream().filter(Task::done).count());
        Asyncio.wait(tasks);
        print("done", tasks.stream().filter(Task::done).count());
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
