package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ofMillis;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.sleep;

import java.time.Duration;
import org.asyncio4j.Task;
import org.asyncio4j.conformance.Scenario;
import org.jspecify.annotations.Nullable;

final class S045_await_coroutine_versus_task extends Scenario {

    private void step(String name, Duration delay) {
        print("begin", name);
        sleep(delay);
        print("end", name);
    }

    private void main() {
        print("sequential");
        step("s1", ofMillis(40));
        step("s2", ofMillis(10));
        print("concurrent");
        Task<@Nullable Void> t1 = createTask(() -> step("c1", ofMillis(60)));
        Task<@Nullable Void> t2 = createTask(() -> step("c2", ofMillis(20)));
        await(t1);
        await(t2);
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
