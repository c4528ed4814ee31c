package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.sleep;

import java.util.List;
import org.asyncio4j.Asyncio;
import org.asyncio4j.Task;
import org.asyncio4j.WaitResult;
import org.asyncio4j.conformance.Scenario;

final class S115_wait_duplicates_collapse extends Scenario {

    private void main() {
        Task<String> t = createTask(() -> sleep(ofMillis(20), "t"));
        Task<String> u = createTask(() -> sleep(ofSeconds(1), "u"));
        WaitResult<Task<String>> result = Asyncio.wait(List.of(t, u, t, u, t), ofMillis(60));
        print("done", result.done().size(), "pending", result.pending().size());
        u.cancel();
        result = Asyncio.wait(List.of(u, u));
        print("done", result.done().size(), "pending", result.pending().size(), "cancelled", u.cancelled());
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
