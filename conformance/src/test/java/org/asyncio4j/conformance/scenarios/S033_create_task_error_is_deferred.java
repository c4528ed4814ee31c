package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ofMillis;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.sleep;

import java.util.ArrayList;
import java.util.List;
import org.asyncio4j.Task;
import org.asyncio4j.conformance.Scenario;
import org.jspecify.annotations.Nullable;

final class S033_create_task_error_is_deferred extends Scenario {

    private void failing() {
        print("failing: about to raise");
        throw new IllegalArgumentException("kept");
    }

    private void main() {
        Task<@Nullable Void> task = createTask(this::failing);
        sleep(ofMillis(20));
        print("main: not interrupted, done", task.done());
        List<IllegalArgumentException> seen = new ArrayList<>();
        for (int attempt : List.of(1, 2)) {
            try {
                await(task);
            } catch (IllegalArgumentException e) {
                print("await", attempt, "raised", e);
                seen.add(e);
            }
        }
        print("same object", seen.get(0) == seen.get(1), seen.get(0) == task.exception());
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
