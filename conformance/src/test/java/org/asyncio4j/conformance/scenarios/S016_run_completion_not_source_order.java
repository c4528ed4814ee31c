package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ofMillis;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.sleep;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.asyncio4j.Task;
import org.asyncio4j.conformance.Scenario;

final class S016_run_completion_not_source_order extends Scenario {

    private final List<String> log = new ArrayList<>();

    private String op(String name, Duration delay) {
        log.add("start " + name);
        sleep(delay);
        log.add("end " + name);
        return name;
    }

    private List<String> main() {
        Task<String> a = createTask(() -> op("A", ofMillis(90)));
        Task<String> b = createTask(() -> op("B", ofMillis(30)));
        Task<String> c = createTask(() -> op("C", ofMillis(60)));
        return List.of(await(a), await(b), await(c));
    }

    @Override
    protected void script() {
        List<String> result = run(this::main);
        for (String line : log) {
            print(line);
        }
        print("awaited order", String.join(" ", result));
    }
}
