package org.asyncio4j.sync;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.gather;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.sleep;

import java.util.ArrayList;
import java.util.List;
import org.asyncio4j.CancelledError;
import org.asyncio4j.Coroutine;
import org.asyncio4j.EventLoop;
import org.asyncio4j.NothingLeft;
import org.asyncio4j.Task;
import org.asyncio4j.TestLoop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Permits, first come, first served. */
@ExtendWith(NothingLeft.class)
class SemaphoreTest {

    private final List<String> trace = new ArrayList<>();

    private Task<?> taker(Semaphore semaphore, String name) {
        return createTask(() -> {
            semaphore.acquire();
            trace.add(name);
        });
    }

    @Test
    void acquire_ofAFreePermit_doesNotSuspend() {
        TestLoop.run(() -> {
            var semaphore = new Semaphore(2);
            createTask(() -> {
                trace.add("other task");
            });
            semaphore.acquire();
            assertThat(semaphore.locked()).isFalse();
            semaphore.acquire();

            assertThat(semaphore.locked()).isTrue();
            assertThat(trace).isEmpty();
        });
    }

    @Test
    void permits_limitHowManyWorkAtOnce() {
        TestLoop.run(() -> {
            var semaphore = new Semaphore(3);
            int[] working = {0, 0};
            List<Coroutine<Boolean>> workers = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                workers.add(() -> {
                    try (var _ = semaphore.acquire()) {
                        working[1] = Math.max(working[1], ++working[0]);
                        sleep(ofSeconds(1));
                        working[0]--;
                        return true;
                    }
                });
            }
            gather(workers).await();

            assertThat(working).containsExactly(0, 3);
            assertThat(semaphore).hasToString("<Semaphore [unlocked, value:3]>");
        });
    }

    @Test
    void permit_closedTwice_isGivenBackOnce() {
        TestLoop.run(() -> {
            var semaphore = new Semaphore(1);
            Semaphore.Permit permit = semaphore.acquire();
            permit.close();
            permit.close();

            assertThat(semaphore).hasToString("<Semaphore [unlocked, value:1]>");
        });
    }

    @Test
    void release_servesThoseWhoWaitInTheOrderInWhichTheyCame() {
        TestLoop.run(() -> {
            var semaphore = new Semaphore(0);
            for (String name : List.of("a", "b", "c")) {
                taker(semaphore, name);
            }
            sleep(ZERO);
            for (int i = 0; i < 3; i++) {
                semaphore.release();
                sleep(ZERO);
                trace.add("|");
            }
            assertThat(trace).containsExactly("a", "|", "b", "|", "c", "|");
        });
    }

    @Test
    void release_withoutWaiters_addsAPermit() {
        var semaphore = new Semaphore(1);
        semaphore.release();

        assertThat(semaphore).hasToString("<Semaphore [unlocked, value:2]>");
    }

    @Test
    void newcomer_queuesBehindTheOneThatWasWoken() {
        TestLoop.run(() -> {
            var semaphore = new Semaphore(0);
            taker(semaphore, "first");
            sleep(ZERO);
            taker(semaphore, "newcomer"); // its first step comes before that of the one woken now
            semaphore.release();
            assertThat(semaphore.locked()).isTrue();
            sleep(ofSeconds(1));
            assertThat(trace).containsExactly("first");
            semaphore.release();
            sleep(ofSeconds(1));

            assertThat(trace).containsExactly("first", "newcomer");
        });
    }

    @Test
    void release_wakesOneWaiter_andThatOneWakesTheNext() {
        TestLoop.run(() -> {
            EventLoop loop = getRunningLoop();
            var semaphore = new Semaphore(0);
            taker(semaphore, "a");
            sleep(ZERO);
            loop.callSoon(() -> {
                semaphore.release(); // for a
                semaphore.release(); // free, yet whoever comes now has to queue behind a
            });
            taker(semaphore, "b");
            taker(semaphore, "c");
            loop.callSoon(() -> {
                semaphore.release(); // for b; c gets the free one when a has gone on
                loop.callSoon(() -> trace.add("|"));
            });
            sleep(ofSeconds(1));

            assertThat(trace).containsExactly("a", "b", "|", "c");
            assertThat(semaphore).hasToString("<Semaphore [locked]>");
        });
    }

    @Test
    void cancelledWaiter_takesNoPermit() {
        TestLoop.run(() -> {
            var semaphore = new Semaphore(0);
            Task<?> unlucky = taker(semaphore, "unlucky");
            taker(semaphore, "lucky");
            sleep(ZERO);
            assertThat(semaphore).hasToString("<Semaphore [locked, waiters:2]>");
            unlucky.cancel();
            semaphore.release();
            sleep(ofSeconds(1));

            assertThat(unlucky.cancelled()).isTrue();
            assertThat(trace).containsExactly("lucky");
        });
    }

    @Test
    void cancelledWaiter_thatWasWokenAlready_passesThePermitOn() {
        TestLoop.run(() -> {
            var semaphore = new Semaphore(0);
            Task<?> unlucky = taker(semaphore, "unlucky");
            taker(semaphore, "lucky");
            sleep(ZERO);
            semaphore.release();
            unlucky.cancel();
            sleep(ofSeconds(1));

            assertThat(unlucky.cancelled()).isTrue();
            assertThat(trace).containsExactly("lucky");
            assertThat(semaphore).hasToString("<Semaphore [locked]>");
        });
    }

    @Test
    void cancelledWaiter_thatWasWokenAndIsTheOnlyOne_givesThePermitBack() {
        TestLoop.run(() -> {
            var semaphore = new Semaphore(0);
            Task<?> unlucky = taker(semaphore, "unlucky");
            sleep(ZERO);
            semaphore.release();
            unlucky.cancel();
            assertThatThrownBy(unlucky::await).isInstanceOf(CancelledError.class);

            assertThat(semaphore).hasToString("<Semaphore [unlocked, value:1]>");
        });
    }

    @Test
    void acquire_inASecondLoop_isRefusedOnceOneHasWaited() {
        var semaphore = new Semaphore(0);
        TestLoop.run(() -> {
            Task<?> first = taker(semaphore, "first");
            sleep(ZERO);
            first.cancel();
        });
        TestLoop.run(() -> assertThatThrownBy(semaphore::acquire).isInstanceOf(IllegalStateException.class)
                .hasMessage("<Semaphore [locked]> is bound to a different event loop"));
    }

    @Test
    void negativeNumberOfPermits_isRefused() {
        assertThatThrownBy(() -> new Semaphore(-1)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Semaphore initial value must be >= 0");
    }
}
