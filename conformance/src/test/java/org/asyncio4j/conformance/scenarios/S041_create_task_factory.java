package org.asyncio4j.conformance.scenarios;

import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.gather;
import static org.asyncio4j.Asyncio.getRunningLoop;

import java.util.ArrayList;
import java.util.List;
import org.asyncio4j.Coroutine;
import org.asyncio4j.EventLoop;
import org.asyncio4j.Task;
import org.asyncio4j.TaskFactory;
import org.asyncio4j.TaskOptions;
import org.asyncio4j.conformance.Scenario;
import org.jspecify.annotations.Nullable;

final class S041_create_task_factory extends Scenario {

    private final List<Task<?>> made = new ArrayList<>();

    private <T extends @Nullable Object> Task<T> factory(
            EventLoop loop, Coroutine<T> coro, TaskOptions options) {
        var task = new Task<>(coro, loop, options);
        made.add(task);
        return task;
    }

    private String noop(String v) {
        return v;
    }

    private void main() {
        EventLoop loop = getRunningLoop();
        print("initial factory", loop.getTaskFactory());
        TaskFactory factory = this::factory;
        loop.setTaskFactory(factory);
        print("factory set", loop.getTaskFactory() == factory);
        Task<String> t = createTask(() -> noop("a"), "one");
        List<String> r = await(gather(() -> noop("b"), () -> noop("c")));
        print(await(t), String.join(" ", r), "made", made.size(), "name", made.get(0).getName());
        loop.setTaskFactory(null);
        await(createTask(() -> noop("d")));
        print("after reset made", made.size());
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
