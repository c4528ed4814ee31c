package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ofMillis;
import static org.asyncio4j.Asyncio.sleep;
import static org.asyncio4j.Asyncio.taskGroup;

import org.asyncio4j.TaskGroup;
import org.asyncio4j.conformance.Scenario;

final class S167_taskgroup_child_spawns extends Scenario {

    private void node(TaskGroup tg, String name, int depth) {
        sleep(ofMillis(10));
        print("node", name);
        if (depth > 0) {
            tg.createTask(() -> node(tg, name + "l", depth - 1));
            tg.createTask(() -> node(tg, name + "r", depth - 1));
        }
    }

    private void main() {
        taskGroup(tg -> {
            tg.createTask(() -> node(tg, "n", 2));
            print("body over");
        });
        print("group over");
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
