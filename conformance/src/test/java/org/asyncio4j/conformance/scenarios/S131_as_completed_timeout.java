package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ofMillis;
import static org.asyncio4j.Asyncio.asCompleted;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.sleep;

import java.time.Duration;
import java.util.List;
import org.asyncio4j.Coroutine;
import org.asyncio4j.Task;
import org.asyncio4j.TimeoutError;
import org.asyncio4j.conformance.Scenario;

final class S131_as_completed_timeout extends Scenario {

    private String job(String name, Duration delay) {
        sleep(delay);
        return name;
    }

    private void main() {
        List<Task<String>> tasks = List.of(
                createTask(() -> job("a", ofMillis(30)), "a"),
                createTask(() -> job("b", ofMillis(150)), "b"),
                createTask(() -> job("c", ofMillis(180)), "c"));
        for (Coroutine<String> next : asCompleted(tasks, ofMillis(80))) {
            try {
                print("got", await(next));
            } catch (TimeoutError _) {
                print("TimeoutError");
            }
        }
        for (Task<String> t : tasks) {
            print(t.getName(), "done", t.done(), "cancelling", t.cancelling());
        }
        print("later", await(tasks.get(1)), await(tasks.get(2)));
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
