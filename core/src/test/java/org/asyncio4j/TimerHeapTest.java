package org.asyncio4j;

import static java.util.Comparator.comparingLong;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Timers by deadline. */
@ExtendWith(NothingLeft.class)
class TimerHeapTest {

    private final BaseEventLoop loop = (BaseEventLoop) TestLoop.create();
    private final TimerHeap heap = new TimerHeap();

    @AfterEach
    void closeLoop() {
        loop.close();
    }

    private TimerHandle timer(long deadline) {
        return new TimerHandle(loop, () -> {}, new Context(), false, deadline);
    }

    private TimerHandle added(long deadline) {
        TimerHandle timer = timer(deadline);
        heap.add(timer);
        return timer;
    }

    @Test
    void pollDue_givesTimersByDeadline() {
        TimerHandle third = added(30);
        TimerHandle first = added(10);
        TimerHandle second = added(20);

        assertThat(heap.firstDeadline()).isEqualTo(10);
        assertThat(heap.pollDue(100)).isSameAs(first);
        assertThat(heap.pollDue(100)).isSameAs(second);
        assertThat(heap.pollDue(100)).isSameAs(third);
        assertThat(heap.pollDue(100)).isNull();
        assertThat(heap.isEmpty()).isTrue();
    }

    @Test
    void pollDue_givesNothingBeforeTheDeadline() {
        TimerHandle timer = added(10);

        assertThat(heap.pollDue(9)).isNull();
        assertThat(heap.pollDue(10)).isSameAs(timer);
    }

    @Test
    @Rule("O5")
    void equalDeadlines_keepTheOrderInWhichTheyWereSet() {
        List<TimerHandle> timers = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            timers.add(added(10));
        }

        assertThat(polledUntil(10)).containsExactlyElementsOf(timers);
    }

    @Test
    void remove_takesATimerOutOnce() {
        added(10);
        TimerHandle removed = added(20);
        TimerHandle kept = added(30);
        heap.remove(removed);
        heap.remove(removed);

        assertThat(heap.size()).isEqualTo(2);
        assertThat(polledUntil(100)).doesNotContain(removed).contains(kept);
    }

    @Test
    void remove_ofATimerThatWasNeverAdded_doesNothing() {
        added(10);
        heap.remove(timer(5));

        assertThat(heap.size()).isOne();
    }

    @Test
    void clear_letsGoOfAll() {
        TimerHandle timer = added(10);
        heap.clear();

        assertThat(heap.isEmpty()).isTrue();
        heap.remove(timer);
        assertThat(heap.size()).isZero();
    }

    @Test
    void extremeDeadlines_areOrderedToo() {
        TimerHandle last = added(Long.MAX_VALUE);
        TimerHandle first = added(Long.MIN_VALUE / 2);
        TimerHandle middle = added(0);

        assertThat(polledUntil(Long.MAX_VALUE)).containsExactly(first, middle, last);
    }

    /** Whatever is done to the heap and to a sorted list, both answer the same. */
    @Test
    void anyOperations_behaveAsASortedListWould() {
        for (int seed = 0; seed < 30; seed++) {
            var random = new Random(seed);
            List<TimerHandle> model = new ArrayList<>();
            for (int step = 0; step < 300; step++) {
                int choice = random.nextInt(10);
                if (choice < 5) {
                    insert(model, added(random.nextInt(50)));
                } else if (choice < 8 && !model.isEmpty()) {
                    heap.remove(model.remove(random.nextInt(model.size())));
                } else {
                    long now = random.nextInt(50);
                    assertThat(heap.pollDue(now)).as("seed %d, step %d", seed, step).isSameAs(pollDue(model, now));
                }
                assertThat(heap.size()).as("seed %d, step %d", seed, step).isEqualTo(model.size());
            }
            assertThat(polledUntil(50)).as("seed %d", seed).containsExactlyElementsOf(model);
        }
    }

    /** A stable sort puts the new timer behind those with the same deadline. */
    private static void insert(List<TimerHandle> model, TimerHandle timer) {
        model.add(timer);
        model.sort(comparingLong(TimerHandle::deadlineNanos));
    }

    private static @Nullable TimerHandle pollDue(List<TimerHandle> model, long now) {
        return model.isEmpty() || model.getFirst().deadlineNanos() > now ? null : model.removeFirst();
    }

    private List<TimerHandle> polledUntil(long now) {
        List<TimerHandle> polled = new ArrayList<>();
        for (TimerHandle next = heap.pollDue(now); next != null; next = heap.pollDue(now)) {
            polled.add(next);
        }
        return polled;
    }
}
