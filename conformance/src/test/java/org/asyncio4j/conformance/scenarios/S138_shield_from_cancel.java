package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ofMillis;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.shield;
import static org.asyncio4j.Asyncio.sleep;

import java.util.List;
import org.asyncio4j.Asyncio;
import org.asyncio4j.CancelledError;
import org.asyncio4j.Task;
import org.asyncio4j.conformance.Scenario;
import org.jspecify.annotations.Nullable;

final class S138_shield_from_cancel extends Scenario {

    private String work() {
        try {
            sleep(ofMillis(80));
        } catch (CancelledError e) {
            print("never printed");
            throw e;
        }
        print("work finished");
        return "result";
    }

    private void waiter(Task<String> t) {
        try {
            await(shield(t));
        } catch (CancelledError e) {
            print("waiter cancelled, work done", t.done());
            throw e;
        }
    }

    private void main() {
        Task<String> t = createTask(this::work);
        Task<@Nullable Void> w = createTask(() -> waiter(t));
        sleep(ofMillis(20));
        w.cancel();
        Asyncio.wait(List.of(w));
        print("waiter cancelled", w.cancelled(), "| work cancelling", t.cancelling());
        print(await(t));
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
