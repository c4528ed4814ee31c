package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ofMillis;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.sleep;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import org.asyncio4j.Asyncio;
import org.asyncio4j.ReturnWhen;
import org.asyncio4j.Task;
import org.asyncio4j.WaitResult;
import org.asyncio4j.conformance.Scenario;

final class S106_wait_first_exception extends Scenario {

    private static String job(String name, Duration delay, boolean fail) {
        sleep(delay);
        if (fail) {
            throw new IllegalArgumentException(name);
        }
        return name;
    }

    private void main() {
        List<Task<String>> tasks = List.of(
                createTask(() -> job("early ok", ofMillis(20), false), "early"),
                createTask(() -> job("failure", ofMillis(50), true), "failing"),
                createTask(() -> job("late ok", ofMillis(100), false), "late"));
        WaitResult<Task<String>> result = Asyncio.wait(tasks, ReturnWhen.FIRST_EXCEPTION);
        for (Task<String> t : result.done().stream().sorted(Comparator.comparing(Task::getName)).toList()) {
            print("done", t.getName(), "exception:", t.exception());
        }
        for (Task<String> t : result.pending()) {
            print("pending", t.getName(), "done", t.done());
            print("later:", await(t));
        }
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
