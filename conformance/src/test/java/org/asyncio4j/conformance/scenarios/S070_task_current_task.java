package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ZERO;
import static java.util.Objects.requireNonNull;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.currentTask;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.sleep;

import org.asyncio4j.EventLoop;
import org.asyncio4j.Task;
import org.asyncio4j.conformance.Scenario;
import org.jspecify.annotations.Nullable;

final class S070_task_current_task extends Scenario {

    private @Nullable Task<?> helper() {
        return currentTask();
    }

    @SuppressWarnings("ReferenceEquality") // the very object is what is shown
    private void child() {
        print("child:", requireNonNull(currentTask()).getName());
        print("inside awaited coroutine:", helper() == currentTask());
        sleep(ZERO);
        print("after suspension:", requireNonNull(currentTask()).getName());
    }

    private void main() {
        requireNonNull(currentTask()).setName("the-main");
        EventLoop loop = getRunningLoop();
        loop.callSoon(() -> print("callback:", currentTask()));
        Task<@Nullable Void> t = createTask(this::child, "the-child");
        await(t);
        print("main:", requireNonNull(currentTask()).getName());
    }

    @Override
    protected void script() {
        run(this::main);
        try {
            currentTask();
        } catch (IllegalStateException e) {
            print("outside:", withoutAdvice(e));
        }
    }
}
