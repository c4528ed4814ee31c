package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ZERO;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.sleep;

import org.asyncio4j.Task;
import org.asyncio4j.conformance.Scenario;

final class S067_task_done_callback_order extends Scenario {

    private int work() {
        print("work returns");
        return 5;
    }

    @SuppressWarnings("ReferenceEquality") // the very object is what is shown
    private void main() {
        Task<Integer> t = createTask(this::work);
        t.addDoneCallback(f -> print("cb1", f == t, f.result()));
        t.addDoneCallback(f -> print("cb2", f.done()));
        sleep(ZERO);
        print("main: task done", t.done(), "callbacks not yet run");
        t.addDoneCallback(_ -> print("cb3 added late"));
        print("main: adding does not call");
        sleep(ZERO);
        print("main: end");
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
