package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ZERO;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.gather;
import static org.asyncio4j.Asyncio.sleep;

import java.util.List;
import org.asyncio4j.Future;
import org.asyncio4j.conformance.Scenario;

final class S101_gather_starts_without_await extends Scenario {

    private int job(int n) {
        print("job", n, "runs");
        sleep(ZERO);
        return n;
    }

    private void main() {
        Future<List<Integer>> g = gather(() -> job(1), () -> job(2));
        print("gather called, done", g.done());
        sleep(ZERO);
        print("one turn");
        sleep(ZERO);
        print("two turns, done", g.done());
        sleep(ZERO);
        print("three turns, done", g.done());
        print("result", g.result(), await(g));
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
