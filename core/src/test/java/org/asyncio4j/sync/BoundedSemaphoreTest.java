package org.asyncio4j.sync;

import static java.time.Duration.ZERO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.sleep;

import java.util.List;
import org.asyncio4j.NothingLeft;
import org.asyncio4j.Task;
import org.asyncio4j.TestLoop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NothingLeft.class)
class BoundedSemaphoreTest {

    @Test
    void release_ofMoreThanWasTaken_isRefusedAndChangesNothing() {
        TestLoop.run(() -> {
            var semaphore = new BoundedSemaphore(2);
            assertThatIllegalArgumentException().isThrownBy(semaphore::release)
                    .withMessage("BoundedSemaphore released too many times");
            try (var _ = semaphore.acquire(); var _ = semaphore.acquire()) {
                assertThat(semaphore.locked()).isTrue();
            }
            assertThatIllegalArgumentException().isThrownBy(semaphore::release)
                    .withMessage("BoundedSemaphore released too many times");
            assertThat(semaphore.statistics()).isEqualTo(new Semaphore.Statistics(2, List.of()));
        });
    }

    @Test
    void release_ofMoreThanWasTaken_ofANamedOne_namesIt() {
        assertThatIllegalArgumentException().isThrownBy(new BoundedSemaphore(0, "slots")::release)
                .withMessage("BoundedSemaphore 'slots' released too many times");
    }

    @Test
    void release_whileSomebodyWaits_handsThePermitOver() {
        TestLoop.run(() -> {
            Semaphore semaphore = new BoundedSemaphore();
            semaphore.acquire();
            Task<?> waiter = createTask(() -> semaphore.acquire());
            sleep(ZERO);
            semaphore.release();
            assertThat(semaphore.locked()).isTrue();
            await(waiter);
            semaphore.release();
            assertThatIllegalArgumentException().isThrownBy(semaphore::release);
        });
    }

    @Test
    void cancel_ofAWokenWaiter_keepsTheBound() {
        TestLoop.run(() -> {
            var semaphore = new BoundedSemaphore(1);
            semaphore.acquire();
            Task<?> waiter = createTask(() -> semaphore.acquire());
            sleep(ZERO);
            semaphore.release();
            waiter.cancel();
            sleep(ZERO);
            assertThat(semaphore.statistics().value()).isOne();
            assertThatIllegalArgumentException().isThrownBy(semaphore::release);
        });
    }

    @Test
    void constructor_ofANegativeValue_isRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new BoundedSemaphore(-1))
                .withMessage("Semaphore initial value must be >= 0");
    }

    @Test
    void toString_saysWhichKindItIs() {
        assertThat(new BoundedSemaphore(2, "slots")).hasToString("<BoundedSemaphore 'slots' [unlocked, value:2]>");
        assertThat(new BoundedSemaphore()).hasToString("<BoundedSemaphore [unlocked, value:1]>");
    }
}
