package benchmarks;

import static java.time.Duration.ZERO;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.sleep;

import org.asyncio4j.CancelledError;
import org.asyncio4j.EventLoop;
import org.asyncio4j.Future;
import org.asyncio4j.Task;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;

/** Requests to cancel, from somewhere deep in a program. */
public class CancelBenchmark extends LoopBenchmark {

    /** How many calls of the program lie below the one that cancels. */
    @Param({"1", "100"})
    public int depth = 1;

    /** A future without anybody who waits. */
    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public int cancelFuture() {
        return run(() -> deep(depth, CancelBenchmark::cancelFutures));
    }

    /** A task that is made, waits, is cancelled and awaited. */
    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public int cancelAndAwait() {
        return run(() -> deep(depth, CancelBenchmark::cancelTasks));
    }

    private static int deep(int calls, java.util.function.IntSupplier work) {
        return calls == 1 ? work.getAsInt() : deep(calls - 1, work) + 1;
    }

    private static int cancelFutures() {
        EventLoop loop = getRunningLoop();
        int cancelled = 0;
        for (int i = 0; i < OPERATIONS; i++) {
            Future<Integer> future = loop.createFuture();
            cancelled += future.cancel() ? 1 : 0;
        }
        return cancelled;
    }

    private static int cancelTasks() {
        EventLoop loop = getRunningLoop();
        int cancelled = 0;
        for (int i = 0; i < OPERATIONS; i++) {
            Task<Integer> task = createTask(() -> loop.<Integer>createFuture().await());
            sleep(ZERO);
            task.cancel();
            try {
                task.await();
            } catch (CancelledError _) {
                cancelled++;
            }
        }
        return cancelled;
    }
}
