package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ZERO;
import static org.asyncio4j.Asyncio.sleep;
import static org.asyncio4j.Asyncio.taskGroup;

import org.asyncio4j.conformance.Scenario;

final class S170_taskgroup_children_start_later extends Scenario {

    private void child(int n) {
        print("child", n, "starts");
        sleep(ZERO);
        print("child", n, "ends");
    }

    private void main() {
        taskGroup(tg -> {
            tg.createTask(() -> child(1));
            tg.createTask(() -> child(2));
            print("body: created two");
            sleep(ZERO);
            print("body: after one turn");
            tg.createTask(() -> child(3));
            print("body: end");
        });
        print("group finished");
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
