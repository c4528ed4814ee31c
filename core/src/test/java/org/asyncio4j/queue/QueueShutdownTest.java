package org.asyncio4j.queue;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.sleep;

import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.asyncio4j.CancelledError;
import org.asyncio4j.NothingLeft;
import org.asyncio4j.Rule;
import org.asyncio4j.Task;
import org.asyncio4j.TestLoop;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The end of a queue: shutting it down, and the {@code for} statement that ends with it. */
@ExtendWith(NothingLeft.class)
class QueueShutdownTest {

    private final List<String> trace = new ArrayList<>();

    private static Queue<String> queueOf(int maxsize, String... items) {
        var queue = new Queue<String>(maxsize);
        List.of(items).forEach(queue::putNowait);
        return queue;
    }

    private Task<?> tracing(String name, Runnable body) {
        return createTask(() -> {
            try {
                body.run();
                trace.add(name + " done");
            } catch (QueueShutDown _) {
                trace.add(name + " refused");
            }
        }, name);
    }

    // ---- shutdown ----

    @Test
    @Rule("S14")
    void afterShutdown_nothingCanBePut() {
        var queue = queueOf(0, "a");
        queue.shutdown();

        assertThatThrownBy(() -> queue.put("b")).isExactlyInstanceOf(QueueShutDown.class).hasMessage(null);
        assertThatThrownBy(() -> queue.putNowait("b")).isExactlyInstanceOf(QueueShutDown.class);
        assertThat(queue).hasToString("<Queue maxsize=0 _queue=[a] tasks=1 shutdown>");
        assertThat(queue.statistics().shutDown()).isTrue();
    }

    @Test
    @Rule("S14")
    void afterShutdown_whatIsLeftCanBeTaken() {
        var queue = queueOf(0, "a", "b");
        queue.shutdown();

        assertThat(queue.get()).isEqualTo("a");
        assertThat(queue.getNowait()).isEqualTo("b");
        assertThatThrownBy(queue::get).isExactlyInstanceOf(QueueShutDown.class);
        assertThatThrownBy(queue::getNowait).isExactlyInstanceOf(QueueShutDown.class);
    }

    @Test
    void afterShutdown_aFullQueueRefusesWithoutWaiting() {
        var queue = queueOf(1, "a");
        queue.shutdown();

        assertThatThrownBy(() -> queue.put("b")).isExactlyInstanceOf(QueueShutDown.class);
    }

    @Test
    void shutdown_wakesEveryGetter() {
        TestLoop.run(() -> {
            var queue = queueOf(0);
            tracing("1", queue::get);
            tracing("2", queue::get);
            sleep(ZERO);
            queue.shutdown();
            sleep(ZERO);

            assertThat(trace).containsExactly("1 refused", "2 refused");
        });
    }

    @Test
    @Rule("S14")
    void shutdown_refusesEveryPutterEvenIfAPlaceBecomesFree() {
        TestLoop.run(() -> {
            var queue = queueOf(1, "x");
            tracing("1", () -> queue.put("a"));
            tracing("2", () -> queue.put("b"));
            sleep(ZERO);
            queue.shutdown();
            assertThat(queue.getNowait()).isEqualTo("x");
            sleep(ZERO);

            assertThat(trace).containsExactly("1 refused", "2 refused");
            assertThat(queue.isEmpty()).isTrue();
        });
    }

    @Test
    void putterThatWasWokenBeforeTheShutdown_isRefusedToo() {
        TestLoop.run(() -> {
            var queue = queueOf(1, "x");
            tracing("1", () -> queue.put("a"));
            sleep(ZERO);
            queue.getNowait();
            queue.shutdown();
            sleep(ZERO);

            assertThat(trace).containsExactly("1 refused");
        });
    }

    @Test
    void getterThatWasWokenBeforeTheShutdown_getsItsItem() {
        TestLoop.run(() -> {
            var queue = queueOf(0);
            tracing("1", queue::get);
            tracing("2", queue::get);
            sleep(ZERO);
            queue.putNowait("a");
            queue.shutdown();
            sleep(ZERO);

            assertThat(trace).containsExactly("1 done", "2 refused");
        });
    }

    @Test
    void getterCancelledByHandAndWokenByShutdown_isCancelled() {
        TestLoop.run(() -> {
            var queue = queueOf(0);
            Task<?> getter = tracing("1", queue::get);
            sleep(ZERO);
            queue.shutdown();
            getter.cancel();
            assertThatThrownBy(() -> await(getter)).isInstanceOf(CancelledError.class);

            assertThat(trace).isEmpty();
        });
    }

    @Test
    void shutdown_leavesJoinersWaitingForWhatIsLeft() {
        TestLoop.run(() -> {
            var queue = queueOf(0, "a");
            tracing("join", queue::join);
            sleep(ZERO);
            queue.shutdown();
            sleep(ofSeconds(1));
            assertThat(trace).isEmpty();

            queue.getNowait();
            queue.taskDone();
            sleep(ZERO);
            assertThat(trace).containsExactly("join done");
        });
    }

    @Test
    @Rule("S15")
    void immediateShutdown_throwsTheItemsAway() {
        TestLoop.run(() -> {
            var queue = queueOf(0, "a", "b");
            tracing("join", queue::join);
            sleep(ZERO);
            queue.shutdown(true);
            sleep(ZERO);

            assertThat(trace).containsExactly("join done");
            assertThat(queue).hasToString("<Queue maxsize=0 shutdown>");
            assertThatThrownBy(queue::get).isExactlyInstanceOf(QueueShutDown.class);
        });
    }

    @Test
    @Rule("S15")
    void immediateShutdown_leavesJoinersWaitingForItemsInWork() {
        TestLoop.run(() -> {
            var queue = queueOf(0, "a", "b", "c");
            queue.getNowait();
            tracing("join", queue::join);
            sleep(ZERO);
            queue.shutdown(true);
            sleep(ofSeconds(1));
            assertThat(trace).isEmpty();
            assertThat(queue.statistics().unfinishedTasks()).isEqualTo(1);

            queue.taskDone();
            sleep(ZERO);
            assertThat(trace).containsExactly("join done");
        });
    }

    @Test
    void immediateShutdown_afterTaskDoneAheadOfTime_doesNotCountBelowZero() {
        var queue = queueOf(0, "a", "b");
        queue.taskDone();
        queue.shutdown(true);

        assertThat(queue.statistics().unfinishedTasks()).isZero();
        assertThatThrownBy(queue::taskDone).hasMessage("task_done() called too many times");
    }

    @Test
    void secondShutdown_mayBeImmediate() {
        var queue = queueOf(0, "a");
        queue.shutdown();
        queue.shutdown();
        assertThat(queue.size()).isEqualTo(1);

        queue.shutdown(true);
        queue.shutdown();

        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void shutdown_wakesJoinersBeforePutters() {
        TestLoop.run(() -> {
            var queue = queueOf(1, "x");
            tracing("put", () -> queue.put("y"));
            tracing("join", queue::join);
            sleep(ZERO);
            queue.shutdown(true);
            sleep(ZERO);

            assertThat(trace).containsExactly("join done", "put refused");
        });
    }

    @Test
    void shutdown_wakesGettersBeforePutters() {
        TestLoop.run(() -> {
            var queue = queueOf(1, "x");
            tracing("1", () -> queue.put("a"));
            tracing("2", () -> queue.put("b"));
            sleep(ZERO);
            tracing("get", queue::get);
            createTask(() -> queue.shutdown());
            queue.getNowait(); // wakes the first putter, which goes on after the shutdown
            sleep(ofSeconds(1));

            assertThat(trace).containsExactly("1 refused", "get refused", "2 refused");
        });
    }

    // ---- the for statement ----

    @Test
    void forStatement_givesItemsUntilTheQueueIsShutDownAndEmpty() {
        TestLoop.run(() -> {
            var queue = queueOf(0, "a");
            Task<?> consumer = createTask(() -> {
                for (String item : queue) {
                    trace.add(item);
                }
                trace.add("end");
            });
            sleep(ofSeconds(1));
            queue.put("b");
            sleep(ofSeconds(1));
            queue.put("c");
            queue.put("d");
            queue.shutdown();

            await(consumer);
            assertThat(trace).containsExactly("a", "b", "c", "d", "end");
        });
    }

    @Test
    void forStatement_givesNullToo() {
        var queue = new Queue<@Nullable String>();
        queue.putNowait(null);
        queue.putNowait("a");
        queue.shutdown();
        for (String item : queue) {
            trace.add(String.valueOf(item));
        }

        assertThat(trace).containsExactly("null", "a");
    }

    @Test
    void forStatement_cancelledWhileItWaits_takesNothing() {
        TestLoop.run(() -> {
            var queue = queueOf(0);
            Task<?> consumer = createTask(() -> queue.forEach(trace::add));
            sleep(ZERO);
            queue.putNowait("a");
            consumer.cancel();
            assertThatThrownBy(() -> await(consumer)).isInstanceOf(CancelledError.class);

            assertThat(trace).isEmpty();
            assertThat(queue.getNowait()).isEqualTo("a");
        });
    }

    @Test
    void forStatement_leftEarly_leavesTheRest() {
        var queue = queueOf(0, "a", "b");
        for (String item : queue) {
            trace.add(item);
            break;
        }

        assertThat(trace).containsExactly("a");
        assertThat(queue.size()).isEqualTo(1);
    }

    @Test
    void severalTasksThatIterate_takeTurnsAndAllEnd() {
        TestLoop.run(() -> {
            var queue = queueOf(2);
            for (String name : List.of("1", "2")) {
                tracing(name, () -> queue.forEach(item -> trace.add(name + " got " + item)));
            }
            sleep(ZERO);
            for (String item : List.of("a", "b", "c", "d")) {
                queue.put(item);
                sleep(ZERO);
            }
            queue.shutdown();
            sleep(ZERO);

            assertThat(trace).containsExactly("1 got a", "2 got b", "1 got c", "2 got d", "1 done", "2 done");
        });
    }

    @Test
    void iteratorUsedByHand_neverTakesTwoItemsAtATime() {
        var queue = queueOf(0, "a", "b");
        queue.shutdown();
        var items = queue.iterator();

        assertThat(items.hasNext()).isTrue();
        assertThat(items.hasNext()).isTrue();
        assertThat(queue.size()).isEqualTo(1);
        assertThat(items.next()).isEqualTo("a");
        assertThat(items.next()).isEqualTo("b");
        assertThat(items.hasNext()).isFalse();
        assertThatThrownBy(items::next).isInstanceOf(NoSuchElementException.class)
                .hasMessage("<Queue maxsize=0 tasks=2 shutdown> is shut down and has no item left");
    }
}
