package org.asyncio4j.sync;

import static java.time.Duration.ZERO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.currentTask;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.sleep;

import org.asyncio4j.NothingLeft;
import org.asyncio4j.Task;
import org.asyncio4j.TestLoop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Taking what is free, and not waiting for what is not. */
@ExtendWith(NothingLeft.class)
class TryAcquireTest {

    @Test
    void lock_thatIsFree_isTakenAndReleasedAfterTheBlock() {
        TestLoop.run(() -> {
            var lock = new Lock();
            try (var held = lock.tryAcquire()) {
                assertThat(held).isNotNull();
                assertThat(lock.statistics().owner()).isSameAs(currentTask());
                assertThat(lock.tryAcquire()).isNull();
            }
            assertThat(lock.locked()).isFalse();
        });
    }

    @Test
    void lock_thatIsPromised_isNotTakenFromTheTaskThatWaits() {
        TestLoop.run(() -> {
            var lock = new Lock();
            lock.acquire();
            Task<?> waiter = createTask(() -> {
                lock.acquire();
            });
            sleep(ZERO);
            lock.release();
            assertThat(lock.tryAcquire()).isNull();
            waiter.await();
            assertThat(lock.statistics().owner()).isSameAs(waiter);
        });
    }

    @Test
    void lock_inACallback_isRefused() {
        TestLoop.run(() -> {
            var lock = new Lock();
            var tried = getRunningLoop().<Boolean>createFuture();
            getRunningLoop().callSoon(() -> {
                assertThatIllegalStateException().isThrownBy(lock::tryAcquire);
                tried.setResult(true);
            });
            tried.await();
        });
    }

    @Test
    void condition_takesItsLock() {
        TestLoop.run(() -> {
            var condition = new Condition();
            try (var held = condition.tryAcquire()) {
                assertThat(held).isNotNull();
                assertThat(condition.tryAcquire()).isNull();
            }
            assertThat(condition.locked()).isFalse();
        });
    }

    @Test
    void semaphore_givesAPermitIfThereIsOne() {
        TestLoop.run(() -> {
            var semaphore = new Semaphore(1);
            try (var permit = semaphore.tryAcquire()) {
                assertThat(permit).isNotNull();
                assertThat(semaphore.tryAcquire()).isNull();
            }
            assertThat(semaphore.statistics().value()).isOne();
        });
    }
}
