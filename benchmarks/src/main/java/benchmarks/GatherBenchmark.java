package benchmarks;

import static java.time.Duration.ZERO;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.gather;
import static org.asyncio4j.Asyncio.sleep;

import java.util.ArrayList;
import java.util.List;
import org.asyncio4j.Coroutine;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;

/** Many at once. */
public class GatherBenchmark extends LoopBenchmark {

    /** How many are gathered. */
    @Param({"10", "1000", "50000"})
    public int tasks = 10;

    /** An operation is one task, which waits for one turn. */
    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public int gatherAll() {
        return run(() -> {
            int results = 0;
            for (int round = 0; round < OPERATIONS / tasks; round++) {
                List<Coroutine<Integer>> bodies = new ArrayList<>();
                for (int i = 0; i < tasks; i++) {
                    int number = i;
                    bodies.add(() -> sleep(ZERO, number));
                }
                results += await(gather(bodies)).size();
            }
            return results;
        });
    }
}
