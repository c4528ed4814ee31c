package org.asyncio4j;

import static java.time.Duration.ZERO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.gather;
import static org.asyncio4j.Asyncio.run;
import static org.asyncio4j.Asyncio.sleep;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What tasks leave behind when they are done: nothing. */
@Tag("slow")
@ExtendWith(NothingLeft.class)
class MemoryTest {

    /** Far less than a reference kept for each task would take. */
    private static final long BOUND_BYTES = 4_000_000;

    /** The least of a few measurements, as a collection may leave what another one takes. */
    private static long usedBytes() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            System.gc();
            Runtime runtime = Runtime.getRuntime();
            least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
        }
        return least;
    }

    @Test
    void aMillionTasksOneAfterAnother_leaveNothing() {
        run(() -> {
            createAndAwait(10_000); // whatever is loaded or grows once
            long before = usedBytes();
            createAndAwait(1_000_000);

            assertThat(usedBytes() - before).isLessThan(BOUND_BYTES);
        });
    }

    private static void createAndAwait(int count) {
        for (int i = 0; i < count; i++) {
            int number = i;
            if (await(createTask(() -> number)) != number) {
                throw new AssertionError("task " + number + " has another result");
            }
        }
    }

    @Test
    void tenThousandTasksThatTakeTurns_leaveNothing() {
        run(() -> {
            takeTurns(1000, 10);
            long before = usedBytes();
            takeTurns(10_000, 100);

            assertThat(usedBytes() - before).isLessThan(BOUND_BYTES);
        });
    }

    private static void takeTurns(int tasks, int turns) {
        int[] taken = {0};
        List<Coroutine<Boolean>> coroutines = new ArrayList<>();
        for (int i = 0; i < tasks; i++) {
            coroutines.add(() -> {
                for (int turn = 0; turn < turns; turn++) {
                    taken[0]++;
                    sleep(ZERO);
                }
                return true;
            });
        }
        await(gather(coroutines));
        assertThat(taken[0]).isEqualTo(tasks * turns);
    }
}
