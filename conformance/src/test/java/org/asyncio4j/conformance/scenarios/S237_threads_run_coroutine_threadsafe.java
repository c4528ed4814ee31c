package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ofMillis;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.runCoroutineThreadsafe;
import static org.asyncio4j.Asyncio.sleep;
import static org.asyncio4j.Asyncio.toThread;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.asyncio4j.EventLoop;
import org.asyncio4j.conformance.RealTimeOnly;
import org.asyncio4j.conformance.Scenario;

@RealTimeOnly
final class S237_threads_run_coroutine_threadsafe extends Scenario {

    private record Outcome(int value, boolean inLoopThread) {}

    // each task has a Java thread of its own, so the question is whether a step of the loop runs in this one
    private boolean isInMainThread() {
        try {
            getRunningLoop();
            return true;
        } catch (IllegalStateException _) {
            return false;
        }
    }

    private Outcome work(int n) {
        sleep(ofMillis(10));
        if (n < 0) {
            throw new IllegalArgumentException("negative " + n);
        }
        return new Outcome(n * 2, isInMainThread());
    }

    private void client(EventLoop loop, List<String> out) throws Exception {
        CompletableFuture<Outcome> fut = null;
        for (int n : List.of(5, -1)) {
            fut = runCoroutineThreadsafe(() -> work(n), loop);
            try {
                Outcome outcome = fut.get(5, SECONDS);
                out.add("value " + outcome.value() + " in loop thread " + str(outcome.inLoopThread()));
            } catch (ExecutionException e) {
                out.add("error " + str(e.getCause()));
            }
        }
        requireNonNull(fut);
        out.add("done " + str(fut.isDone()) + " exception " + typeName(fut.exceptionNow()));
    }

    private void main() {
        EventLoop loop = getRunningLoop();
        List<String> out = new ArrayList<>();
        toThread(() -> client(loop, out));
        print(String.join("\n", out));
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
