package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ZERO;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.sleep;

import org.asyncio4j.Task;
import org.asyncio4j.conformance.Scenario;

final class S074_task_set_result_refused extends Scenario {

    private String work() {
        sleep(ZERO);
        return "own result";
    }

    private void main() {
        Task<String> t = createTask(this::work);
        try {
            t.setResult("forced");
        } catch (IllegalStateException e) {
            print(e);
        }
        try {
            t.setException(new IllegalArgumentException("forced"));
        } catch (IllegalStateException e) {
            print(e);
        }
        print(await(t));
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
