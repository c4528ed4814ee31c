package org.asyncio4j.queue;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.sleep;
import static org.asyncio4j.Asyncio.waitFor;

import java.util.ArrayList;
import java.util.List;
import org.asyncio4j.CancelledError;
import org.asyncio4j.EventLoop;
import org.asyncio4j.NothingLeft;
import org.asyncio4j.Rule;
import org.asyncio4j.Task;
import org.asyncio4j.TestLoop;
import org.asyncio4j.TimeoutError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tasks that are cancelled while they wait: they take nothing, put nothing, and pass on what they were woken for. */
@ExtendWith(NothingLeft.class)
class QueueCancellationTest {

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

    @Test
    @Rule("S12")
    void cancelledGetter_leavesAtOnceAndTakesNothing() {
        TestLoop.run(() -> {
            var queue = new Queue<String>();
            Task<?> cancelled = getter(queue, "1");
            getter(queue, "2");
            sleep(ZERO);
            cancelled.cancel();
            sleep(ZERO);
            assertThat(names(queue.statistics().getters())).containsExactly("2");

            queue.putNowait("a");
            sleep(ZERO);

            assertThat(cancelled.cancelled()).isTrue();
            assertThat(trace).containsExactly("2 got a");
        });
    }

    @Test
    @Rule("S12")
    void getterCancelledAfterItWasWoken_wakesTheNext() {
        TestLoop.run(() -> {
            var queue = new Queue<String>();
            Task<?> cancelled = getter(queue, "1");
            getter(queue, "2");
            sleep(ZERO);
            queue.putNowait("a");
            cancelled.cancel();
            sleep(ofSeconds(1));

            assertThat(cancelled.cancelled()).isTrue();
            assertThat(trace).containsExactly("2 got a");
        });
    }

    @Test
    void getterCancelledBeforeThePut_inTheSameStep_isSkipped() {
        TestLoop.run(() -> {
            var queue = new Queue<String>();
            Task<?> cancelled = getter(queue, "1");
            getter(queue, "2");
            sleep(ZERO);
            cancelled.cancel();
            queue.putNowait("a");
            sleep(ofSeconds(1));

            assertThat(trace).containsExactly("2 got a");
        });
    }

    @Test
    void wokenGettersThatAreAllCancelled_leaveTheItems() {
        TestLoop.run(() -> {
            var queue = new Queue<String>();
            var tasks = List.of(getter(queue, "1"), getter(queue, "2"), getter(queue, "3"));
            sleep(ZERO);
            filled(queue, List.of("a", "b"));
            tasks.forEach(Task::cancel);
            sleep(ofSeconds(1));

            assertThat(tasks).allMatch(Task::cancelled);
            assertThat(queue).hasToString("<Queue maxsize=0 _queue=[a, b] tasks=2>");
        });
    }

    @Test
    void cancelledPutter_putsNothing() {
        TestLoop.run(() -> {
            var queue = filled(new Queue<String>(1), List.of("x"));
            Task<?> cancelled = putter(queue, "a");
            putter(queue, "b");
            sleep(ZERO);
            cancelled.cancel();
            sleep(ZERO);
            assertThat(names(queue.statistics().putters())).containsExactly("put-b");

            assertThat(List.of(queue.get(), queue.get())).containsExactly("x", "b");
        });
    }

    @Test
    void putterCancelledAfterItWasWoken_wakesTheNext() {
        TestLoop.run(() -> {
            var queue = filled(new Queue<String>(1), List.of("x"));
            Task<?> cancelled = putter(queue, "a");
            putter(queue, "b");
            sleep(ZERO);
            queue.getNowait();
            cancelled.cancel();
            sleep(ofSeconds(1));

            assertThat(cancelled.cancelled()).isTrue();
            assertThat(trace).containsExactly("put b");
        });
    }

    @Test
    @Rule("S13")
    void getInATimeout_leavesNoWaiterBehind() {
        TestLoop.run(() -> {
            var queue = new Queue<String>();
            for (int i = 0; i < 100; i++) {
                assertThatThrownBy(() -> waitFor(() -> queue.get(), ofSeconds(1)))
                        .isInstanceOf(TimeoutError.class);
            }

            assertThat(queue).hasToString("<Queue maxsize=0>");
        });
    }

    @Test
    @Rule("S12")
    void itemThatArrivesWithTheTimeout_isNotLost() {
        TestLoop.run(() -> {
            var queue = new Queue<String>();
            getRunningLoop().callLater(ofSeconds(1), () -> queue.putNowait("a"));
            try {
                trace.add(waitFor(() -> queue.get(), ofSeconds(1)));
            } catch (TimeoutError _) {
                trace.add(queue.getNowait());
            }

            assertThat(trace).containsExactly("a");
        });
    }

    @Test
    void cancelledJoiner_leavesTheOthersWaiting() {
        TestLoop.run(() -> {
            var queue = filled(new Queue<String>(), List.of("a"));
            Task<?> cancelled = createTask(queue::join, "j1");
            Task<?> other = createTask(queue::join, "j2");
            sleep(ZERO);
            cancelled.cancel();
            assertThatThrownBy(() -> await(cancelled)).isInstanceOf(CancelledError.class);
            assertThat(names(queue.statistics().joiners())).containsExactly("j2");

            queue.taskDone();
            await(other);
        });
    }

    @Test
    void getterLeftWhenItsLoopCloses_endsAndLeavesNoWaiter() {
        var queue = new Queue<String>();
        EventLoop loop = TestLoop.create();
        loop.setExceptionHandler((_, context) -> trace.add(context.message()));
        loop.runUntilComplete(() -> {
            getter(queue, "1");
            getter(queue, "2");
            sleep(ZERO);
            queue.putNowait("a");
        });
        loop.close();

        assertThat(trace.removeIf("Task was destroyed but it is pending!"::equals)).isTrue();
        assertThat(queue.size() + trace.size()).isEqualTo(1);
        assertThat(queue.statistics().getters()).isEmpty();
    }
}
