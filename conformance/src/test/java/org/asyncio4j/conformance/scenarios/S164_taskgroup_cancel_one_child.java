package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ofMillis;
import static org.asyncio4j.Asyncio.currentTask;
import static org.asyncio4j.Asyncio.sleep;
import static org.asyncio4j.Asyncio.taskGroupValue;

import java.util.List;
import java.util.Objects;
import org.asyncio4j.Task;
import org.asyncio4j.conformance.Scenario;

final class S164_taskgroup_cancel_one_child extends Scenario {

    private String job(int millis) {
        sleep(ofMillis(millis));
        return "done";
    }

    private void main() {
        List<Task<String>> tasks = taskGroupValue(tg -> {
            Task<String> a = tg.createTask(() -> job(60));
            Task<String> b = tg.createTask(() -> job(1000));
            sleep(ofMillis(20));
            b.cancel();
            return List.of(a, b);
        });
        print("a", tasks.get(0).result(), "| b cancelled", tasks.get(1).cancelled());
        print("cancelling", Objects.requireNonNull(currentTask()).cancelling());
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
