package org.asyncio4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What other threads hand to a loop. */
class InboxTest {

    private static final int THREADS = 4;
    private static final int ITEMS = 2000;

    private record Item(int thread, int number) {}

    private final Inbox inbox = new Inbox();
    private final ReadyQueue ready = new ReadyQueue();

    private List<Object> drained() {
        inbox.drainTo(ready);
        List<Object> items = new ArrayList<>();
        while (!ready.isEmpty()) {
            items.add(ready.poll());
        }
        return items;
    }

    @Test
    void drainTo_movesEverythingOldestFirst() {
        List.of("a", "b", "c").forEach(inbox::add);
        assertThat(inbox.isEmpty()).isFalse();

        assertThat(drained()).containsExactly("a", "b", "c");
        assertThat(inbox.isEmpty()).isTrue();
        assertThat(drained()).isEmpty();
    }

    @Test
    void drainTo_ofItemsThatAreTheirOwnLinks_keepsTheirOrderToo() {
        var first = new Inbox.Link() {};
        var third = new Inbox.Link() {};
        inbox.add(first);
        inbox.add("second");
        inbox.add(third);

        assertThat(drained()).containsExactly(first, "second", third);
    }

    @Test
    void drainTo_appendsToWhatIsThere() {
        ready.add("first");
        inbox.add("second");

        assertThat(drained()).containsExactly("first", "second");
    }

    @Test
    void add_fromManyThreads_losesNothingAndKeepsTheOrderOfEach() throws InterruptedException {
        List<Thread> producers = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            int thread = i;
            producers.add(Thread.ofPlatform().start(() -> {
                for (int number = 0; number < ITEMS; number++) {
                    inbox.add(new Item(thread, number));
                }
            }));
        }
        List<Object> received = new ArrayList<>();
        while (producers.stream().anyMatch(Thread::isAlive) || !inbox.isEmpty()) {
            received.addAll(drained());
        }
        for (Thread producer : producers) {
            producer.join();
        }
        List<Integer> inOrder = IntStream.range(0, ITEMS).boxed().toList();
        for (int i = 0; i < THREADS; i++) {
            int thread = i;
            assertThat(received.stream()
                    .map(Item.class::cast)
                    .filter(item -> item.thread() == thread)
                    .map(Item::number)
                    .toList()).as("items of thread %d", thread).isEqualTo(inOrder);
        }
    }
}
