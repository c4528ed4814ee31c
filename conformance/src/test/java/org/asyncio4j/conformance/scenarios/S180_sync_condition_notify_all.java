package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ofMillis;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.sleep;

import java.util.ArrayList;
import java.util.List;
import org.asyncio4j.Asyncio;
import org.asyncio4j.Task;
import org.asyncio4j.conformance.Scenario;
import org.asyncio4j.sync.Condition;

final class S180_sync_condition_notify_all extends Scenario {

    private void waiter(Condition cond, String n) {
        try (var _ = cond.acquire()) {
            cond.await();
            print(n, "in");
            sleep(ofMillis(30));
            print(n, "out");
        }
    }

    private void main() {
        var cond = new Condition();
        List<Task<?>> ts = new ArrayList<>();
        for (String n : List.of("a", "b", "c")) {
            ts.add(createTask(() -> waiter(cond, n)));
        }
        sleep(ofMillis(30));
        try (var _ = cond.acquire()) {
            cond.signalAll();
            print("notified all, still holding the lock");
            sleep(ofMillis(30));
            print("releasing");
        }
        Asyncio.wait(ts);
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
