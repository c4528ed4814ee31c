package org.asyncio4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What runs next, oldest first. */
class ReadyQueueTest {

    private final ReadyQueue queue = new ReadyQueue();

    private List<Object> drained() {
        List<Object> items = new ArrayList<>();
        while (!queue.isEmpty()) {
            items.add(queue.poll());
        }
        return items;
    }

    @Test
    void poll_givesTheOldest() {
        queue.add("a");
        queue.add("b");

        assertThat(queue.peek()).isEqualTo("a");
        assertThat(queue.size()).isEqualTo(2);
        assertThat(drained()).containsExactly("a", "b");
        assertThat(queue.peek()).isNull();
    }

    @Test
    void poll_atAnIndex_keepsTheOrderOfTheRest() {
        List.of("a", "b", "c", "d").forEach(queue::add);

        assertThat(queue.poll(2)).isEqualTo("c");
        assertThat(drained()).containsExactly("a", "b", "d");
    }

    @Test
    void poll_beyondTheEnd_isRefused() {
        queue.add("a");

        assertThatThrownBy(() -> queue.poll(1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(queue.size()).isOne();
    }

    @Test
    void add_growsAsFarAsNeeded() {
        List<Object> expected = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            queue.add(i);
            expected.add(i);
        }
        assertThat(drained()).isEqualTo(expected);
    }

    @Test
    void clear_dropsAll() {
        List.of("a", "b").forEach(queue::add);
        queue.clear();

        assertThat(queue.isEmpty()).isTrue();
    }

    /** Whatever is done to the queue and to a list, both answer the same; the ring wraps round and grows on the way. */
    @Test
    void anyOperations_behaveAsAListWould() {
        for (int seed = 0; seed < 20; seed++) {
            var random = new Random(seed);
            List<Object> model = new ArrayList<>();
            for (int step = 0; step < 500; step++) {
                int choice = random.nextInt(10);
                if (choice < 5 || model.isEmpty()) {
                    Integer item = random.nextInt();
                    queue.add(item);
                    model.add(item);
                } else if (choice < 8) {
                    assertThat(queue.poll()).as("seed %d, step %d", seed, step).isSameAs(model.removeFirst());
                } else {
                    int index = random.nextInt(model.size());
                    assertThat(queue.poll(index)).as("seed %d, step %d", seed, step).isSameAs(model.remove(index));
                }
                assertThat(queue.size()).as("seed %d, step %d", seed, step).isEqualTo(model.size());
            }
            assertThat(drained()).as("seed %d", seed).isEqualTo(model);
        }
    }
}
