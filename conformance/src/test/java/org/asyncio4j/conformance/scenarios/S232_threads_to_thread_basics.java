package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ofMillis;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.sleep;
import static org.asyncio4j.Asyncio.toThread;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.asyncio4j.Task;
import org.asyncio4j.conformance.RealTimeOnly;
import org.asyncio4j.conformance.Scenario;
import org.jspecify.annotations.Nullable;

@RealTimeOnly
final class S232_threads_to_thread_basics extends Scenario {

    private record Outcome(int value, boolean inMain) {}

    // each task has a Java thread of its own, so the question is whether a step of the loop runs in this one
    private boolean isInMainThread() {
        try {
            getRunningLoop();
            return true;
        } catch (IllegalStateException _) {
            return false;
        }
    }

    private final CountDownLatch ticks = new CountDownLatch(3);

    private Outcome blocking(int a, int b, int scale) throws InterruptedException {
        ticks.await();
        return new Outcome((a + b) * scale, isInMainThread());
    }

    private void ticker(List<String> log) {
        while (true) {
            log.add("tick");
            ticks.countDown();
            sleep(ofMillis(20));
        }
    }

    private void main() {
        List<String> log = new ArrayList<>();
        Task<@Nullable Void> t = createTask(() -> ticker(log));
        Outcome outcome = toThread(() -> blocking(2, 3, 10));
        t.cancel();
        print("value", outcome.value(), "| ran in the main thread", outcome.inMain());
        print("loop kept ticking", log.size() >= 3);
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
