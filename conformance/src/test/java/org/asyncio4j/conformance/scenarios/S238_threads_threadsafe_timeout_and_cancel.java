package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ofSeconds;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.runCoroutineThreadsafe;
import static org.asyncio4j.Asyncio.sleep;
import static org.asyncio4j.Asyncio.toThread;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import org.asyncio4j.CancelledError;
import org.asyncio4j.EventLoop;
import org.asyncio4j.conformance.RealTimeOnly;
import org.asyncio4j.conformance.Scenario;
import org.jspecify.annotations.Nullable;

@RealTimeOnly
final class S238_threads_threadsafe_timeout_and_cancel extends Scenario {

    private final CountDownLatch ended = new CountDownLatch(1);
    private final List<String> log = Collections.synchronizedList(new ArrayList<>());

    private void work() {
        try {
            sleep(ofSeconds(5));
        } catch (CancelledError e) {
            log.add("coroutine cancelled");
            throw e;
        } finally {
            ended.countDown();
        }
    }

    private void client(EventLoop loop) throws Exception {
        CompletableFuture<@Nullable Void> fut = runCoroutineThreadsafe(this::work, loop);
        try {
            fut.get(50, MILLISECONDS);
        } catch (TimeoutException _) {
            log.add("timeout, coroutine ended " + str(ended.getCount() == 0));
        }
        log.add("cancel " + str(fut.cancel(true)));
        log.add("ended " + str(ended.await(5, SECONDS)));
        try {
            fut.get();
        } catch (CancellationException e) {
            log.add("result raised " + typeName(e) + ", cancelled " + str(fut.isCancelled()));
        }
    }

    private void main() {
        EventLoop loop = getRunningLoop();
        toThread(() -> client(loop));
        for (String line : log.stream().sorted().toList()) {
            print(line);
        }
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
