package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.sleep;
import static org.asyncio4j.Asyncio.waitFor;

import java.util.List;
import org.asyncio4j.Asyncio;
import org.asyncio4j.CancelledError;
import org.asyncio4j.Task;
import org.asyncio4j.TimeoutError;
import org.asyncio4j.conformance.Scenario;

final class S123_wait_for_outer_cancel extends Scenario {

    private void work() {
        try {
            sleep(ofSeconds(1));
        } catch (CancelledError e) {
            print("work cancelled:", e);
            throw e;
        }
    }

    private void waiter(Task<?> t) {
        try {
            waitFor(t, ofMillis(500));
        } catch (TimeoutError _) {
            print("never printed");
        } catch (CancelledError e) {
            print("waiter cancelled:", e);
            throw e;
        }
    }

    private void main() {
        Task<?> t = createTask(() -> work());
        Task<?> w = createTask(() -> waiter(t));
        sleep(ofMillis(20));
        w.cancel("from main");
        Asyncio.wait(List.of(w));
        print("work cancelled", t.cancelled(), "waiter cancelled", w.cancelled());
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
