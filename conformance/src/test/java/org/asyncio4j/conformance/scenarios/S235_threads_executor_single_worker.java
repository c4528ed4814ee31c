package org.asyncio4j.conformance.scenarios;

import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.gather;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.isFuture;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import org.asyncio4j.EventLoop;
import org.asyncio4j.Future;
import org.asyncio4j.conformance.RealTimeOnly;
import org.asyncio4j.conformance.Scenario;

@RealTimeOnly
final class S235_threads_executor_single_worker extends Scenario {

    private final List<String> log = Collections.synchronizedList(new ArrayList<>());

    private final CountDownLatch submitted = new CountDownLatch(1);

    private String work(int n) throws InterruptedException {
        log.add("start " + n);
        submitted.await();
        log.add("end " + n);
        return Thread.currentThread().getName();
    }

    private void main() {
        EventLoop loop = getRunningLoop();
        ThreadFactory solo = Thread.ofPlatform().name("solo_", 0).factory();
        List<String> names;
        try (ExecutorService pool = Executors.newFixedThreadPool(1, solo)) {
            var all = gather(
                    loop.runInExecutor(pool, () -> work(1)),
                    loop.runInExecutor(pool, () -> work(2)),
                    loop.runInExecutor(pool, () -> work(3)));
            submitted.countDown();
            names = await(all);
            Future<String> fut = loop.runInExecutor(pool, () -> work(4));
            print("a future of the loop:", isFuture(fut), "done", fut.done());
            await(fut);
        }
        print(String.join(", ", log));
        print("one thread", Set.copyOf(names).size() == 1, names.getFirst().startsWith("solo"));
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
