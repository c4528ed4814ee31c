package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ZERO;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.gather;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.sleep;

import java.util.ArrayList;
import java.util.List;
import org.asyncio4j.EventLoop;
import org.asyncio4j.Future;
import org.asyncio4j.Task;
import org.asyncio4j.conformance.Scenario;

final class S094_gather_duplicates extends Scenario {

    private final List<Integer> runs = new ArrayList<>();

    private int job(int n) {
        runs.add(n);
        sleep(ZERO);
        return n * 10;
    }

    private void main() {
        EventLoop loop = getRunningLoop();
        Task<Integer> t = createTask(() -> job(1));
        Task<Integer> c = createTask(() -> job(2));
        Future<Integer> f = loop.createFuture();
        loop.callSoon(() -> f.setResult(30));
        print(await(gather(t, c, f, t, c, f, t)));
        print("runs", runs);
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
