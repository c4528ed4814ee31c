package org.asyncio4j.conformance.scenarios;

import static java.util.Objects.requireNonNull;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.currentTask;

import org.asyncio4j.conformance.Scenario;

final class S075_task_awaits_itself extends Scenario {

    private String narcissist() {
        try {
            await(requireNonNull(currentTask()));
        } catch (IllegalStateException e) {
            print(typeName(e), "-", str(e).substring(0, str(e).indexOf(':')));
        }
        return "still alive";
    }

    private void main() {
        print(await(createTask(this::narcissist)));
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
