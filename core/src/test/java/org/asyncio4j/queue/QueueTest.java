package org.asyncio4j.queue;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.gather;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.sleep;
import static org.asyncio4j.Asyncio.toThread;

import java.util.ArrayList;
import java.util.List;
import org.asyncio4j.EventLoop;
import org.asyncio4j.Future;
import org.asyncio4j.NothingLeft;
import org.asyncio4j.Rule;
import org.asyncio4j.Task;
import org.asyncio4j.TestLoop;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Putting and getting, who waits and who is woken, work that is counted, and what a queue says of itself. */
@ExtendWith(NothingLeft.class)
class QueueTest {

    private final List<String> trace = new ArrayList<>();

    private static List<String> names(List<Task<?>> tasks) {
        return tasks.stream().<String>map(Task::getName).toList();
    }

    private Task<?> getter(Queue<String> queue, String name) {
        return createTask(() -> {
            String item = queue.get();
            trace.add(name + " got " + item);
        }, name);
    }

    private Task<?> putter(Queue<String> queue, String item) {
        return createTask(() -> {
            queue.put(item);
            trace.add("put " + item);
        }, "put-" + item);
    }

    private static <T> Queue<T> filled(Queue<T> queue, List<T> items) {
        items.forEach(queue::putNowait);
        return queue;
    }

    // ---- without waiting ----

    @Test
    void items_comeOutInTheOrderInWhichTheyWerePut() {
        TestLoop.run(() -> {
            var queue = filled(new Queue<Integer>(), List.of(1, 2, 3));

            assertThat(List.of(queue.get(), queue.get(), queue.getNowait())).containsExactly(1, 2, 3);
        });
    }

    @Test
    void size_isWhatWasPutAndNotTaken() {
        var queue = new Queue<String>(2);
        assertThat(queue.maxsize()).isEqualTo(2);
        assertThat(queue.isEmpty()).isTrue();

        queue.putNowait("a");
        assertThat(queue.size()).isEqualTo(1);
        assertThat(queue.isEmpty() || queue.isFull()).isFalse();

        queue.putNowait("b");
        assertThat(queue.isFull()).isTrue();
        assertThat(queue.getNowait()).isEqualTo("a");
        assertThat(queue.isFull()).isFalse();
    }

    @Test
    void maxsizeOfZeroOrLess_isNoLimit() {
        for (int maxsize : List.of(0, -1, Integer.MIN_VALUE)) {
            var queue = new Queue<Integer>(maxsize);
            for (int i = 0; i < 1000; i++) {
                queue.putNowait(i);
            }
            assertThat(queue.isFull()).isFalse();
            assertThat(queue.maxsize()).isEqualTo(maxsize);
        }
    }

    @Test
    void getNowait_fromAnEmptyQueue_throwsQueueEmpty() {
        assertThatThrownBy(() -> new Queue<String>().getNowait()).isExactlyInstanceOf(QueueEmpty.class)
                .hasMessage(null);
    }

    @Test
    void putNowait_intoAFullQueue_throwsQueueFullAndChangesNothing() {
        var queue = filled(new Queue<String>(1), List.of("a"));

        assertThatThrownBy(() -> queue.putNowait("b")).isExactlyInstanceOf(QueueFull.class).hasMessage(null);

        assertThat(queue).hasToString("<Queue maxsize=1 _queue=[a] tasks=1>");
    }

    @Test
    void null_isAnItemLikeAnyOther() {
        TestLoop.run(() -> {
            var queue = new Queue<@Nullable String>();
            Task<@Nullable String> waiting = createTask(() -> queue.get());
            sleep(ZERO);
            queue.put(null);
            queue.put("a");
            queue.put(null);

            assertThat(queue).hasToString("<Queue maxsize=0 _queue=[null, a, null] tasks=3>");
            assertThat(await(waiting)).isNull();
            assertThat(queue.get()).isEqualTo("a");
            assertThat(queue.getNowait()).isNull();
            assertThat(queue.isEmpty()).isTrue();
        });
    }

    @Test
    void withoutALoop_whatDoesNotWaitWorks() {
        var queue = new Queue<String>(1);

        queue.put("a");

        assertThat(queue.get()).isEqualTo("a");
        queue.taskDone();
        queue.join();
        assertThatThrownBy(queue::get).isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("no running event loop in ");
    }

    // ---- waiting ----

    @Test
    void get_fromAnEmptyQueue_waitsForAnItem() {
        TestLoop.run(() -> {
            var queue = new Queue<String>();
            Task<String> task = createTask(() -> queue.get());
            sleep(ofSeconds(1));
            assertThat(task.done()).isFalse();

            queue.putNowait("a");

            assertThat(await(task)).isEqualTo("a");
        });
    }

    @Test
    void put_intoAFullQueue_waitsForAFreePlace() {
        TestLoop.run(() -> {
            var queue = filled(new Queue<String>(1), List.of("a"));
            Task<?> task = putter(queue, "b");
            sleep(ofSeconds(1));
            assertThat(task.done()).isFalse();

            assertThat(queue.getNowait()).isEqualTo("a");
            assertThat(queue.isEmpty()).isTrue();

            await(task);
            assertThat(queue.getNowait()).isEqualTo("b");
        });
    }

    @Test
    void getters_areServedInTheOrderInWhichTheyCame() {
        TestLoop.run(() -> {
            var queue = new Queue<String>();
            var tasks = List.of(getter(queue, "1"), getter(queue, "2"), getter(queue, "3"));
            sleep(ZERO);
            filled(queue, List.of("a", "b", "c"));

            for (Task<?> task : tasks) {
                await(task);
            }
            assertThat(trace).containsExactly("1 got a", "2 got b", "3 got c");
        });
    }

    @Test
    void putters_areServedInTheOrderInWhichTheyCame() {
        TestLoop.run(() -> {
            var queue = filled(new Queue<String>(1), List.of("x"));
            putter(queue, "a");
            putter(queue, "b");
            sleep(ZERO);

            assertThat(List.of(queue.get(), queue.get(), queue.get())).containsExactly("x", "a", "b");
            assertThat(trace).containsExactly("put a", "put b");
        });
    }

    @Test
    @Rule("S11")
    void wokenGetter_whoseItemWasTaken_waitsAgainAsTheLast() {
        TestLoop.run(() -> {
            var queue = new Queue<String>();
            getter(queue, "a");
            getter(queue, "b");
            sleep(ZERO);
            queue.putNowait("first");
            assertThat(queue.getNowait()).isEqualTo("first");
            sleep(ZERO);
            assertThat(names(queue.statistics().getters())).containsExactly("b", "a");

            filled(queue, List.of("second", "third"));
            sleep(ZERO);

            assertThat(trace).containsExactly("b got second", "a got third");
        });
    }

    @Test
    @Rule("S11")
    void wokenPutter_whosePlaceWasTaken_waitsAgainAsTheLast() {
        TestLoop.run(() -> {
            var queue = filled(new Queue<String>(1), List.of("x"));
            putter(queue, "a");
            putter(queue, "b");
            sleep(ZERO);
            queue.getNowait();
            queue.putNowait("y");
            sleep(ZERO);

            assertThat(names(queue.statistics().putters())).containsExactly("put-b", "put-a");
            assertThat(List.of(queue.get(), queue.get(), queue.get())).containsExactly("y", "b", "a");
        });
    }

    @Test
    void callbackOutsideOfATask_thatWouldHaveToWait_isRefusedAndLeavesNoWaiter() {
        TestLoop.run(() -> {
            var queue = new Queue<String>();
            Future<String> message = getRunningLoop().createFuture();
            getRunningLoop().callSoon(() -> {
                try {
                    queue.get();
                } catch (IllegalStateException e) {
                    message.setResult(String.valueOf(e.getMessage()));
                }
            });

            assertThat(await(message)).startsWith("Queue cannot be waited for in a callback of <")
                    .endsWith("; use createTask in it");
            assertThat(queue).hasToString("<Queue maxsize=0>");
        });
    }

    // ---- work ----

    @Test
    void join_waitsUntilEveryItemIsDone() {
        TestLoop.run(() -> {
            var queue = filled(new Queue<String>(), List.of("a", "b"));
            Task<?> joiner = createTask(queue::join);
            queue.get();
            queue.get();
            queue.taskDone();
            sleep(ofSeconds(1));
            assertThat(joiner.done()).isFalse();

            queue.taskDone();

            await(joiner);
        });
    }

    @Test
    void join_wokenBeforeTheNextPut_returns() {
        TestLoop.run(() -> {
            var queue = filled(new Queue<String>(), List.of("a"));
            Task<?> joiner = createTask(queue::join);
            sleep(ZERO);
            queue.taskDone();
            queue.putNowait("b");
            sleep(ZERO);

            assertThat(joiner.done()).isTrue();
        });
    }

    @Test
    void taskDone_moreOftenThanItemsWerePut_isRefused() {
        var queue = filled(new Queue<String>(), List.of("a"));
        queue.taskDone();

        assertThatThrownBy(queue::taskDone).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("task_done() called too many times");
    }

    // ---- loops ----

    @Test
    @Rule("S1")
    void queue_thatATaskWaitedFor_belongsToThatLoop() {
        var queue = new Queue<String>(0, "jobs");
        TestLoop.run(() -> {
            createTask(() -> queue.putNowait("a"));
            assertThat(queue.get()).isEqualTo("a");
        });

        TestLoop.run(() -> {
            queue.put("b"); // without waiting any loop will do
            assertThat(queue.get()).isEqualTo("b");
            assertThatThrownBy(queue::get).isInstanceOf(IllegalStateException.class)
                    .hasMessage("Queue 'jobs' is bound to a different event loop");
            assertThatThrownBy(queue::join).isInstanceOf(IllegalStateException.class);
        });
    }

    @Test
    void putFromAThreadThatIsNotTheLoops_whileATaskWaits_isRefusedAndChangesNothing() {
        TestLoop.run(() -> {
            var queue = new Queue<String>();
            getter(queue, "1");
            sleep(ZERO);
            assertThatThrownBy(() -> toThread(() -> queue.putNowait("a")))
                    .isInstanceOf(IllegalStateException.class);
            assertThat(queue).hasToString("<Queue maxsize=0 _getters[1] ('1')>");

            EventLoop loop = getRunningLoop();
            toThread(() -> {
                loop.callSoonThreadsafe(() -> queue.putNowait("b"));
            });
            sleep(ZERO);
            assertThat(trace).containsExactly("1 got b");
        });
    }

    // ---- what it says of itself ----

    @Test
    void statistics_showWhoWaits() {
        TestLoop.run(() -> {
            var queue = filled(new Queue<String>(1, "jobs"), List.of("x"));
            Task<?> a = putter(queue, "a");
            Task<?> b = putter(queue, "b");
            Task<?> joiner = createTask(queue::join, "j");
            sleep(ZERO);

            assertThat(queue.statistics())
                    .isEqualTo(new Queue.Statistics(1, 1, 1, false, List.of(), List.of(a, b), List.of(joiner)));
            assertThat(queue)
                    .hasToString("<Queue 'jobs' maxsize=1 _queue=[x] _putters[2] ('put-a', 'put-b') tasks=1>");

            List.of(a, b, joiner).forEach(Task::cancel);
            sleep(ZERO);
            assertThat(queue.statistics())
                    .isEqualTo(new Queue.Statistics(1, 1, 1, false, List.of(), List.of(), List.of()));
        });
    }

    @Test
    void statistics_showOnlyThoseWhoWereNotWoken() {
        TestLoop.run(() -> {
            var queue = new Queue<String>();
            getter(queue, "1");
            getter(queue, "2");
            sleep(ZERO);
            assertThat(queue).hasToString("<Queue maxsize=0 _getters[2] ('1', '2')>");

            queue.putNowait("a");

            assertThat(names(queue.statistics().getters())).containsExactly("2");
            assertThat(queue).hasToString("<Queue maxsize=0 _queue=[a] _getters[1] ('2') tasks=1>");
            queue.putNowait("b");
            sleep(ZERO);
        });
    }

    @Test
    void toString_namesTheFirstFiveOfThoseWhoWait() {
        TestLoop.run(() -> {
            var queue = new Queue<String>();
            for (int i = 1; i <= 6; i++) {
                getter(queue, "g" + i);
            }
            sleep(ZERO);

            assertThat(queue)
                    .hasToString("<Queue maxsize=0 _getters[6] ('g1', 'g2', 'g3', 'g4', 'g5', ...)>");
            filled(queue, List.of("1", "2", "3", "4", "5", "6"));
            sleep(ZERO);
        });
    }

    @Test
    void taskThatWaits_saysForWhat() {
        TestLoop.run(() -> {
            var queue = new Queue<String>(0, "jobs");
            Task<?> task = getter(queue, "worker");
            sleep(ZERO);
            assertThat(task)
                    .hasToString("<Task pending name='worker' wait_for=<Waiter pending of Queue 'jobs'>>");

            queue.putNowait("a");
            assertThat(task).hasToString("<Task pending name='worker' wait_for=<Waiter woken of Queue 'jobs'>>");
            sleep(ZERO);
        });
    }

    @Test
    @SuppressWarnings("NullAway") // what a program without a checker may do
    void nullName_isRefused() {
        assertThatThrownBy(() -> new Queue<String>(1, (String) null)).isInstanceOf(NullPointerException.class)
                .hasMessage("name");
    }

    @Test
    void producersAndConsumers_moveEachItemOnce() {
        TestLoop.run(() -> {
            var queue = new Queue<Integer>(3);
            var seen = new ArrayList<Integer>();
            for (int i = 0; i < 5; i++) {
                createTask(() -> {
                    for (int item : queue) {
                        seen.add(item);
                        sleep(ZERO);
                        queue.taskDone();
                    }
                });
            }
            await(gather(() -> produce(queue, 0), () -> produce(queue, 100), () -> produce(queue, 200)));
            queue.join();
            queue.shutdown();

            assertThat(seen).hasSize(300).doesNotHaveDuplicates();
        });
    }

    private static void produce(Queue<Integer> queue, int start) {
        for (int i = start; i < start + 100; i++) {
            queue.put(i);
        }
    }
}
