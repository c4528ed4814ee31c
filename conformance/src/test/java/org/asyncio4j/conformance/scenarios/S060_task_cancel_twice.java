package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofSeconds;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.sleep;

import org.asyncio4j.CancelledError;
import org.asyncio4j.Task;
import org.asyncio4j.conformance.Scenario;
import org.jspecify.annotations.Nullable;

final class S060_task_cancel_twice extends Scenario {

    private void work() {
        try {
            sleep(ofSeconds(1));
        } catch (CancelledError e) {
            print("first:", e);
            try {
                sleep(ofSeconds(1));
            } catch (CancelledError e2) {
                print("second:", e2);
                throw e2;
            } finally {
                print("inner finally");
            }
        }
    }

    private void main() {
        Task<@Nullable Void> t = createTask(this::work);
        sleep(ZERO);
        t.cancel("one");
        sleep(ZERO);
        print("cancelling", t.cancelling(), "done", t.done());
        t.cancel("two");
        sleep(ZERO);
        print("cancelling", t.cancelling(), "done", t.done());
        try {
            await(t);
        } catch (CancelledError e) {
            print("outcome:", e);
        }
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
