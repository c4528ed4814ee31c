package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ZERO;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.sleep;

import java.util.ArrayList;
import java.util.List;
import org.asyncio4j.Task;
import org.asyncio4j.conformance.Scenario;
import org.jspecify.annotations.Nullable;

final class S042_create_nested_spawn_order extends Scenario {

    private final List<Task<@Nullable Void>> keep = new ArrayList<>();

    private void node(String name, int depth) {
        print("enter", name);
        if (depth > 0) {
            for (int i : List.of(1, 2)) {
                keep.add(createTask(() -> node(name + "." + i, depth - 1)));
            }
        }
        sleep(ZERO);
        print("leave", name);
    }

    private void main() {
        keep.add(createTask(() -> node("x", 2)));
        keep.add(createTask(() -> node("y", 1)));
        for (int i = 0; i < 6; i++) {
            sleep(ZERO);
        }
        print("all done", keep.stream().allMatch(Task::done), keep.size());
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
