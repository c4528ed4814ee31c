package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ofMillis;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.shield;
import static org.asyncio4j.Asyncio.sleep;

import org.asyncio4j.CancelledError;
import org.asyncio4j.Task;
import org.asyncio4j.conformance.Scenario;

final class S140_shield_catch_and_continue extends Scenario {

    private String commit() {
        sleep(ofMillis(150));
        print("committed");
        return "ok";
    }

    private String transaction() {
        Task<String> t = createTask(this::commit);
        try {
            return await(shield(t));
        } catch (CancelledError e) {
            print("cancelled, but waiting for the commit");
            await(t);
            throw e;
        }
    }

    private void main() {
        Task<String> tr = createTask(this::transaction);
        sleep(ofMillis(20));
        tr.cancel();
        try {
            await(tr);
        } catch (CancelledError _) {
            print("transaction cancelled", tr.cancelled());
        }
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
