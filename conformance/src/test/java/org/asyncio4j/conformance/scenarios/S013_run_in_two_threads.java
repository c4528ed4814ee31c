package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ofMillis;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.sleep;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.stream.Stream;
import org.asyncio4j.EventLoop;
import org.asyncio4j.conformance.RealTimeOnly;
import org.asyncio4j.conformance.Scenario;

@RealTimeOnly
final class S013_run_in_two_threads extends Scenario {

    private final Map<String, EventLoop> loops = new ConcurrentHashMap<>();
    private final CyclicBarrier bothRunning = new CyclicBarrier(2);

    private String worker(String tag) throws Exception {
        loops.put(tag, getRunningLoop());
        bothRunning.await(5, SECONDS);
        sleep(ofMillis(20));
        return tag.toUpperCase(Locale.ROOT);
    }

    private final Map<String, String> results = new ConcurrentHashMap<>();

    private void body(String tag) {
        results.put(tag, run(() -> worker(tag)));
    }

    @Override
    protected void script() {
        List<Runnable> threads = Stream.of("a", "b")
                .map(t -> startThread(t, () -> body(t)))
                .toList();
        for (Runnable join : threads) {
            join.run();
        }
        print("results", results.get("a"), results.get("b"));
        print("distinct loops", loops.get("a") != loops.get("b"));
        print("both closed", loops.values().stream().allMatch(EventLoop::isClosed));
    }
}
