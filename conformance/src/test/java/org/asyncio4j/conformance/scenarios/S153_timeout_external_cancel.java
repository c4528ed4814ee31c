package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.currentTask;
import static org.asyncio4j.Asyncio.sleep;

import java.util.List;
import java.util.Objects;
import org.asyncio4j.Asyncio;
import org.asyncio4j.CancelledError;
import org.asyncio4j.Task;
import org.asyncio4j.Timeout;
import org.asyncio4j.TimeoutError;
import org.asyncio4j.conformance.Scenario;

final class S153_timeout_external_cancel extends Scenario {

    private void work() {
        Timeout cm = Timeout.after(ofSeconds(1));
        try {
            cm.run(_ -> sleep(ofSeconds(1)));
        } catch (TimeoutError _) {
            print("never printed");
        } catch (CancelledError e) {
            print("CancelledError", e, "expired", cm.expired(), "cancelling",
                    Objects.requireNonNull(currentTask()).cancelling());
            throw e;
        }
    }

    private void main() {
        Task<?> t = createTask(this::work);
        sleep(ofMillis(20));
        t.cancel("external");
        Asyncio.wait(List.of(t));
        print("cancelled", t.cancelled());
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
