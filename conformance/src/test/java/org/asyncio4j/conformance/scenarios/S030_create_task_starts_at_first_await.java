package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ZERO;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.sleep;

import java.util.stream.IntStream;
import org.asyncio4j.Task;
import org.asyncio4j.conformance.Scenario;

final class S030_create_task_starts_at_first_await extends Scenario {

    private String child() {
        print("child: started");
        return "child result";
    }

    private void main() {
        Task<String> task = createTask(this::child);
        print("main: task created, done", task.done());
        int total = IntStream.range(0, 1000).sum();
        print("main: still no child output", total);
        sleep(ZERO);
        print("main: after yield, done", task.done());
        print("main: result", await(task));
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
