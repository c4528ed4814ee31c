package org.asyncio4j.queue;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.sleep;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.asyncio4j.NothingLeft;
import org.asyncio4j.Rule;
import org.asyncio4j.Task;
import org.asyncio4j.TestLoop;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The smallest item first, and comparisons that fail; all else is {@link QueueTest}'s. */
@ExtendWith(NothingLeft.class)
class PriorityQueueTest {

    private static <T extends @Nullable Object> List<T> drain(Queue<T> queue) {
        var items = new ArrayList<T>();
        while (!queue.isEmpty()) {
            items.add(queue.getNowait());
        }
        return items;
    }

    // ---- order ----

    @Test
    @Rule("S16")
    void get_givesTheSmallestItem() {
        var queue = new PriorityQueue<Integer>();
        List.of(30, 10, 50, 20, 40).forEach(queue::putNowait);

        assertThat(List.of(queue.get(), queue.getNowait())).containsExactly(10, 20);
        queue.putNowait(5);
        assertThat(drain(queue)).containsExactly(5, 30, 40, 50);
    }

    @Test
    void comparator_decidesWhichIsSmaller() {
        var queue = new PriorityQueue<String>(Comparator.comparingInt(String::length).reversed());
        List.of("a", "ccc", "bb").forEach(queue::putNowait);

        assertThat(drain(queue)).containsExactly("ccc", "bb", "a");
    }

    @Test
    void putsAndGetsMixed_alwaysGiveTheSmallestOfWhatIsThere() {
        var random = new Random(1);
        var queue = new PriorityQueue<Integer>();
        var model = new java.util.PriorityQueue<Integer>();
        for (int i = 0; i < 5_000; i++) {
            if (model.isEmpty() || random.nextInt(5) < 3) {
                int item = random.nextInt(100);
                queue.putNowait(item);
                model.add(item);
            } else {
                assertThat(queue.getNowait()).isEqualTo(model.remove());
            }
            assertThat(queue.size()).isEqualTo(model.size());
        }
    }

    /** What heapq of CPython 3.13 gave for the same items, compared by their first letter. */
    @Test
    @Rule("S16")
    void itemsThatCompareAsEqual_comeInTheOrderOfCPython() {
        var queue = new PriorityQueue<String>(Comparator.comparingInt(item -> item.charAt(0)));
        List.of("b0", "b1", "a2", "a3", "c4", "a5", "b6", "c7", "a8", "b9").forEach(queue::putNowait);

        assertThat(queue).hasToString(
                "<PriorityQueue maxsize=0 _queue=[a2, a3, a5, a8, b9, b0, b6, c7, b1, c4] tasks=10>");
        assertThat(drain(queue)).containsExactly("a2", "a5", "a3", "a8", "b6", "b0", "b9", "b1", "c7", "c4");
    }

    @Test
    void wokenGetter_getsTheItemThatIsSmallestWhenItGoesOn() {
        TestLoop.run(() -> {
            var queue = new PriorityQueue<Integer>();
            Task<Integer> getter = createTask(() -> queue.get());
            sleep(ZERO);
            queue.putNowait(2);
            queue.putNowait(1);

            assertThat(await(getter)).isEqualTo(1);
        });
    }

    // ---- comparisons that fail ----

    @Test
    void itemWithoutAnOrder_isRefusedAtOnce() {
        var queue = new PriorityQueue<Object>();

        assertThatThrownBy(() -> queue.putNowait(new Object())).isInstanceOf(ClassCastException.class)
                .hasMessageContaining("java.lang.Comparable");

        assertThat(queue).hasToString("<PriorityQueue maxsize=0>");
    }

    @Test
    void itemThatCannotBeComparedWithTheOthers_isRefused() {
        var queue = new PriorityQueue<Object>();
        queue.putNowait(1);

        assertThatThrownBy(() -> queue.putNowait("a")).isInstanceOf(ClassCastException.class);

        assertThat(queue).hasToString("<PriorityQueue maxsize=0 _queue=[1] tasks=1>");
    }

    @Test
    void null_isAnItemOnlyForAComparatorThatKnowsIt() {
        assertThatThrownBy(() -> new PriorityQueue<@Nullable String>().putNowait(null))
                .isInstanceOf(NullPointerException.class);

        Comparator<@Nullable String> order = Comparator.nullsFirst(Comparator.naturalOrder());
        var queue = new PriorityQueue<@Nullable String>(order);
        queue.putNowait("a");
        queue.putNowait(null);
        assertThat(drain(queue)).containsExactly(null, "a");
    }

    @Test
    void wokenPutterWhoseItemIsRefused_wakesTheNext() {
        TestLoop.run(() -> {
            var queue = new PriorityQueue<Object>(2);
            queue.putNowait(1);
            queue.putNowait(2);
            Task<?> refused = createTask(() -> queue.put("a"));
            Task<?> next = createTask(() -> queue.put(3));
            sleep(ZERO);
            queue.getNowait();
            assertThatThrownBy(() -> await(refused)).isInstanceOf(ClassCastException.class);
            sleep(ofSeconds(1));

            assertThat(next.done()).isTrue();
            assertThat(drain(queue)).containsExactly(2, 3);
        });
    }

    @Test
    void getThatCannotCompare_changesNothing() {
        TestLoop.run(() -> {
            boolean[] broken = {false};
            var queue = new PriorityQueue<Integer>((a, b) -> {
                if (broken[0]) {
                    throw new IllegalArgumentException("not now");
                }
                return Integer.compare(a, b);
            });
            List.of(3, 1, 2, 4).forEach(queue::putNowait);
            broken[0] = true;
            assertThatThrownBy(queue::get).hasMessage("not now");

            broken[0] = false;
            assertThat(drain(queue)).containsExactly(1, 2, 3, 4);
        });
    }

    @Test
    void wokenGetterThatCannotCompare_leavesTheItemToTheNext() {
        TestLoop.run(() -> {
            int[] failures = {0};
            var queue = new PriorityQueue<Integer>((a, b) -> {
                if (failures[0] > 0) {
                    failures[0]--;
                    throw new IllegalArgumentException("not now");
                }
                return Integer.compare(a, b);
            });
            Task<Integer> first = createTask(() -> queue.get());
            Task<Integer> second = createTask(() -> queue.get());
            Task<Integer> third = createTask(() -> queue.get());
            Task<Integer> fourth = createTask(() -> queue.get());
            sleep(ZERO);
            List.of(1, 2, 3).forEach(queue::putNowait); // wakes three of them
            failures[0] = 1;
            assertThatThrownBy(() -> await(first)).hasMessage("not now");

            assertThat(List.of(await(second), await(third), await(fourth))).containsExactly(1, 2, 3);
        });
    }

    // ---- what it says of itself ----

    @Test
    void nameAndMaxsize_areThoseGiven() {
        assertThat(new PriorityQueue<Integer>(3, "n")).hasToString("<PriorityQueue 'n' maxsize=3>");
        assertThat(new PriorityQueue<Integer>(3, Comparator.reverseOrder()).maxsize()).isEqualTo(3);
        assertThat(new PriorityQueue<Integer>(3, Comparator.reverseOrder(), "n"))
                .hasToString("<PriorityQueue 'n' maxsize=3>");
    }

    @Test
    @SuppressWarnings("NullAway") // what a program without a checker may do
    void nullOrder_isRefused() {
        assertThatThrownBy(() -> new PriorityQueue<Integer>((Comparator<Integer>) null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("order");
    }
}
