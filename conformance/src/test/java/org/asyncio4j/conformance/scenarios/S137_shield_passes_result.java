package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ofMillis;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.shield;
import static org.asyncio4j.Asyncio.sleep;

import org.asyncio4j.Future;
import org.asyncio4j.Task;
import org.asyncio4j.conformance.Scenario;

final class S137_shield_passes_result extends Scenario {

    private String work(boolean fail) {
        sleep(ofMillis(10));
        if (fail) {
            throw new IllegalArgumentException("inside");
        }
        return "value";
    }

    private void main() {
        print(await(shield(() -> work(false))));
        try {
            await(shield(() -> work(true)));
        } catch (IllegalArgumentException e) {
            print("raised", e);
        }
        Task<String> t = createTask(() -> work(false));
        Future<String> outer = shield(t);
        print("a new future:", outer != t, "| shared result", await(outer), await(t));
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
