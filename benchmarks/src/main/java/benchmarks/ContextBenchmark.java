package benchmarks;

import static org.asyncio4j.Asyncio.copyContext;

import java.util.ArrayList;
import java.util.List;
import org.asyncio4j.ContextVar;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.infra.Blackhole;

/** Context variables, in a task that has some. */
public class ContextBenchmark extends LoopBenchmark {

    /** How many variables are set. */
    @Param({"1", "10", "1000"})
    public int variables = 1;

    private final List<ContextVar<Integer>> set = new ArrayList<>();

    @Override
    void prepare() {
        for (int i = 0; i < variables; i++) {
            set.add(new ContextVar<>("variable " + i));
        }
    }

    private ContextVar<Integer> setAll() {
        for (int i = 0; i < variables; i++) {
            set.get(i).set(i);
        }
        return set.getLast();
    }

    /** The value of a variable. */
    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public int get() {
        return run(() -> {
            ContextVar<Integer> variable = setAll();
            int sum = 0;
            for (int i = 0; i < OPERATIONS; i++) {
                sum += variable.get();
            }
            return sum;
        });
    }

    /** A variable that is set for a block. */
    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public void setForBlock() {
        run(() -> {
            ContextVar<Integer> variable = setAll();
            for (int i = 0; i < OPERATIONS; i++) {
                try (var _ = variable.set(i)) {
                    // and is reset
                }
            }
        });
    }

    /** A copy, as each task gets one. */
    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public void copy(Blackhole copies) {
        run(() -> {
            setAll();
            for (int i = 0; i < OPERATIONS; i++) {
                copies.consume(copyContext());
            }
        });
    }
}
