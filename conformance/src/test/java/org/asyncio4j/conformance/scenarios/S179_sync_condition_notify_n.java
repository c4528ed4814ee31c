package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ofMillis;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.sleep;

import java.util.ArrayList;
import java.util.List;
import org.asyncio4j.Task;
import org.asyncio4j.conformance.Scenario;
import org.asyncio4j.sync.Condition;

final class S179_sync_condition_notify_n extends Scenario {

    private void waiter(Condition cond, int n) {
        try (var _ = cond.acquire()) {
            print(n, "waiting");
            boolean r = cond.await();
            print(n, "woke", r, "locked", cond.locked());
        }
    }

    private void main() {
        var cond = new Condition();
        List<Task<?>> ts = new ArrayList<>();
        for (int n : List.of(0, 1, 2, 3)) {
            ts.add(createTask(() -> waiter(cond, n)));
        }
        sleep(ofMillis(30));
        for (int count : List.of(1, 2, 5)) {
            try (var _ = cond.acquire()) {
                cond.signal(count);
                print("notified", count);
            }
            sleep(ofMillis(30));
            print("finished", ts.stream().filter(Task::done).count());
        }
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
