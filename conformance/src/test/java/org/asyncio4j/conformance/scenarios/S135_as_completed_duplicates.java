package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ofMillis;
import static org.asyncio4j.Asyncio.asCompleted;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.sleep;

import java.util.ArrayList;
import java.util.List;
import org.asyncio4j.Coroutine;
import org.asyncio4j.Task;
import org.asyncio4j.conformance.Scenario;

final class S135_as_completed_duplicates extends Scenario {

    private int job(int n) {
        sleep(ofMillis(30L * n));
        return n;
    }

    private void main() {
        Task<Integer> a = createTask(() -> job(1));
        Task<Integer> b = createTask(() -> job(2));
        List<Integer> got = new ArrayList<>();
        for (Coroutine<Integer> next : asCompleted(List.of(b, a, b, a, a))) {
            got.add(await(next));
        }
        print(got);
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
