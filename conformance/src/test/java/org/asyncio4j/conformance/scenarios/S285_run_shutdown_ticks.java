package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ZERO;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.sleep;

import java.time.Duration;
import org.asyncio4j.Task;
import org.asyncio4j.conformance.Scenario;
import org.jspecify.annotations.Nullable;

final class S285_run_shutdown_ticks extends Scenario {

    private void chain(int n) {
        print("link", n);
        createTask(() -> chain(n + 1));
    }

    private void worker() {
        try {
            sleep(Duration.ofHours(1));
        } finally {
            print("cleaning up");
            createTask(() -> chain(1));
        }
    }

    private void main() {
        Task<@Nullable Void> task = createTask(this::worker);
        sleep(ZERO);
        print("main ends", task.done());
    }

    @Override
    protected void script() {
        run(this::main);
        print("over");
    }
}
