package benchmarks;

import static java.time.Duration.ZERO;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.sleep;
import static org.asyncio4j.Asyncio.taskGroup;

import org.asyncio4j.sync.Event;
import org.asyncio4j.sync.Lock;
import org.asyncio4j.sync.Semaphore;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

/** The primitives. */
public class LockBenchmark extends LoopBenchmark {

    private static final int TASKS = 100;

    private final Lock lock = new Lock();
    private final Semaphore semaphore = new Semaphore(TASKS);

    /** A lock that is free. */
    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public void free() {
        run(() -> {
            for (int i = 0; i < OPERATIONS; i++) {
                try (var _ = lock.acquire()) {
                    // nobody else wants it
                }
            }
        });
    }

    /** A semaphore with permits. */
    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public void permits() {
        run(() -> {
            for (int i = 0; i < OPERATIONS; i++) {
                try (var _ = semaphore.acquire()) {
                    // there are more
                }
            }
        });
    }

    /** A hundred tasks want one lock, and its owner waits for a turn; an operation is one passage. */
    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public void contended() {
        run(() -> taskGroup(group -> {
            for (int task = 0; task < TASKS; task++) {
                group.createTask(() -> {
                    for (int i = 0; i < OPERATIONS / TASKS; i++) {
                        try (var _ = lock.acquire()) {
                            sleep(ZERO);
                        }
                    }
                });
            }
        }));
    }

    /** An event that is set for one that waits. */
    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public void event() {
        run(() -> {
            var event = new Event();
            for (int i = 0; i < OPERATIONS; i++) {
                createTask(() -> {
                    event.set();
                });
                event.await();
                event.clear();
            }
        });
    }
}
