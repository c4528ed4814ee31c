package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ofMillis;
import static org.asyncio4j.Asyncio.sleep;
import static org.asyncio4j.Asyncio.taskGroupValue;

import java.util.List;
import java.util.Locale;
import org.asyncio4j.Task;
import org.asyncio4j.conformance.Scenario;

final class S157_taskgroup_waits_for_all extends Scenario {

    private String job(String name, int millis) {
        sleep(ofMillis(millis));
        print("finished", name);
        return name.toUpperCase(Locale.ROOT);
    }

    private void main() {
        List<Task<String>> tasks = taskGroupValue(tg -> {
            Task<String> a = tg.createTask(() -> job("a", 60));
            Task<String> b = tg.createTask(() -> job("b", 30));
            print("body ends, done", a.done(), b.done());
            return List.of(a, b);
        });
        print("group ends", tasks.get(0).result(), tasks.get(1).result());
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
