package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ZERO;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.sleep;

import org.asyncio4j.Task;
import org.asyncio4j.conformance.Scenario;
import org.jspecify.annotations.Nullable;

final class S056_task_cancel_before_start extends Scenario {

    private void work() {
        print("never printed: body");
        try {
            sleep(ZERO);
        } finally {
            print("never printed: finally");
        }
    }

    private void main() {
        Task<@Nullable Void> t = createTask(this::work);
        t.addDoneCallback(f -> print("done callback, cancelled", f.cancelled()));
        print("cancel", t.cancel(), "done", t.done());
        sleep(ZERO);
        print("after one turn: done", t.done(), "cancelled", t.cancelled());
        sleep(ZERO);
        print("end");
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
