package org.asyncio4j.queue;

import static java.time.Duration.ZERO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.sleep;

import java.util.List;
import org.asyncio4j.NothingLeft;
import org.asyncio4j.Task;
import org.asyncio4j.TestLoop;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The newest item first; all else is {@link QueueTest}'s. */
@ExtendWith(NothingLeft.class)
class LifoQueueTest {

    @Test
    void get_givesTheNewestItem() {
        var queue = new LifoQueue<Integer>();
        List.of(1, 2, 3).forEach(queue::putNowait);

        assertThat(List.of(queue.get(), queue.getNowait())).containsExactly(3, 2);
        queue.putNowait(4);
        assertThat(List.of(queue.get(), queue.get())).containsExactly(4, 1);
        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void wokenGetter_getsTheItemThatIsNewestWhenItGoesOn() {
        TestLoop.run(() -> {
            var queue = new LifoQueue<String>();
            Task<String> getter = createTask(() -> queue.get());
            sleep(ZERO);
            queue.putNowait("older");
            queue.putNowait("newer");

            assertThat(await(getter)).isEqualTo("newer");
        });
    }

    @Test
    void maxsize_holdsPuttersBack() {
        TestLoop.run(() -> {
            var queue = new LifoQueue<String>(1);
            queue.put("a");
            Task<?> putter = createTask(() -> queue.put("b"));
            sleep(ZERO);
            assertThat(putter.done()).isFalse();
            assertThatThrownBy(() -> queue.putNowait("c")).isInstanceOf(QueueFull.class);

            assertThat(List.of(queue.get(), queue.get())).containsExactly("a", "b");
        });
    }

    @Test
    void null_isAnItemLikeAnyOther() {
        var queue = new LifoQueue<@Nullable String>();
        queue.putNowait("a");
        queue.putNowait(null);

        assertThat(queue.getNowait()).isNull();
        assertThat(queue.getNowait()).isEqualTo("a");
    }

    @Test
    void immediateShutdown_throwsTheItemsAway() {
        var queue = new LifoQueue<String>();
        queue.putNowait("a");
        queue.shutdown(true);

        assertThat(queue).hasToString("<LifoQueue maxsize=0 shutdown>");
    }

    @Test
    void toString_listsTheOldestFirst() {
        var queue = new LifoQueue<Integer>(5, "stack");
        List.of(1, 2).forEach(queue::putNowait);

        assertThat(queue).hasToString("<LifoQueue 'stack' maxsize=5 _queue=[1, 2] tasks=2>");
    }
}
