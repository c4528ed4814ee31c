package benchmarks;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofNanos;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.gather;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.sleep;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.asyncio4j.EventLoop;
import org.asyncio4j.TimerHandle;
import org.asyncio4j.VoidCoroutine;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;

/** Timers, beside others that are set and do not fire. */
public class TimerBenchmark extends LoopBenchmark {

    private static final Duration LATER = ofHours(1);
    private static final int SLEEPERS = 1000;

    /** How many other timers are set. */
    @Param({"10", "1000", "100000"})
    public int others = 10;

    private final List<TimerHandle> set = new ArrayList<>();

    @Override
    void prepare() {
        EventLoop loop = getRunningLoop();
        for (int i = 0; i < others; i++) {
            set.add(loop.callLater(ofHours(2).plusSeconds(i % 100), () -> {}));
        }
    }

    @Override
    void release() {
        set.forEach(TimerHandle::cancel);
    }

    /** A timer that is set and cancelled. */
    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public void setAndCancel() {
        run(() -> {
            EventLoop loop = getRunningLoop();
            Runnable nothing = () -> {};
            for (int i = 0; i < OPERATIONS; i++) {
                loop.callLater(LATER, nothing).cancel();
            }
        });
    }

    /** A thousand tasks sleep for a moment at once; an operation is one sleep. */
    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public void sleepBriefly() {
        run(() -> {
            List<VoidCoroutine> sleepers = new ArrayList<>();
            for (int task = 0; task < SLEEPERS; task++) {
                Duration moment = ofNanos(1 + task);
                sleepers.add(() -> {
                    for (int i = 0; i < OPERATIONS / SLEEPERS; i++) {
                        sleep(moment);
                    }
                });
            }
            await(gather(sleepers.toArray(VoidCoroutine[]::new)));
        });
    }
}
