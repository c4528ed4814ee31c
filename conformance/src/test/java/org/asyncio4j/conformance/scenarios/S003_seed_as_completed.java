package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ofMillis;
import static org.asyncio4j.Asyncio.asCompleted;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.sleep;

import java.util.List;
import java.util.stream.IntStream;
import org.asyncio4j.Coroutine;
import org.asyncio4j.Task;
import org.asyncio4j.conformance.Scenario;

final class S003_seed_as_completed extends Scenario {

    private static final List<Double> DELAYS = List.of(0.2, 0.05, 0.25, 0.1, 0.15);

    private String task(int num) {
        sleep(ofMillis(Math.round(DELAYS.get(num) * 1000)));
        return "Task " + num + " completed, delay=" + DELAYS.get(num);
    }

    private void main() {
        List<Task<String>> tasks = IntStream.range(0, 5)
                .mapToObj(i -> createTask(() -> task(i)))
                .toList();
        for (Coroutine<String> completedTask : asCompleted(tasks)) {
            String result = await(completedTask);
            print(result, "| still running:", tasks.stream().filter(t -> !t.done()).count());
        }
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
