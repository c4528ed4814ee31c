package org.asyncio4j.channel;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.sleep;
import static org.asyncio4j.Asyncio.timeout;
import static org.asyncio4j.Asyncio.toThread;

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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sending and receiving, cancellation, and what a channel says of itself. */
@ExtendWith(NothingLeft.class)
class ChannelTest {

    private final List<String> trace = new ArrayList<>();

    private Task<?> receiver(Channel<String> channel, String name) {
        return createTask(() -> {
            String value = channel.receive();
            trace.add(name + " got " + value);
        }, name);
    }

    private Task<?> sender(Channel<String> channel, String value) {
        return createTask(() -> {
            channel.send(value);
            trace.add("sent " + value);
        }, "send-" + value);
    }

    private static List<String> names(List<Task<?>> tasks) {
        return tasks.stream().<String>map(Task::getName).toList();
    }

    // ---- capacity ----

    @Test
    void rendezvous_sendReturnsWhenAReceiverHasTakenTheValue() {
        TestLoop.run(() -> {
            var channel = new Channel<String>();
            sender(channel, "a");
            sleep(ofMillis(10));
            assertThat(trace).isEmpty();

            assertThat(channel.receive()).isEqualTo("a");
            assertThat(trace).isEmpty();
            sleep(ZERO);
            assertThat(trace).containsExactly("sent a");
        });
    }

    @Test
    void rendezvous_sendToAReceiverThatWaits_returnsAtOnce() {
        TestLoop.run(() -> {
            var channel = new Channel<String>();
            receiver(channel, "r");
            sleep(ZERO);

            channel.send("a");
            assertThat(trace).isEmpty();
            sleep(ZERO);
            assertThat(trace).containsExactly("r got a");
        });
    }

    @Test
    void places_takeSoManyValuesWithoutAReceiver() {
        TestLoop.run(() -> {
            var channel = new Channel<String>(2);
            List.of("a", "b", "c").forEach(value -> sender(channel, value));
            sleep(ofMillis(1));
            assertThat(trace).containsExactly("sent a", "sent b");
            assertThat(channel.size()).isEqualTo(2);

            assertThat(channel.receive()).isEqualTo("a");
            sleep(ofMillis(1));
            assertThat(trace).endsWith("sent c");
            assertThat(List.of(channel.receive(), channel.receive())).containsExactly("b", "c");
        });
    }

    @Test
    void unbounded_neverMakesASenderWait() {
        var channel = new Channel<Integer>(Channel.UNBOUNDED);
        for (int i = 0; i < 1000; i++) {
            channel.send(i);
        }

        assertThat(channel.size()).isEqualTo(1000);
        assertThat(channel.capacity()).isEqualTo(Channel.UNBOUNDED);
    }

    @Test
    void negativeCapacity_isRefused() {
        assertThatThrownBy(() -> new Channel<String>(-1)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("capacity must be 0 for a channel where both sides meet, a number of places, or"
                        + " Channel.UNBOUNDED: -1");
    }

    @Test
    void null_isRefused() {
        var channel = new Channel<String>(1);

        assertThatThrownBy(() -> channel.send(nothing())).isInstanceOf(NullPointerException.class).hasMessage("value");
        assertThatThrownBy(() -> channel.trySend(nothing())).isInstanceOf(NullPointerException.class);
    }

    @SuppressWarnings("NullAway") // what a program without null checks does
    private static String nothing() {
        return null;
    }

    // ---- order ----

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 10})
    @Rule("S17")
    void values_comeInTheOrderInWhichSendWasCalled(int capacity) {
        TestLoop.run(() -> {
            var channel = new Channel<String>(capacity);
            for (String value : List.of("a", "b", "c", "d")) {
                sender(channel, value);
            }
            sleep(ZERO);

            assertThat(List.of(channel.receive(), channel.receive(), channel.receive(), channel.receive()))
                    .containsExactly("a", "b", "c", "d");
        });
    }

    @Test
    @Rule("S17")
    void receivers_areServedInTheOrderInWhichTheyCame_andNobodyOvertakes() {
        TestLoop.run(() -> {
            var channel = new Channel<String>(1);
            receiver(channel, "first");
            receiver(channel, "second");
            sleep(ZERO);

            channel.send("a");
            channel.send("b");
            channel.send("c");
            assertThat(channel.tryReceive()).isEqualTo("c"); // the others have theirs, though they have not gone on
            sleep(ZERO);
            assertThat(trace).containsExactly("first got a", "second got b");
        });
    }

    @Test
    @Rule("S17")
    void senders_areNotOvertakenByOneThatComesWhenAPlaceIsFree() {
        TestLoop.run(() -> {
            var channel = new Channel<String>(1);
            channel.send("a");
            sender(channel, "b");
            sleep(ZERO);

            assertThat(channel.receive()).isEqualTo("a");
            assertThat(channel.trySend("c")).isFalse();
            assertThat(channel.receive()).isEqualTo("b");
        });
    }

    // ---- without waiting ----

    @Test
    void trySend_tellsWhetherItSent() {
        TestLoop.run(() -> {
            var meeting = new Channel<String>();
            assertThat(meeting.trySend("a")).isFalse();
            receiver(meeting, "r");
            sleep(ZERO);
            assertThat(meeting.trySend("b")).isTrue();
            sleep(ZERO);
            assertThat(trace).containsExactly("r got b");

            var place = new Channel<String>(1);
            assertThat(place.trySend("a")).isTrue();
            assertThat(place.trySend("b")).isFalse();
        });
    }

    @Test
    void tryReceive_givesAValueOrNull() {
        TestLoop.run(() -> {
            var channel = new Channel<String>();
            assertThat(channel.tryReceive()).isNull();
            sender(channel, "a");
            sleep(ZERO);
            assertThat(channel.tryReceive()).isEqualTo("a");
            channel.close();
            assertThatThrownBy(channel::tryReceive).isInstanceOf(ChannelClosed.class);
        });
    }

    // ---- cancellation ----

    @Test
    @Rule("S18")
    void receiverThatIsCancelled_hasTakenNothing() {
        TestLoop.run(() -> {
            var channel = new Channel<String>();
            Task<?> first = receiver(channel, "first");
            receiver(channel, "second");
            sleep(ZERO);
            first.cancel();
            channel.send("a"); // before the cancelled one has gone on

            sleep(ofMillis(1));
            assertThat(trace).containsExactly("second got a");
            assertThat(first.cancelled()).isTrue();
        });
    }

    @Test
    @Rule("S18")
    void senderThatIsCancelled_hasSentNothing() {
        TestLoop.run(() -> {
            var channel = new Channel<String>();
            Task<?> first = sender(channel, "a");
            sender(channel, "b");
            sleep(ZERO);
            first.cancel();

            assertThat(channel.receive()).isEqualTo("b");
            sleep(ofMillis(1));
            assertThat(channel).hasToString("<Channel capacity=0>");
        });
    }

    @Test
    @Rule("S18")
    void receiverThatIsCancelledAfterTheHandOver_returnsAndHearsOfItAtTheNextWait() {
        TestLoop.run(() -> {
            var channel = new Channel<String>();
            Task<?> receiving = createTask(() -> {
                trace.add("got " + channel.receive());
                try {
                    sleep(ofSeconds(1));
                } catch (CancelledError cancelled) {
                    trace.add("cancelled: " + cancelled.getMessage());
                    throw cancelled;
                }
            });
            sleep(ZERO);
            channel.send("a");
            receiving.cancel("enough");

            assertThatThrownBy(receiving::await).isInstanceOf(CancelledError.class);
            assertThat(trace).containsExactly("got a", "cancelled: enough");
            assertThat(receiving.cancelling()).isEqualTo(1);
        });
    }

    @Test
    @Rule("S18")
    void senderThatIsCancelledAfterTheHandOver_returnsAndHearsOfItAtTheNextWait() {
        TestLoop.run(() -> {
            var channel = new Channel<String>();
            Task<?> sending = createTask(() -> {
                channel.send("a");
                trace.add("sent");
                sleep(ofSeconds(1));
            });
            sleep(ZERO);
            assertThat(channel.receive()).isEqualTo("a");
            sending.cancel();

            assertThatThrownBy(sending::await).isInstanceOf(CancelledError.class);
            assertThat(trace).containsExactly("sent");
        });
    }

    @Test
    void deadlineAfterTheHandOver_letsTheValuePass() {
        TestLoop.run(() -> {
            var channel = new Channel<String>();
            getRunningLoop().callLater(ofMillis(10), () -> {
                channel.trySend("a");
            });
            // both are due in one tick, and the value comes first
            String value = timeout(ofMillis(10), channel::receive);

            assertThat(value).isEqualTo("a");
            assertThatThrownBy(() -> timeout(ofMillis(10), channel::receive)).isInstanceOf(TimeoutError.class);
            assertThat(channel).hasToString("<Channel capacity=0>");
        });
    }

    @Test
    void receiverThatIsCancelledAfterTheChannelWasClosed_isCancelled() {
        TestLoop.run(() -> {
            var channel = new Channel<String>();
            Task<?> receiving = receiver(channel, "r");
            sleep(ZERO);
            channel.close();
            receiving.cancel();

            assertThatThrownBy(receiving::await).isInstanceOf(CancelledError.class);
        });
    }

    // ---- where it is used ----

    @Test
    void waitingOutsideOfATask_isRefused() {
        var reports = TestLoop.reportsOf(() -> {
            var channel = new Channel<String>("jobs");
            getRunningLoop().callSoon(() -> channel.send("a"));
            sleep(ZERO);
        });

        assertThat(reports).singleElement()
                .satisfies(report -> assertThat(report.exception()).isInstanceOf(IllegalStateException.class)
                        .hasMessageStartingWith("Channel 'jobs' cannot be waited for in a callback of ")
                        .hasMessageEndingWith("; use createTask in it"));
    }

    @Test
    @Rule("S1")
    void anotherLoop_isRefused() {
        var channel = new Channel<String>();
        TestLoop.run(() -> assertThatThrownBy(() -> timeout(ofMillis(1), channel::receive))
                .isInstanceOf(TimeoutError.class));

        TestLoop.run(() -> assertThatThrownBy(channel::receive).isInstanceOf(IllegalStateException.class)
                .hasMessage("<Channel capacity=0> is bound to a different event loop"));
    }

    @Test
    void anotherThread_cannotWakeAnybody_andChangesNothing() {
        TestLoop.run(() -> {
            var channel = new Channel<String>();
            EventLoop loop = getRunningLoop();
            receiver(channel, "r");
            sleep(ZERO);

            assertThatThrownBy(() -> toThread(() -> channel.trySend("a"))).isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("callSoonThreadsafe");
            assertThatThrownBy(() -> toThread(() -> {
                channel.close();
            })).isInstanceOf(IllegalStateException.class);
            assertThat(channel).hasToString("<Channel capacity=0 receivers[1] ('r')>");

            toThread(() -> loop.callSoonThreadsafe(() -> {
                channel.trySend("b");
            }));
            sleep(ofMillis(1));
            assertThat(trace).containsExactly("r got b");
        });
    }

    // ---- what it says ----

    @Test
    void toStringAndStatistics_nameThoseWhoWait() {
        TestLoop.run(() -> {
            var channel = new Channel<String>(1, "jobs");
            List<Task<?>> tasks = new ArrayList<>();
            channel.send("a");
            for (int i = 0; i < 6; i++) {
                tasks.add(sender(channel, "v" + i));
            }
            sleep(ZERO);

            assertThat(channel).hasToString("<Channel 'jobs' capacity=1 values=[a] senders[6] ('send-v0', 'send-v1',"
                    + " 'send-v2', 'send-v3', 'send-v4', ...)>");
            assertThat(names(channel.statistics().senders())).hasSize(6).startsWith("send-v0");
            assertThat(tasks.getFirst().toString()).contains("wait_for=<Waiter pending of Channel 'jobs'>");
            channel.close();
            assertThat(channel).hasToString("<Channel 'jobs' capacity=1 values=[a] closed>");
            for (Task<?> task : tasks) {
                assertThatThrownBy(task::await).isInstanceOf(ChannelClosed.class);
            }
        });
        assertThat(new Channel<String>(Channel.UNBOUNDED)).hasToString("<Channel capacity=unbounded>");
    }
}
