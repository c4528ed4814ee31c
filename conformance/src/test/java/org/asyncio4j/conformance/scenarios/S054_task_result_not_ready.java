package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.sleep;

import java.util.List;
import org.asyncio4j.InvalidStateError;
import org.asyncio4j.Task;
import org.asyncio4j.conformance.Scenario;

final class S054_task_result_not_ready extends Scenario {

    private String work() {
        sleep(ofMillis(20));
        return "ready";
    }

    private void main() {
        Task<String> t = createTask(this::work);
        for (String when : List.of("created", "suspended")) {
            for (Runnable method : List.<Runnable>of(t::result, t::exception)) {
                try {
                    method.run();
                } catch (InvalidStateError e) {
                    print(when, typeName(e), "-", e);
                }
            }
            sleep(ZERO);
        }
        await(t);
        print(t.result(), t.exception());
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
