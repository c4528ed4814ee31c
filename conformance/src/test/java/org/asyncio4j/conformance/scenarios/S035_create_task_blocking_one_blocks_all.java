package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ofMillis;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.sleep;

import java.util.ArrayList;
import java.util.List;
import org.asyncio4j.Task;
import org.asyncio4j.conformance.Scenario;
import org.jspecify.annotations.Nullable;

final class S035_create_task_blocking_one_blocks_all extends Scenario {

    private final List<String> log = new ArrayList<>();

    private void ticker() {
        for (int i = 0; i < 4; i++) {
            log.add("tick " + i);
            sleep(ofMillis(30));
        }
    }

    private void blocker() {
        log.add("blocker in");
        blockThread(ofMillis(150));
        log.add("blocker out");
    }

    private void main() {
        Task<@Nullable Void> t = createTask(this::ticker);
        Task<@Nullable Void> b = createTask(this::blocker);
        await(b);
        await(t);
        print(String.join("\n", log));
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
