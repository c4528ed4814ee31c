package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.sleep;

import java.util.List;
import java.util.function.Consumer;
import org.asyncio4j.Future;
import org.asyncio4j.Task;
import org.asyncio4j.conformance.Scenario;

final class S068_task_remove_done_callback extends Scenario {

    private void main() {
        Consumer<Future<?>> a = _ -> print("a called");
        Consumer<Future<?>> b = _ -> print("b called");
        Task<String> task = createTask(() -> sleep(ofMillis(10), "slept"));
        for (Consumer<Future<?>> callback : List.of(a, b, a, a)) {
            task.addDoneCallback(callback);
        }
        print("removed a:", task.removeDoneCallback(a));
        print("removed a again:", task.removeDoneCallback(a));
        task.addDoneCallback(b);
        print(await(task));
        sleep(ZERO);
        print("removed after completion:", task.removeDoneCallback(b));
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
