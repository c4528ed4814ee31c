package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static java.util.Objects.requireNonNull;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.currentTask;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.shield;
import static org.asyncio4j.Asyncio.sleep;

import org.asyncio4j.CancelledError;
import org.asyncio4j.Future;
import org.asyncio4j.Task;
import org.asyncio4j.conformance.Scenario;
import org.jspecify.annotations.Nullable;

final class S139_shield_inner_cancelled extends Scenario {

    private void work() {
        sleep(ofSeconds(1));
    }

    private void main() {
        Task<@Nullable Void> t = createTask(this::work);
        Future<@Nullable Void> outer = shield(t);
        getRunningLoop().callLater(ofMillis(20), t::cancel);
        try {
            await(outer);
        } catch (CancelledError _) {
            print("CancelledError through the shield");
        }
        print("inner", t.cancelled(), "outer", outer.cancelled());
        print("main cancelling", requireNonNull(currentTask()).cancelling());
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
