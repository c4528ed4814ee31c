package org.asyncio4j.channel;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.sleep;
import static org.asyncio4j.Asyncio.timeout;
import static org.asyncio4j.channel.Select.onDone;
import static org.asyncio4j.channel.Select.onReceive;
import static org.asyncio4j.channel.Select.onSend;
import static org.asyncio4j.channel.Select.onTimeout;
import static org.asyncio4j.channel.Select.otherwise;
import static org.asyncio4j.channel.Select.seed;
import static org.asyncio4j.channel.Select.select;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.asyncio4j.CancelledError;
import org.asyncio4j.EventLoop;
import org.asyncio4j.Future;
import org.asyncio4j.NothingLeft;
import org.asyncio4j.Rule;
import org.asyncio4j.Task;
import org.asyncio4j.TestLoop;
import org.asyncio4j.TimeoutError;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** One clause of several takes effect, chosen fairly; the others leave no trace. */
@ExtendWith(NothingLeft.class)
class SelectTest {

    private final List<String> trace = new ArrayList<>();
    private final Channel<String> a = new Channel<>("a");
    private final Channel<String> b = new Channel<>("b");

    private String next() {
        return select(
                onReceive(a, value -> "a:" + value),
                onReceive(b, value -> "b:" + value),
                onTimeout(ofMillis(50), () -> "quiet"));
    }

    private void nothingWaits() {
        assertThat(a).hasToString("<Channel 'a' capacity=0>");
        assertThat(b).hasToString("<Channel 'b' capacity=0>");
    }

    // ---- each kind of clause ----

    @Test
    void onReceive_takesAValueThatIsThere() {
        TestLoop.run(() -> {
            createTask(() -> b.send("x"));
            sleep(ZERO);

            assertThat(next()).isEqualTo("b:x");
            nothingWaits();
        });
    }

    @Test
    @Rule("S20")
    void onReceive_waitsForAValue_andTheOthersLeaveNoTrace() {
        TestLoop.run(() -> {
            Task<String> selecting = createTask(this::next);
            sleep(ZERO);
            assertThat(names(a.statistics().receivers())).isEqualTo(names(b.statistics().receivers())).hasSize(1);
            assertThat(selecting.toString()).contains(
                    "wait_for=<Waiter pending of select(onReceive(Channel 'a'), onReceive(Channel 'b'), onTimeout(PT0.05S))>");

            a.send("x");
            nothingWaits();
            assertThat(b.trySend("y")).isFalse();
            assertThat(await(selecting)).isEqualTo("a:x");
            nothingWaits();
        });
    }

    private static List<String> names(List<Task<?>> tasks) {
        return tasks.stream().<String>map(Task::getName).toList();
    }

    @Test
    void onReceive_withoutAHandler_givesTheValue() {
        TestLoop.run(() -> {
            createTask(() -> a.send("x"));
            String value = select(onReceive(a), onReceive(b));

            assertThat(value).isEqualTo("x");
        });
    }

    @Test
    void onSend_sendsToAReceiver_orNothingAtAll() {
        TestLoop.run(() -> {
            Task<String> sending = createTask(() -> select(onSend(a, "to a", () -> "sent to a"),
                    onSend(b, "to b", () -> "sent to b")));
            sleep(ZERO);

            assertThat(b.receive()).isEqualTo("to b");
            assertThat(a.tryReceive()).isNull();
            assertThat(await(sending)).isEqualTo("sent to b");
            nothingWaits();
        });
    }

    @Test
    void onTimeout_endsTheWait() {
        TestLoop.run(() -> {
            assertThat(next()).isEqualTo("quiet");
            nothingWaits();
        });
    }

    @Test
    void theEarliestTimeout_counts() {
        TestLoop.run(() -> assertThat(Select.<String>select(onTimeout(ofMillis(20), () -> "late"),
                onTimeout(ofMillis(10), () -> "early"))).isEqualTo("early"));
    }

    @Test
    void onDone_waitsForAFuture_andNeverCancelsOne() {
        TestLoop.run(() -> {
            Task<Integer> task = createTask(() -> sleep(ofMillis(10), 42));
            Task<Integer> other = createTask(() -> sleep(ofMillis(20), 43));

            assertThat(Select.<Integer>select(onDone(task), onDone(other, result -> result + 1))).isEqualTo(42);
            assertThat(await(other)).isEqualTo(43);
            assertThat(Select.<Integer>select(onDone(other, result -> result + 1), onReceive(a, String::length)))
                    .isEqualTo(44);
        });
    }

    @Test
    void onDone_ofAFailure_throwsIt() {
        TestLoop.run(() -> {
            Task<String> failing = createTask(() -> {
                throw new IOException("no");
            });
            Future<String> cancelled = getRunningLoop().createFuture();
            cancelled.cancel();

            assertThatThrownBy(() -> select(onDone(failing), onReceive(a))).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> select(onDone(cancelled))).isInstanceOf(CancelledError.class);
            nothingWaits();
        });
    }

    @Test
    void otherwise_takesEffectIfNothingIsReady() {
        TestLoop.run(() -> {
            assertThat(select(onReceive(a), otherwise(() -> "nothing"))).isEqualTo("nothing");
            createTask(() -> a.send("x"));
            sleep(ZERO);
            assertThat(Select.<String>select(otherwise(() -> "nothing"), onReceive(a))).isEqualTo("x");
            assertThat(select(onReceive(a), onTimeout(ZERO, () -> "no time"), otherwise(() -> "nothing")))
                    .isEqualTo("no time");
            nothingWaits();
        });
    }

    @Test
    void voidHandlers_areTakenToo() {
        TestLoop.run(() -> {
            select(onTimeout(ofMillis(1), () -> {
                trace.add("timeout");
            }));
            select(otherwise(() -> {
                trace.add("otherwise");
            }), onTimeout(ofSeconds(1), () -> {
                trace.add("timeout");
            }));
            createTask(() -> a.receive());
            select(onSend(a, "x", () -> {
                trace.add("sent");
            }));

            assertThat(trace).containsExactly("timeout", "otherwise", "sent");
        });
    }

    @Test
    void handler_mayWaitAndThrow_andItsErrorIsThrownAsItIs() {
        TestLoop.run(() -> {
            createTask(() -> a.send("x"));
            assertThatThrownBy(() -> select(onReceive(a, value -> {
                sleep(ofMillis(10));
                nothingWaits();
                throw new IOException("handling " + value);
            }))).isInstanceOf(IOException.class).hasMessage("handling x");
        });
    }

    @Test
    void noClause_isRefused() {
        TestLoop.run(() -> assertThatThrownBy(() -> select(List.<Clause<String>>of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("select() needs something to wait for: give it at least one clause"));
    }

    @Test
    void clause_mayBeUsedAgain() {
        TestLoop.run(() -> {
            Clause<String> clause = onReceive(a);
            Clause<String> pause = onTimeout(ofMillis(10), () -> "quiet");
            assertThat(Select.<String>select(clause, pause)).isEqualTo("quiet");
            createTask(() -> a.send("x"));
            assertThat(Select.<String>select(clause, pause)).isEqualTo("x");
        });
    }

    // ---- closed channels ----

    @Test
    void closedChannel_throwsOrIsNoticed() {
        TestLoop.run(() -> {
            a.close();
            assertThatThrownBy(() -> select(onReceive(a), onReceive(b))).isInstanceOf(ChannelClosed.class);
            assertThatThrownBy(() -> select(onSend(a, "x", () -> "sent"), onReceive(b)))
                    .isInstanceOf(ChannelClosed.class);
            assertThat(select(onReceive(a, value -> value, () -> "the end"))).isEqualTo("the end");

            Task<String> waiting = createTask(() -> select(onReceive(b, value -> value, () -> "the end")));
            Task<String> sending = createTask(
                    () -> select(onSend(b, "x", () -> "sent"), onReceive(new Channel<String>())));
            assertThat(await(waiting)).isEqualTo("x");
            assertThat(await(sending)).isEqualTo("sent");
            Task<String> late = createTask(() -> select(onReceive(b, value -> value, () -> "the end")));
            sleep(ZERO);
            b.close();
            assertThat(await(late)).isEqualTo("the end");
        });
    }

    @Test
    void channelClosedWithAnError_throwsIt() {
        TestLoop.run(() -> {
            var error = new IOException("broken");
            Task<String> waiting = createTask(() -> select(onReceive(a, value -> value, () -> "the end")));
            sleep(ZERO);
            a.close(error);

            assertThatThrownBy(waiting::await).isSameAs(error);
        });
    }

    // ---- one effect ----

    @Test
    void bothSidesOfOneChannel_neverMeetThemselves_butEachOther() {
        TestLoop.run(() -> {
            Task<String> first = createTask(() -> exchange("1"));
            sleep(ZERO);
            assertThat(first.done()).isFalse();
            Task<String> second = createTask(() -> exchange("2"));

            assertThat(Stream.of(await(first), await(second)).sorted()).isIn(List.of("got 1", "sent"),
                    List.of("got 2", "sent"));
            nothingWaits();
        });
    }

    private String exchange(String value) {
        return select(onSend(a, value, () -> "sent"), onReceive(a, got -> "got " + got));
    }

    @Test
    @Rule("S20")
    void twoThatBecomeReadyInOneStep_onlyTheFirstTakesEffect() {
        TestLoop.run(() -> {
            Task<String> selecting = createTask(this::next);
            sleep(ZERO);
            assertThat(b.trySend("x")).isTrue();
            assertThat(a.trySend("y")).isFalse();
            assertThat(b.trySend("z")).isFalse();

            assertThat(await(selecting)).isEqualTo("b:x");
        });
    }

    // ---- fairness ----

    private static Channel<Integer> filled(int value) {
        var channel = new Channel<Integer>(Channel.UNBOUNDED);
        IntStream.range(0, 400).forEach(_ -> channel.send(value));
        return channel;
    }

    private static List<Integer> choices(@Nullable Long seed) {
        List<Integer> chosen = new ArrayList<>();
        TestLoop.run(() -> {
            if (seed != null) {
                seed(seed);
            }
            List<Clause<Integer>> clauses = IntStream.range(0, 4)
                    .mapToObj(SelectTest::filled)
                    .map(Select::onReceive)
                    .toList();
            for (int i = 0; i < 400; i++) {
                chosen.add(select(clauses));
            }
        });
        return chosen;
    }

    @Test
    @Rule("S20")
    void readyClauses_haveTheSameChance() {
        List<Integer> chosen = choices(null);

        for (int clause = 0; clause < 4; clause++) {
            assertThat(chosen.stream().filter(List.of(clause)::contains).count()).isBetween(70L, 130L);
        }
    }

    @Test
    @Rule("S20")
    void choices_dependOnTheSeedAlone() {
        assertThat(choices(null)).isEqualTo(choices(null)).isEqualTo(choices(0L));
        assertThat(choices(1L)).isEqualTo(choices(1L)).isNotEqualTo(choices(2L));
    }

    @Test
    void futureThatIsDone_doesNotKeepAChannelFromItsTurn() {
        TestLoop.run(() -> {
            Future<Integer> done = getRunningLoop().createFuture();
            done.setResult(0);
            Channel<Integer> ready = filled(1);
            List<Integer> chosen = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                chosen.add(select(onDone(done), onReceive(ready)));
            }
            assertThat(chosen).contains(0, 1);
        });
    }

    // ---- cancellation ----

    @Test
    void cancellation_takesNothingAndLeavesNoTrace() {
        TestLoop.run(() -> {
            Future<String> future = getRunningLoop().createFuture();
            Task<String> selecting = createTask(
                    () -> select(onReceive(a), onDone(future), onSend(b, "x", () -> "sent")));
            sleep(ZERO);
            selecting.cancel();
            assertThat(a.trySend("lost?")).isFalse();
            assertThat(b.tryReceive()).isNull();

            assertThatThrownBy(selecting::await).isInstanceOf(CancelledError.class);
            assertThat(future.done()).isFalse();
            nothingWaits();
        });
    }

    @Test
    void cancellationAfterTheHandOver_isDeliveredAtTheNextWait() {
        TestLoop.run(() -> {
            Task<String> selecting = createTask(() -> select(onReceive(a, value -> {
                trace.add("got " + value);
                sleep(ofSeconds(1));
                return value;
            })));
            sleep(ZERO);
            a.send("x");
            selecting.cancel();

            assertThatThrownBy(selecting::await).isInstanceOf(CancelledError.class);
            assertThat(trace).containsExactly("got x");
        });
    }

    @Test
    void cancellationAfterAFutureWasDone_comesFirst() {
        TestLoop.run(() -> {
            Future<String> future = getRunningLoop().createFuture();
            Task<String> selecting = createTask(() -> select(onDone(future, result -> {
                trace.add(result);
                return result;
            })));
            sleep(ZERO);
            future.setResult("x");
            sleep(ZERO);
            selecting.cancel();

            assertThatThrownBy(selecting::await).isInstanceOf(CancelledError.class);
            assertThat(trace).isEmpty();
            assertThat(future.result()).isEqualTo("x");
        });
    }

    @Test
    void deadlineAroundASelect_works() {
        TestLoop.run(() -> {
            assertThatThrownBy(() -> timeout(ofMillis(10), this::next)).isInstanceOf(TimeoutError.class);
            nothingWaits();
        });
    }

    // ---- where it is used ----

    @Test
    void futureOfAnotherLoop_isRefused_andNothingIsLeft() {
        try (EventLoop other = TestLoop.create()) {
            Future<String> foreign = other.createFuture();
            TestLoop.run(() -> {
                assertThatThrownBy(() -> select(onReceive(a), onDone(foreign)))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessage("onDone(<Future pending>) waits for a future of a different event loop");
                nothingWaits();
            });
        }
    }

    @Test
    void callback_canSelectWhatIsReady_butNotWait() {
        var reports = TestLoop.reportsOf(() -> {
            getRunningLoop().callSoon(() -> trace.add(select(onReceive(a), otherwise(() -> "nothing"))));
            getRunningLoop().callSoon(() -> trace.add(select(onReceive(a))));
            sleep(ZERO);
        });

        assertThat(trace).containsExactly("nothing");
        assertThat(reports).singleElement()
                .satisfies(report -> assertThat(report.exception()).isInstanceOf(IllegalStateException.class)
                        .hasMessageStartingWith(
                                "select(onReceive(Channel 'a')) cannot be waited for in a callback of "));
    }
}
