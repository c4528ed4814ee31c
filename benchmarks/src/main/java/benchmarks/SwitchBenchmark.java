package benchmarks;

import static java.time.Duration.ZERO;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.sleep;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;

/** From one task to the next. */
public class SwitchBenchmark extends LoopBenchmark {

    /** How many tasks take turns. */
    @Param({"1", "100", "10000"})
    public int tasks = 1;

    @Override
    void prepare() {
        for (int i = 1; i < tasks; i++) {
            createTask(() -> {
                while (true) {
                    sleep(ZERO);
                }
            });
        }
    }

    /** All tasks take turns; an operation is one turn of one. */
    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public void yield() {
        run(() -> {
            for (int i = 0; i < OPERATIONS / tasks; i++) {
                sleep(ZERO);
            }
        });
    }
}
