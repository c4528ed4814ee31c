package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ofMillis;
import static java.util.stream.Collectors.joining;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.sleep;

import java.time.Duration;
import java.util.Set;
import org.asyncio4j.Asyncio;
import org.asyncio4j.ReturnWhen;
import org.asyncio4j.Task;
import org.asyncio4j.WaitResult;
import org.asyncio4j.conformance.Scenario;

final class S105_wait_first_completed extends Scenario {

    private static String job(String name, Duration delay) {
        sleep(delay);
        return name;
    }

    private void main() {
        Set<Task<String>> pending = Set.of(
                createTask(() -> job("a", ofMillis(150)), "a"),
                createTask(() -> job("b", ofMillis(50)), "b"),
                createTask(() -> job("c", ofMillis(100)), "c"));
        while (!pending.isEmpty()) {
            WaitResult<Task<String>> result = Asyncio.wait(pending, ReturnWhen.FIRST_COMPLETED);
            pending = result.pending();
            String done = result.done().stream().map(Task::result).collect(joining(" "));
            String names = pending.stream().map(Task::getName).sorted().collect(joining(" "));
            print("done:", done, "| pending:", names.isEmpty() ? "none" : names);
        }
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
