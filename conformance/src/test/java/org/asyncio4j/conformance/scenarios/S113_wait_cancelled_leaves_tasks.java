package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ofMillis;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.sleep;

import java.util.List;
import org.asyncio4j.Asyncio;
import org.asyncio4j.CancelledError;
import org.asyncio4j.Task;
import org.asyncio4j.conformance.Scenario;
import org.jspecify.annotations.Nullable;

final class S113_wait_cancelled_leaves_tasks extends Scenario {

    private static String job() {
        sleep(ofMillis(150));
        return "job result";
    }

    private void watcher(List<Task<String>> tasks) {
        try {
            Asyncio.wait(tasks);
        } catch (CancelledError e) {
            print("watcher cancelled, job done", tasks.get(0).done());
            throw e;
        }
    }

    private void main() {
        Task<String> t = createTask(() -> job());
        Task<@Nullable Void> w = createTask(() -> watcher(List.of(t)));
        sleep(ofMillis(20));
        w.cancel();
        Asyncio.wait(List.of(w));
        print("watcher cancelled", w.cancelled(), "| job cancelling", t.cancelling());
        print(await(t));
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
