package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ofMillis;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.sleep;

import java.util.List;
import org.asyncio4j.Asyncio;
import org.asyncio4j.Task;
import org.asyncio4j.WaitResult;
import org.asyncio4j.conformance.Scenario;
import org.jspecify.annotations.Nullable;

final class S002_seed_wait_with_timeout extends Scenario {

    private void taskSlow() {
        print("Starting slow task...");
        sleep(ofMillis(200));
        print("Slow task completed!");
    }

    private void taskFast() {
        print("Starting fast task...");
        sleep(ofMillis(50));
        print("Fast task completed!");
    }

    private void main() {
        Task<@Nullable Void> slow = createTask(this::taskSlow, "slow");
        Task<@Nullable Void> fast = createTask(this::taskFast, "fast");
        WaitResult<Task<@Nullable Void>> result = Asyncio.wait(List.of(slow, fast), ofMillis(120));
        for (Task<@Nullable Void> task : result.done()) {
            print("Task " + task.getName() + " is done!", task.done(), task.cancelled());
        }
        for (Task<@Nullable Void> task : result.pending()) {
            print("Task " + task.getName() + " is still pending...", task.done(), task.cancelled());
        }
        print("Waiting a bit before resuming pending tasks...");
        sleep(ofMillis(30));
        for (Task<@Nullable Void> task : result.pending()) {
            await(task);
        }
        print("all finished", slow.done(), fast.done());
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
