package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.asyncio4j.Asyncio.asCompleted;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.sleep;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.asyncio4j.Coroutine;
import org.asyncio4j.Future;
import org.asyncio4j.Task;
import org.asyncio4j.TimeoutError;
import org.asyncio4j.conformance.Scenario;
import org.jspecify.annotations.Nullable;

final class S132_as_completed_async_for extends Scenario {

    private int job(int n) {
        sleep(ofMillis(30L * n));
        if (n == 2) {
            throw new IllegalArgumentException("two");
        }
        return n;
    }

    private void main() {
        Map<Task<Integer>, String> tasks = new LinkedHashMap<>();
        for (int n : List.of(3, 1, 2)) {
            tasks.put(createTask(() -> job(n)), "job-" + n);
        }
        for (Future<Integer> t : asCompleted(tasks.keySet()).futures()) {
            print(tasks.get(t), "done", t.done(), "exception", t.exception());
        }
        Coroutine<@Nullable Void> sleeping = () -> sleep(ofSeconds(1), null);
        try {
            for (Future<@Nullable Void> _ : asCompleted(List.of(sleeping), ofMillis(30)).futures()) {
                print("never printed");
            }
        } catch (TimeoutError _) {
            print("timeout ends the iteration");
        }
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
