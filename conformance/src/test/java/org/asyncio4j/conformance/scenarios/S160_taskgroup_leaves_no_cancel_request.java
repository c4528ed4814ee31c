package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.asyncio4j.Asyncio.currentTask;
import static org.asyncio4j.Asyncio.sleep;
import static org.asyncio4j.Asyncio.taskGroup;
import static org.asyncio4j.Asyncio.timeout;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.asyncio4j.ExceptionGroup;
import org.asyncio4j.Task;
import org.asyncio4j.conformance.Scenario;

final class S160_taskgroup_leaves_no_cancel_request extends Scenario {

    private void bad(Duration delay) {
        sleep(delay);
        throw new IllegalArgumentException("child");
    }

    private void main() {
        Task<?> me = Objects.requireNonNull(currentTask());
        for (Duration delay : List.of(ZERO, ofMillis(20))) {
            try {
                taskGroup(tg -> {
                    tg.createTask(() -> bad(delay));
                    tg.createTask(() -> sleep(ofSeconds(1)));
                });
            } catch (ExceptionGroup eg) {
                print(eg, "| cancelling", me.cancelling());
            }
        }
        sleep(ofMillis(10));
        timeout(ofSeconds(1), () -> print("sleep inside a timeout:", sleep(ofMillis(10), "fine")));
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
