package benchmarks;

import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;

import org.asyncio4j.Asyncio;
import org.asyncio4j.TaskOptions;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

/** Tasks that are made, run and end, one after the other. */
public class SpawnBenchmark extends LoopBenchmark {

    private static final TaskOptions EAGER = TaskOptions.defaults().withEagerStart(true);

    /** A task that is awaited. */
    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public int createAndAwait() {
        return run(() -> {
            int sum = 0;
            for (int i = 0; i < OPERATIONS; i++) {
                int number = i;
                sum += await(createTask(() -> number));
            }
            return sum;
        });
    }

    /** A task that starts eagerly, and is done when it has been made. */
    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public int createEagerly() {
        return run(() -> {
            int sum = 0;
            for (int i = 0; i < OPERATIONS; i++) {
                int number = i;
                sum += createTask(() -> number, EAGER).result();
            }
            return sum;
        });
    }

    /** A group with one task. */
    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public int group() {
        return run(() -> {
            int[] sum = {0};
            for (int i = 0; i < OPERATIONS; i++) {
                int number = i;
                Asyncio.taskGroup(group -> group.createTask(() -> {
                    sum[0] += number;
                }));
            }
            return sum[0];
        });
    }
}
