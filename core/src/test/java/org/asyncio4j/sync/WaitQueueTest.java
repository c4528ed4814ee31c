package org.asyncio4j.sync;

import static java.time.Duration.ZERO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.sleep;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.asyncio4j.Asyncio;
import org.asyncio4j.NothingLeft;
import org.asyncio4j.Task;
import org.asyncio4j.TestLoop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NothingLeft.class)
class WaitQueueTest {

    private final List<String> trace = new ArrayList<>();
    private final WaitQueue queue = new WaitQueue("the primitive");

    private Task<?> waiter(String name) {
        return createTask(() -> {
            queue.await();
            trace.add(name);
        }, name);
    }

    private List<Task<?>> waiters(int number) {
        List<Task<?>> tasks = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            tasks.add(waiter(String.valueOf((char) ('a' + i))));
        }
        sleep(ZERO);
        return tasks;
    }

    @Test
    void wakeFirst_wakesOneAfterTheOther() {
        TestLoop.run(() -> {
            waiters(2);
            assertThat(queue.wakeFirst()).isTrue();
            assertThat(queue.wakeFirst()).isTrue();
            assertThat(queue.wakeFirst()).isFalse();
            sleep(ZERO);
            assertThat(trace).containsExactly("a", "b");
            assertThat(queue.tasks()).isEmpty();
        });
    }

    @Test
    void wakeFirst_passesOverOneThatIsCancelled() {
        TestLoop.run(() -> {
            waiters(2).getFirst().cancel();
            assertThat(queue.wakeFirst()).isTrue();
            sleep(ZERO);
            assertThat(trace).containsExactly("b");
        });
    }

    @Test
    void wakeHead_wakesNobodyWhileTheHeadIsAboutToLeave() {
        TestLoop.run(() -> {
            List<Task<?>> tasks = waiters(3);
            queue.wakeHead();
            queue.wakeHead();
            sleep(ZERO);
            assertThat(trace).containsExactly("a");

            tasks.get(1).cancel();
            queue.wakeHead();
            sleep(ZERO);
            assertThat(trace).containsExactly("a");
            assertThat(queue.tasks()).hasSize(1);
            queue.wakeHead();
            sleep(ZERO);
            assertThat(trace).containsExactly("a", "c");
        });
    }

    @Test
    void wakeHead_ofNobody_doesNothing() {
        queue.wakeHead();
        assertThat(queue.tasks()).isEmpty();
    }

    @Test
    void wake_countsOnlyThoseThatItWakes() {
        TestLoop.run(() -> {
            List<Task<?>> tasks = waiters(5);
            tasks.get(1).cancel();
            queue.wakeFirst();
            assertThat(queue.wake(2)).isEqualTo(2);
            sleep(ZERO);
            assertThat(trace).containsExactly("a", "c", "d");
            assertThat(queue.wake(0)).isZero();
            assertThat(queue.wake(2)).isOne();
        });
    }

    @Test
    void wakeAll_doesNotWakeThoseWhoComeLater() {
        TestLoop.run(() -> {
            waiters(2);
            queue.wakeAll();
            Task<?> late = waiter("late");
            sleep(ZERO);
            sleep(ZERO);
            assertThat(trace).containsExactly("a", "b");
            assertThat(queue.tasks()).hasSize(1);
            late.cancel();
        });
    }

    @Test
    void cancel_takesAWaiterOutOfTheMiddle() {
        TestLoop.run(() -> {
            List<Task<?>> tasks = waiters(3);
            tasks.get(1).cancel();
            sleep(ZERO);
            assertThat(queue.tasks()).isEqualTo(List.of(tasks.get(0), tasks.get(2)));
            queue.wakeAll();
        });
    }

    @Test
    void hasLiveWaiters_countsTheWokenButNotTheCancelled() {
        TestLoop.run(() -> {
            assertThat(queue.hasLiveWaiters()).isFalse();
            List<Task<?>> tasks = waiters(2);
            tasks.get(0).cancel();
            assertThat(queue.hasLiveWaiters()).isTrue();
            queue.wakeFirst();
            assertThat(queue.hasLiveWaiters()).isTrue();
            sleep(ZERO);
            assertThat(queue.hasLiveWaiters()).isFalse();

            waiters(1).getFirst().cancel();
            assertThat(queue.hasLiveWaiters()).isFalse();
            assertThat(queue.tasks()).hasSize(1);
        });
    }

    @Test
    void await_ofAWaiterThatIsNotNew_isRefused() {
        TestLoop.run(() -> {
            WaitQueue.Waiter waiter = queue.newWaiter();
            assertThatIllegalArgumentException().isThrownBy(() -> queue.sibling().await(waiter))
                    .withMessage("<Waiter pending of the primitive> cannot wait here; "
                            + "make a new one with newWaiter of this queue");
            Task<?> task = createTask(queue::wakeAll);
            queue.await(waiter);
            assertThat(task.done()).isTrue();
            assertThatIllegalArgumentException().isThrownBy(() -> queue.await(waiter))
                    .withMessageStartingWith("<Waiter woken of the primitive> cannot wait here");
        });
    }

    // ---- taken out of the line when woken ----

    @Test
    void wakeAndRemoveFirst_leavesNobodyWhoWasWokenInLine() {
        TestLoop.run(() -> {
            List<Task<?>> tasks = waiters(3);
            assertThat(queue.wakeAndRemoveFirst()).isTrue();
            assertThat(queue.tasks()).isEqualTo(tasks.subList(1, 3));
            assertThat(trace).isEmpty();
            sleep(ZERO);
            assertThat(trace).containsExactly("a");

            tasks.get(1).cancel();
            assertThat(queue.wakeAndRemoveFirst()).isTrue();
            assertThat(queue.size()).isZero();
            assertThat(queue.wakeAndRemoveFirst()).isFalse();
            sleep(ZERO);
            assertThat(trace).containsExactly("a", "c");
        });
    }

    @Test
    void wakeAndRemoveAll_doesNotWakeThoseWhoComeLater() {
        TestLoop.run(() -> {
            waiters(2);
            queue.wakeAndRemoveAll();
            assertThat(queue.hasLiveWaiters()).isFalse();
            Task<?> late = waiter("late");
            sleep(ZERO);
            sleep(ZERO);
            assertThat(trace).containsExactly("a", "b");
            late.cancel();
        });
    }

    @Test
    void bothWaysOfWaking_goTogether() {
        TestLoop.run(() -> {
            List<Task<?>> tasks = waiters(4);
            queue.wakeFirst();
            assertThat(queue.wakeAndRemoveFirst()).as("the first was woken, and goes with the second").isTrue();
            assertThat(queue.tasks()).isEqualTo(tasks.subList(2, 4));
            tasks.get(3).cancel();
            queue.wakeAll();
            sleep(ZERO);
            assertThat(trace).containsExactly("a", "b", "c");
            assertThat(queue.size()).isZero();
        });
    }

    @Test
    void manyWaiters_leaveFromAnyPlace() {
        TestLoop.run(() -> {
            List<Task<?>> left = new ArrayList<>(waiters(20));
            var random = new Random(7);
            while (!left.isEmpty()) {
                left.remove(random.nextInt(left.size())).cancel();
                sleep(ZERO);
                assertThat(queue.tasks()).isEqualTo(left);
                assertThat(queue.size()).isEqualTo(left.size());
            }
        });
    }

    // ---- words ----

    @Test
    void waiter_tellsItsState() {
        TestLoop.run(() -> {
            WaitQueue.Waiter waiter = queue.newWaiter();
            assertThat(waiter).hasToString("<Waiter pending of the primitive>");
            assertThat(waiter.woken()).isFalse();
            waiter.setResult(true);
            assertThat(waiter).hasToString("<Waiter woken of the primitive>");
            assertThat(waiter.woken()).isTrue();

            WaitQueue.Waiter other = queue.newWaiter();
            other.cancel();
            assertThat(other).hasToString("<Waiter cancelled of the primitive>");
            assertThat(other.woken()).isFalse();
        });
    }

    // ---- T54: whose loop it is ----

    @Test
    void newWaiter_bindsToTheLoopOfTheFirst() {
        TestLoop.run(queue::requireTask);
        TestLoop.run(() -> {
            queue.newWaiter();
            queue.newWaiter();
        });
        TestLoop.run(() -> {
            queue.requireTask();
            assertThatIllegalStateException().isThrownBy(queue::newWaiter)
                    .withMessage("the primitive is bound to a different event loop");
        });
    }

    @Test
    void sibling_belongsToTheSameLoop() {
        WaitQueue sibling = queue.sibling();
        TestLoop.run(() -> {
            sibling.newWaiter();
        });
        TestLoop.run(() -> assertThatIllegalStateException().isThrownBy(queue::newWaiter)
                .withMessage("the primitive is bound to a different event loop"));
    }

    @Test
    void newWaiter_inTwoLoopsAtTheSameTime_bindsToOneOfThem() throws Exception {
        int rounds = 500;
        List<WaitQueue> queues = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            queues.add(new WaitQueue(i));
        }
        var refused = new AtomicInteger();
        var start = new CyclicBarrier(2);
        Runnable oneLoop = () -> Asyncio.run(() -> {
            for (WaitQueue each : queues) {
                start.await();
                try {
                    each.newWaiter();
                } catch (IllegalStateException _) {
                    refused.incrementAndGet();
                }
            }
        });
        Thread other = Thread.ofPlatform().name("the other loop").start(oneLoop);
        oneLoop.run();
        other.join();
        assertThat(refused).hasValue(rounds);
    }

    @Test
    void describe_withoutAName() {
        assertThat(new WaitQueue(new Lock()).describe("free")).isEqualTo("<Lock [free]>");
        assertThat(new WaitQueue(new Lock(), "db").describe("free")).isEqualTo("<Lock 'db' [free]>");
    }

    @Test
    void toString_namesThePrimitiveAndThoseWhoWait() {
        assertThat(queue).hasToString("<WaitQueue of the primitive waiters:0>");
        TestLoop.run(() -> {
            waiters(6);
            assertThat(queue).hasToString(
                    "<WaitQueue of the primitive waiters:6 ('a', 'b', 'c', 'd', 'e', ...)>");
            queue.wakeAll();
        });
    }
}
