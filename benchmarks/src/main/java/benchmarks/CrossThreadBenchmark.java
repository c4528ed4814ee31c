package benchmarks;

import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.runCoroutineThreadsafe;
import static org.asyncio4j.Asyncio.toThread;

import org.asyncio4j.EventLoop;
import org.asyncio4j.Future;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

/** Work from another thread. */
public class CrossThreadBenchmark extends LoopBenchmark {

    private static final int ROUND_TRIPS = 1000;

    /** A thread has a coroutine run and waits for it: the way there and back. */
    @Benchmark
    @OperationsPerInvocation(ROUND_TRIPS)
    public int submitAndWait() {
        return run(() -> {
            EventLoop loop = getRunningLoop();
            return toThread(() -> {
                int sum = 0;
                for (int i = 0; i < ROUND_TRIPS; i++) {
                    int number = i;
                    sum += runCoroutineThreadsafe(() -> number, loop).join();
                }
                return sum;
            });
        });
    }

    /** A task has a function run by a thread and waits for it. */
    @Benchmark
    @OperationsPerInvocation(ROUND_TRIPS)
    public int callInThread() {
        return run(() -> {
            int sum = 0;
            for (int i = 0; i < ROUND_TRIPS; i++) {
                int number = i;
                sum += toThread(() -> number);
            }
            return sum;
        });
    }

    /** A thread hands callbacks over, one after the other. */
    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public int handOver() {
        return run(() -> {
            EventLoop loop = getRunningLoop();
            Future<Integer> all = loop.createFuture();
            int[] run = {0};
            Runnable callback = () -> {
                if (++run[0] == OPERATIONS) {
                    all.setResult(run[0]);
                }
            };
            toThread(() -> {
                for (int i = 0; i < OPERATIONS; i++) {
                    loop.callSoonThreadsafe(callback);
                }
            });
            return all.await();
        });
    }
}
