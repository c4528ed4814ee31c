package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ZERO;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.sleep;

import java.util.ArrayList;
import java.util.List;
import org.asyncio4j.Coroutine;
import org.asyncio4j.Task;
import org.asyncio4j.conformance.Scenario;

final class S032_create_task_needs_running_loop extends Scenario {

    private String child() {
        return "ran";
    }

    private void fromCallback(List<Task<String>> out) {
        out.add(createTask(this::child));
    }

    private void main() {
        List<Task<String>> out = new ArrayList<>();
        getRunningLoop().callSoon(() -> fromCallback(out));
        sleep(ZERO);
        print("created inside a callback:", await(out.get(0)));
    }

    @Override
    protected void script() {
        Coroutine<String> coro = this::child;
        try {
            createTask(coro);
        } catch (IllegalStateException e) {
            print(typeName(e), "-", withoutAdvice(e));
        }
        run(this::main);
    }
}
