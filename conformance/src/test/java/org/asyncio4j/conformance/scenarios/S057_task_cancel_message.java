package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofSeconds;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.sleep;

import java.util.Arrays;
import org.asyncio4j.CancelledError;
import org.asyncio4j.Task;
import org.asyncio4j.conformance.Scenario;
import org.jspecify.annotations.Nullable;

final class S057_task_cancel_message extends Scenario {

    private void work() {
        try {
            sleep(ofSeconds(1));
        } catch (CancelledError e) {
            print("inside: [" + str(e) + "] args " + args(e));
            throw e;
        }
    }

    // len(e.args): a Java exception has a message or none
    private static int args(CancelledError e) {
        return e.getMessage() == null ? 0 : 1;
    }

    private void main() {
        for (String message : Arrays.<@Nullable String>asList("stop now", null)) {
            Task<@Nullable Void> t = createTask(this::work);
            sleep(ZERO);
            t.cancel(message);
            try {
                await(t);
            } catch (CancelledError e) {
                print("outside: [" + str(e) + "] args " + args(e));
            }
        }
        Task<@Nullable Void> t = createTask(this::work);
        t.cancel("too early");
        try {
            await(t);
        } catch (CancelledError e) {
            print("not started:", str(e));
        }
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
