package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ofMillis;
import static org.asyncio4j.Asyncio.sleep;
import static org.asyncio4j.Asyncio.taskGroupValue;

import org.asyncio4j.conformance.Scenario;

final class S172_taskgroup_return_from_body extends Scenario {

    private void child() {
        sleep(ofMillis(30));
        print("child finished");
    }

    private String compute() {
        return taskGroupValue(tg -> {
            tg.createTask(this::child);
            print("returning");
            return "value";
        });
    }

    private void main() {
        print("got", compute());
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
