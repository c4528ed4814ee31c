package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ofMillis;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.shield;
import static org.asyncio4j.Asyncio.sleep;

import java.util.List;
import org.asyncio4j.Asyncio;
import org.asyncio4j.CancelledError;
import org.asyncio4j.Future;
import org.asyncio4j.Task;
import org.asyncio4j.conformance.Scenario;
import org.jspecify.annotations.Nullable;

final class S142_shield_two_shields extends Scenario {

    private String work() {
        sleep(ofMillis(50));
        return "shared";
    }

    private void waiter(String name, Future<String> fut) {
        try {
            print(name, "got", await(fut));
        } catch (CancelledError _) {
            print(name, "cancelled");
        }
    }

    private void main() {
        Task<String> t = createTask(this::work);
        Future<String> s1 = shield(t);
        Future<String> s2 = shield(t);
        Task<@Nullable Void> w1 = createTask(() -> waiter("w1", s1));
        Task<@Nullable Void> w2 = createTask(() -> waiter("w2", s2));
        sleep(ofMillis(20));
        print("cancel s1", s1.cancel());
        Asyncio.wait(List.of(w1, w2));
        print("task", t.result(), "s1", s1.cancelled(), "s2", s2.cancelled());
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
