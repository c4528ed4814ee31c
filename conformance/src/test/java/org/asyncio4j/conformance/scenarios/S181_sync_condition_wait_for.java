package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.sleep;

import java.util.ArrayList;
import java.util.List;
import org.asyncio4j.Task;
import org.asyncio4j.conformance.Scenario;
import org.asyncio4j.sync.Condition;
import org.jspecify.annotations.Nullable;

final class S181_sync_condition_wait_for extends Scenario {

    private static @Nullable Integer sumOfThree(List<Integer> items) {
        return items.size() >= 3 ? items.stream().mapToInt(Integer::intValue).sum() : null;
    }

    private void consumer(Condition cond, List<Integer> items) {
        try (var _ = cond.acquire()) {
            int value = cond.waitFor(() -> sumOfThree(items));
            print("predicate value", value, "items", items);
        }
    }

    private void main() {
        var cond = new Condition();
        List<Integer> items = new ArrayList<>();
        Task<?> t = createTask(() -> consumer(cond, items));
        sleep(ZERO);
        for (int n : List.of(10, 20, 30)) {
            try (var _ = cond.acquire()) {
                items.add(n);
                cond.signal();
            }
            sleep(ofMillis(30));
            print("after", n, "consumer done", t.done());
        }
        await(t);
        try (var _ = cond.acquire()) {
            print("true at once:", cond.waitFor(() -> "yes"));
        }
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
