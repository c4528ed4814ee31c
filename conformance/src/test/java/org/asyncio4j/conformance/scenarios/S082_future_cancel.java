package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ZERO;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.sleep;

import java.util.List;
import org.asyncio4j.CancelledError;
import org.asyncio4j.Future;
import org.asyncio4j.Task;
import org.asyncio4j.conformance.Scenario;
import org.jspecify.annotations.Nullable;

final class S082_future_cancel extends Scenario {

    private @Nullable String waiter(String name, Future<String> fut) {
        try {
            await(fut);
        } catch (CancelledError e) {
            print(name, "saw CancelledError", e);
            return "handled";
        }
        return null;
    }

    private void main() {
        Future<String> fut = getRunningLoop().createFuture();
        Task<@Nullable String> t = createTask(() -> waiter("w", fut));
        sleep(ZERO);
        print("cancel ->", fut.cancel("no longer needed"));
        print("done", fut.done(), "cancelled", fut.cancelled());
        print("cancel again ->", fut.cancel());
        print("waiter result", await(t), "waiter cancelled", t.cancelled());
        for (Runnable method : List.<Runnable>of(fut::result, fut::exception)) {
            try {
                method.run();
            } catch (CancelledError e) {
                print("raised", typeName(e));
            }
        }
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
