package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ZERO;
import static org.asyncio4j.Asyncio.allTasks;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.currentTask;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.sleep;

import java.util.ArrayList;
import java.util.List;
import org.asyncio4j.Asyncio;
import org.asyncio4j.Task;
import org.asyncio4j.conformance.Scenario;
import org.jspecify.annotations.Nullable;

final class S278_eager_current_task extends Scenario {

    private final List<@Nullable Task<?>> seen = new ArrayList<>();

    private void child(@Nullable Task<?> parent) {
        Task<?> me = currentTask();
        seen.add(me);
        print("in child: current is parent", me == parent, "| all tasks", allTasks().size());
        sleep(ZERO);
        print("child later: current unchanged", currentTask() == me);
    }

    private void main() {
        Task<?> parent = currentTask();
        getRunningLoop().setTaskFactory(Asyncio::eagerTaskFactory);
        Task<@Nullable Void> t = createTask(() -> child(parent), "kid");
        print("back: current is parent", currentTask() == parent);
        print("created task was current", seen.get(0) == t, "| name", t.getName());
        print("all tasks", allTasks().size(), "child included", allTasks().contains(t));
        await(t);
        print("end: all tasks", allTasks().size());
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
