package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofSeconds;
import static java.util.Objects.requireNonNull;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.currentTask;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.sleep;

import java.util.List;
import org.asyncio4j.Asyncio;
import org.asyncio4j.CancelledError;
import org.asyncio4j.Task;
import org.asyncio4j.conformance.Scenario;
import org.jspecify.annotations.Nullable;

final class S066_task_await_cancelled_child extends Scenario {

    private void child() {
        sleep(ofSeconds(1));
    }

    private String parent() {
        Task<@Nullable Void> c = createTask(this::child);
        getRunningLoop().callSoon(() -> c.cancel("child only"));
        try {
            await(c);
        } catch (CancelledError e) {
            Task<?> me = requireNonNull(currentTask());
            print("parent caught:", e,
                    "| parent cancelling", me.cancelling(), "child", c.cancelling());
        }
        sleep(ZERO);
        return "parent fine";
    }

    private void propagating() {
        Task<@Nullable Void> c = createTask(this::child);
        getRunningLoop().callSoon(c::cancel);
        await(c);
    }

    private void main() {
        print(await(createTask(this::parent)));
        Task<@Nullable Void> t = createTask(this::propagating);
        Asyncio.wait(List.of(t));
        print("propagating: cancelled", t.cancelled(), "cancelling", t.cancelling());
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
