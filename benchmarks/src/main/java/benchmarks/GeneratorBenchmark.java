package benchmarks;

import static java.time.Duration.ZERO;
import static org.asyncio4j.Asyncio.generate;
import static org.asyncio4j.Asyncio.sleep;

import org.asyncio4j.Generator;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

/** Values from a generator. */
public class GeneratorBenchmark extends LoopBenchmark {

    /** Values that are there at once; an operation is one. */
    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public int values() {
        return run(() -> sum(generate(emit -> {
            for (int i = 0; i < OPERATIONS; i++) {
                emit.emit(i);
            }
        })));
    }

    /** Values for each of which the generator waits for a turn. */
    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public int valuesToWaitFor() {
        return run(() -> sum(generate(emit -> {
            for (int i = 0; i < OPERATIONS; i++) {
                emit.emit(sleep(ZERO, i));
            }
        })));
    }

    /** Generators of which one value is taken. */
    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public int openAndClose() {
        return run(() -> {
            int sum = 0;
            for (int i = 0; i < OPERATIONS; i++) {
                try (Generator<Integer> ones = generate(emit -> {
                    while (true) {
                        emit.emit(1);
                    }
                })) {
                    sum += ones.next();
                }
            }
            return sum;
        });
    }

    private static int sum(Generator<Integer> numbers) {
        int sum = 0;
        for (int number : numbers) {
            sum += number;
        }
        return sum;
    }
}
