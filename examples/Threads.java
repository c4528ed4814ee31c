import static java.time.Duration.*;
import static org.asyncio4j.Asyncio.*;

import org.asyncio4j.*;

/*
 * Between the loop and other threads: blocking work goes out, coroutines come in, and the JDK's futures go both ways.
 *
 *     ./asyncio4j run examples/Threads.java
 */

int square(int n) {
    sleep(ofMillis(1));
    return n * n;
}

void main() {
    run(() -> {
        EventLoop loop = getRunningLoop();

        IO.println("toThread: " + toThread(() -> new BigInteger("2").pow(100).bitLength()));

        CompletableFuture<Integer> answer = new CompletableFuture<>();
        Thread outside = Thread.ofPlatform().start(() -> {
            // in this thread there is no loop: a coroutine is handed to the one over there
            int result = runCoroutineThreadsafe(() -> square(7), loop).join();
            loop.callSoonThreadsafe(() -> IO.println("a callback, back in the loop"));
            answer.complete(result);
        });
        IO.println("runCoroutineThreadsafe: " + await(answer)); // a CompletableFuture can be awaited

        CompletableFuture<Integer> forThem = createTask(() -> square(8)).toCompletableFuture();
        IO.println("toCompletableFuture: " + await(forThem.thenApply(n -> -n)));
        toThread(() -> outside.join());
    });
}
