package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ofMillis;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.gather;
import static org.asyncio4j.Asyncio.sleep;

import java.util.List;
import java.util.stream.IntStream;
import org.asyncio4j.Coroutine;
import org.asyncio4j.conformance.Scenario;
import org.asyncio4j.sync.Semaphore;

final class S102_gather_with_semaphore_limit extends Scenario {

    private int active;
    private int peak;

    private int job(Semaphore sem, int n) {
        try (var _ = sem.acquire()) {
            active++;
            peak = Math.max(peak, active);
            sleep(ofMillis(20));
            active--;
        }
        return n * n;
    }

    private void main() {
        for (int limit : List.of(1, 3, 10)) {
            active = 0;
            peak = 0;
            var sem = new Semaphore(limit);
            List<Coroutine<Integer>> jobs = IntStream.range(0, 6)
                    .<Coroutine<Integer>>mapToObj(n -> () -> job(sem, n))
                    .toList();
            List<Integer> result = await(gather(jobs));
            print("limit", limit, "peak", peak, result);
        }
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
