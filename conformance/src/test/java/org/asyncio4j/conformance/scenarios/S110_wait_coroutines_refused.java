package org.asyncio4j.conformance.scenarios;

import static org.asyncio4j.Asyncio.createTask;

import java.util.Set;
import org.asyncio4j.Asyncio;
import org.asyncio4j.Task;
import org.asyncio4j.WaitResult;
import org.asyncio4j.conformance.Scenario;

final class S110_wait_coroutines_refused extends Scenario {

    private static int work() {
        return 1;
    }

    private void main() {
        // wait() of a coroutine, or of a single task, does not compile
        Task<Integer> t = createTask(() -> work());
        WaitResult<Task<Integer>> result = Asyncio.wait(Set.of(t));
        print("task accepted", result.done().size(), result.pending().size());
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
