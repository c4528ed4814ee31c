package benchmarks;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofHours;
import static org.asyncio4j.Asyncio.sleep;
import static org.asyncio4j.Asyncio.timeout;
import static org.asyncio4j.Asyncio.waitFor;

import java.time.Duration;
import org.asyncio4j.TimeoutError;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

/** Deadlines, most of which do not come. */
public class TimeoutBenchmark extends LoopBenchmark {

    private static final Duration LATER = ofHours(1);

    /** Around a call that is done at once. */
    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public int aroundCompleted() {
        return run(() -> {
            int sum = 0;
            for (int i = 0; i < OPERATIONS; i++) {
                int number = i;
                sum += timeout(LATER, () -> number);
            }
            return sum;
        });
    }

    /** Around a call that waits for a turn. */
    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public void aroundYield() {
        run(() -> {
            for (int i = 0; i < OPERATIONS; i++) {
                timeout(LATER, () -> sleep(ZERO));
            }
        });
    }

    /** The form for one awaitable. */
    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public int waitForCompleted() {
        return run(() -> {
            int sum = 0;
            for (int i = 0; i < OPERATIONS; i++) {
                int number = i;
                sum += waitFor(() -> number, LATER);
            }
            return sum;
        });
    }

    /** A deadline that has passed already when the block begins. */
    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public int expired() {
        return run(() -> {
            int expired = 0;
            for (int i = 0; i < OPERATIONS; i++) {
                try {
                    timeout(ZERO, () -> sleep(LATER));
                } catch (TimeoutError _) {
                    expired++;
                }
            }
            return expired;
        });
    }
}
