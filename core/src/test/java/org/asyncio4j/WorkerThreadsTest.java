package org.asyncio4j;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.asyncio4j.Asyncio.getRunningLoop;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Pools for calls that block. */
@ExtendWith(NothingLeft.class)
class WorkerThreadsTest {

    /** It is not shut down: its threads end by themselves, or the test fails. */
    private final ExecutorService pool = WorkerThreads.newPool("asyncio4j-mine", 2, ofMillis(10));

    @Test
    void threads_areNamedDaemonsOfTheSystem() {
        TestLoop.run(() -> {
            Thread worker = getRunningLoop().runInExecutor(pool, Thread::currentThread).await();
            assertThat(worker.getName()).isEqualTo("asyncio4j-mine-0");
            assertThat(worker.isDaemon()).isTrue();
            assertThat(worker.isVirtual()).isFalse();
        });
    }

    @Test
    void workAboveTheBound_waitsInItsOrder() throws Exception {
        var gate = new CountDownLatch(1);
        var busy = new CountDownLatch(2);
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            int last = i;
            pool.execute(() -> {
                busy.countDown();
                try {
                    if (last == 0) {
                        gate.await();
                    } else {
                        Thread.currentThread().join(); // for ever
                    }
                } catch (InterruptedException _) {
                    // the end of the test
                }
            });
        }
        busy.await();
        List<Future<?>> waiting = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            int number = i;
            waiting.add(pool.submit(() -> order.add(number)));
        }
        assertThat(order).isEmpty();
        gate.countDown();
        for (Future<?> each : waiting) {
            each.get();
        }
        assertThat(order).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        pool.shutdownNow();
    }

    @Test
    void numbersThatMakeNoSense_areRefused() {
        assertThatThrownBy(() -> WorkerThreads.newPool("x", 0, ofMillis(1)))
                .hasMessage("a pool needs at least one thread, not 0");
        assertThatThrownBy(() -> WorkerThreads.newPool("x", 1, ZERO))
                .hasMessage("threads must wait for work for some time, not for PT0S");
    }
}
