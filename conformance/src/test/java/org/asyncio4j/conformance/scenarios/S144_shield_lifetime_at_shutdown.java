package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.shield;
import static org.asyncio4j.Asyncio.sleep;
import static org.asyncio4j.Asyncio.timeout;

import org.asyncio4j.CancelledError;
import org.asyncio4j.Task;
import org.asyncio4j.TimeoutError;
import org.asyncio4j.conformance.Scenario;
import org.jspecify.annotations.Nullable;

final class S144_shield_lifetime_at_shutdown extends Scenario {

    private void work() {
        try {
            sleep(ofSeconds(1));
        } catch (CancelledError e) {
            print("work cancelled at shutdown");
            throw e;
        }
    }

    private Task<@Nullable Void> main() {
        Task<@Nullable Void> t = createTask(this::work);
        try {
            timeout(ofMillis(20), () -> await(shield(t)));
        } catch (TimeoutError _) {
            print("gave up waiting, task done", t.done());
        }
        return t;
    }

    @Override
    protected void script() {
        Task<@Nullable Void> t = run(this::main);
        print("after run: cancelled", t.cancelled());
    }
}
