package org.asyncio4j.channel;

import static java.time.Duration.ZERO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.mapConcurrent;
import static org.asyncio4j.Asyncio.sleep;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.asyncio4j.CancelledError;
import org.asyncio4j.NothingLeft;
import org.asyncio4j.Rule;
import org.asyncio4j.Task;
import org.asyncio4j.TestLoop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How a channel ends: closed, with an error or without, and what iterates over it. */
@ExtendWith(NothingLeft.class)
class ChannelClosedTest {

    private final List<String> trace = new ArrayList<>();

    private static Task<?> receiver(Channel<String> channel) {
        return createTask(() -> channel.receive());
    }

    private static Task<?> sender(Channel<String> channel, String value) {
        return createTask(() -> channel.send(value));
    }

    // ---- closing ----

    @Test
    @Rule("S19")
    void close_leavesWhatIsInTheChannel_thenComesTheEnd() {
        TestLoop.run(() -> {
            var channel = new Channel<String>(2, "jobs");
            channel.send("a");
            channel.send("b");
            channel.close();
            assertThat(channel.isClosed()).isTrue();

            assertThatThrownBy(() -> channel.send("c")).isInstanceOf(ChannelClosed.class)
                    .hasMessage("Channel 'jobs' is closed; what was sent to it is not delivered")
                    .hasNoCause();
            assertThatThrownBy(() -> channel.trySend("c")).isInstanceOf(ChannelClosed.class);
            assertThat(channel.receive()).isEqualTo("a");
            assertThat(channel.tryReceive()).isEqualTo("b");
            assertThatThrownBy(channel::receive).isInstanceOf(ChannelClosed.class)
                    .hasMessage("Channel 'jobs' is closed and has no value left");
        });
    }

    @Test
    @Rule("S19")
    void close_endsEveryWait() {
        TestLoop.run(() -> {
            var full = new Channel<String>(1);
            full.send("a");
            Task<?> sending = sender(full, "b");
            var empty = new Channel<String>();
            Task<?> receiving = receiver(empty);
            sleep(ZERO);
            full.close();
            empty.close();

            assertThatThrownBy(sending::await).isInstanceOf(ChannelClosed.class);
            assertThatThrownBy(receiving::await).isInstanceOf(ChannelClosed.class);
            assertThat(full.receive()).isEqualTo("a");
            assertThat(full.statistics()).isEqualTo(new Channel.Statistics(0, 1, true, List.of(), List.of()));
        });
    }

    @Test
    @Rule("S19")
    void closeWithAnError_receiversGetItAfterTheLastValue() {
        TestLoop.run(() -> {
            var channel = new Channel<String>(1);
            channel.send("a");
            var error = new IOException("the line is dead");
            channel.close(error);
            channel.close(); // the first counts

            assertThat(channel.receive()).isEqualTo("a");
            assertThatThrownBy(channel::receive).isSameAs(error);
            assertThatThrownBy(channel::tryReceive).isSameAs(error);
            assertThatThrownBy(() -> channel.iterator().hasNext()).isSameAs(error);
            assertThatThrownBy(() -> channel.send("b")).isInstanceOf(ChannelClosed.class).hasCause(error);
        });
    }

    @Test
    void closeWithAnError_thoseWhoWaitGetItToo() {
        TestLoop.run(() -> {
            var channel = new Channel<String>();
            Task<?> receiving = receiver(channel);
            sleep(ZERO);
            var error = new IOException("the line is dead");
            channel.close(error);

            assertThatThrownBy(receiving::await).isSameAs(error);
        });
    }

    @Test
    void closeWithACancellation_isNotTheReceivers() {
        TestLoop.run(() -> {
            var channel = new Channel<String>();
            var error = new CancelledError("the producer was cancelled");
            channel.close(error);

            assertThatThrownBy(channel::receive).isInstanceOf(ChannelClosed.class).hasCause(error);
            assertThatThrownBy(() -> channel.iterator().hasNext()).isInstanceOf(ChannelClosed.class).hasCause(error);
        });
    }

    // ---- iteration ----

    @Test
    void forStatement_endsWhenTheChannelIsClosedAndEmpty() {
        TestLoop.run(() -> {
            var channel = new Channel<String>();
            Task<?> producer = createTask(() -> {
                for (String value : List.of("a", "b", "c")) {
                    channel.send(value);
                }
                channel.close();
            });
            for (String value : channel) {
                trace.add(value);
            }
            await(producer);

            assertThat(trace).containsExactly("a", "b", "c");
            Iterator<String> ended = channel.iterator();
            assertThat(ended.hasNext()).isFalse();
            assertThatThrownBy(ended::next).isInstanceOf(NoSuchElementException.class)
                    .hasMessage("Channel is closed and has no value left");
        });
    }

    @Test
    void forStatement_endsOnlyForTheEndOfItsOwnChannel() {
        TestLoop.run(() -> {
            var channel = new Channel<String>();
            channel.close(new ChannelClosed("another channel is closed", null));

            assertThatThrownBy(() -> channel.iterator().hasNext()).hasMessage("another channel is closed");
        });
    }

    @Test
    void severalThatIterate_shareTheValues() {
        TestLoop.run(() -> {
            var channel = new Channel<Integer>();
            createTask(() -> {
                for (int i = 0; i < 10; i++) {
                    channel.send(i);
                }
                channel.close();
            });

            assertThat(mapConcurrent(channel, 3, value -> value * value)).hasSize(10).startsWith(0, 1, 4);
        });
    }
}
