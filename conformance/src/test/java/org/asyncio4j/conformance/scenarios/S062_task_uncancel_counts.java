package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofSeconds;
import static java.util.Objects.requireNonNull;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.currentTask;
import static org.asyncio4j.Asyncio.sleep;

import org.asyncio4j.CancelledError;
import org.asyncio4j.Task;
import org.asyncio4j.conformance.Scenario;

final class S062_task_uncancel_counts extends Scenario {

    private int work() {
        Task<?> me = requireNonNull(currentTask());
        print("start", me.cancelling(), "uncancel at zero", me.uncancel());
        try {
            sleep(ofSeconds(1));
        } catch (CancelledError _) {
            print("in handler", me.cancelling());
            print("uncancel", me.uncancel());
            print("uncancel", me.uncancel());
            print("uncancel", me.uncancel());
        }
        sleep(ZERO);
        return me.cancelling();
    }

    private void main() {
        Task<Integer> t = createTask(this::work);
        sleep(ZERO);
        t.cancel();
        t.cancel();
        print("result", await(t), "cancelled", t.cancelled());
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
