package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ofMillis;
import static org.asyncio4j.Asyncio.asCompleted;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.sleep;

import java.util.ArrayList;
import java.util.List;
import org.asyncio4j.Coroutine;
import org.asyncio4j.conformance.Scenario;

final class S129_as_completed_from_coroutines extends Scenario {

    private static int job(int n) {
        sleep(ofMillis(30L * n));
        return n;
    }

    private void main() {
        List<Coroutine<Integer>> jobs = List.of(() -> job(3), () -> job(1), () -> job(4), () -> job(2));
        List<Integer> order = new ArrayList<>();
        for (Coroutine<Integer> next : asCompleted(jobs)) {
            order.add(await(next));
        }
        print(order);
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
