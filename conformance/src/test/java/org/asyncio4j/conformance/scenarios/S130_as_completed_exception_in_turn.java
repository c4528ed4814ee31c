package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.asyncio4j.Asyncio.asCompleted;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.sleep;

import java.time.Duration;
import java.util.List;
import org.asyncio4j.CancelledError;
import org.asyncio4j.Coroutine;
import org.asyncio4j.Task;
import org.asyncio4j.conformance.Scenario;
import org.jspecify.annotations.Nullable;

final class S130_as_completed_exception_in_turn extends Scenario {

    private String job(String name, Duration delay) {
        return job(name, delay, false);
    }

    private String job(String name, Duration delay, boolean fail) {
        sleep(delay);
        if (fail) {
            throw new IllegalArgumentException(name);
        }
        return name;
    }

    private void main() {
        List<Coroutine<String>> jobs = List.of(
                () -> job("a", ofMillis(90)), () -> job("b", ofMillis(30), true), () -> job("c", ofMillis(60)));
        for (Coroutine<String> next : asCompleted(jobs)) {
            try {
                print("ok", await(next));
            } catch (IllegalArgumentException e) {
                print("error", e);
            }
        }
        Task<@Nullable Void> t = createTask(() -> sleep(ofSeconds(1)));
        getRunningLoop().callLater(ofMillis(20), t::cancel);
        for (Coroutine<@Nullable Void> next : asCompleted(List.of(t))) {
            try {
                await(next);
            } catch (CancelledError _) {
                print("cancelled");
            }
        }
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
