package org.asyncio4j;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofSeconds;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.currentTask;
import static org.asyncio4j.Asyncio.generate;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.sleep;
import static org.asyncio4j.Asyncio.timeout;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Iterating over what a body makes that may wait. */
@ExtendWith({NothingLeft.class, Watchdog.class})
class GeneratorTest {

    private final List<String> trace = new ArrayList<>();
    private final ContextVar<String> variable = new ContextVar<>("variable", "unset");

    /** Emits 1, 2 ... and waits for one tick before each, and at its end. */
    private Generator<Integer> counter(int last) {
        return generate(out -> {
            try {
                for (int i = 1; i <= last; i++) {
                    sleep(ZERO);
                    out.emit(i);
                }
            } finally {
                sleep(ZERO);
                trace.add("cleaned up");
            }
        });
    }

    /** Emits 1, 2 ... and never waits. */
    private Generator<Integer> numbers(int last) {
        return generate(out -> {
            for (int i = 1; i <= last; i++) {
                trace.add("emit " + i);
                out.emit(i);
            }
            trace.add("end");
        });
    }

    // ---- iterating ----

    @Test
    @Rule("N1")
    void body_runsInLockStepWithItsConsumer() {
        TestLoop.run(() -> {
            Generator<Integer> generator = numbers(2);
            trace.add("made");
            for (int number : generator) {
                trace.add("got " + number);
            }
            assertThat(trace).containsExactly("made", "emit 1", "got 1", "emit 2", "got 2", "end");
        });
    }

    @Test
    void generator_isUsedUpByOneIteration() {
        TestLoop.run(() -> {
            Generator<Integer> generator = numbers(2);

            assertThat(generator.next()).isEqualTo(1);
            List<Integer> rest = new ArrayList<>();
            for (int number : generator) {
                rest.add(number);
            }
            assertThat(rest).containsExactly(2);
            assertThat(generator.hasNext()).isFalse();
            assertThatThrownBy(generator::next).isInstanceOf(NoSuchElementException.class)
                    .hasMessage("<Generator ended> has no more values");
        });
    }

    @Test
    void hasNext_askedTwice_fetchesOneValue() {
        TestLoop.run(() -> {
            Generator<Integer> generator = numbers(2);
            assertThat(generator.hasNext()).isTrue();
            assertThat(generator.hasNext()).isTrue();
            assertThat(trace).containsExactly("emit 1");
            assertThat(generator.next()).isEqualTo(1);
            generator.close();
        });
    }

    @Test
    void null_isAValue() {
        TestLoop.run(() -> {
            Generator<@Nullable String> generator = generate(out -> out.emit(null));

            assertThat(generator.next()).isNull();
            assertThat(generator.hasNext()).isFalse();
        });
    }

    @Test
    @Rule("N1")
    void bodyThatDoesNotWait_givesNobodyElseATurn() {
        TestLoop.run(() -> {
            Task<?> other = createTask(() -> trace.add("other"));
            long tick = Ticks.now();
            for (int number : numbers(3)) {
                trace.add("got " + number);
            }
            assertThat(Ticks.now()).isEqualTo(tick);
            assertThat(trace).doesNotContain("other");
            await(other);
        });
    }

    @Test
    @Rule("N1")
    void bodyThatWaits_takesTheTicksOfItsWaitsAndNoMore() {
        TestLoop.run(() -> {
            long tick = Ticks.now();
            Generator<Integer> generator = counter(2);

            assertThat(generator.next()).isEqualTo(1);
            assertThat(Ticks.now() - tick).isEqualTo(1);
            assertThat(generator.next()).isEqualTo(2);
            assertThat(Ticks.now() - tick).isEqualTo(2);
            assertThat(generator.hasNext()).isFalse();
            assertThat(Ticks.now() - tick).isEqualTo(3);
        });
    }

    @Test
    void manyValues_useNoMoreStackThanOne() {
        int count = 20_000;
        Generator<Integer> generator = generate(out -> {
            for (int i = 0; i < count; i++) {
                out.emit(i);
            }
        });
        TestLoop.run(() -> {
            int expected = 0;
            for (int number : generator) {
                assertThat(number).isEqualTo(expected++);
            }
            assertThat(expected).isEqualTo(count);
        });
    }

    @Test
    void generatorsInGenerators_areOneTask() {
        TestLoop.run(() -> {
            Generator<String> outer = generate(out -> {
                for (int number : counter(2)) {
                    sleep(ZERO);
                    out.emit("outer " + number);
                }
            });

            assertThat(outer.stream()).containsExactly("outer 1", "outer 2");
        });
    }

    @Test
    void stream_isLazyAndClosesTheGenerator() {
        TestLoop.run(() -> {
            try (var stream = counter(10).stream()) {
                assertThat(stream.map(each -> each * 2).filter(each -> each > 2).findFirst()).contains(4);
                assertThat(trace).isEmpty();
            }
            assertThat(trace).containsExactly("cleaned up");
        });
    }

    // ---- whose step it is ----

    @Test
    @Rule("N2")
    void body_isAPartOfTheTaskThatAsks() {
        TestLoop.run(() -> {
            Generator<Task<?>> generator = generate(out -> {
                for (;;) {
                    sleep(ZERO);
                    out.emit(requireNonNull(currentTask()));
                }
            });
            Task<?> other = createTask(() -> {
                assertThat(generator.next()).isSameAs(currentTask());
            });
            await(other);
            assertThat(generator.next()).isSameAs(currentTask());
            assertThat(Asyncio.allTasks()).containsExactly(currentTask());
            generator.close();
        });
    }

    @Test
    @Rule("N2")
    void contextVariables_areThoseOfTheTaskThatAsks() {
        TestLoop.run(() -> {
            Generator<String> generator = generate(out -> {
                for (int i = 1;; i++) {
                    String seen = variable.get();
                    variable.set("set by the body " + i);
                    out.emit(seen);
                }
            });
            variable.set("mine");
            assertThat(generator.next()).isEqualTo("mine");
            assertThat(variable.get()).isEqualTo("set by the body 1");
            Task<String> other = createTask(() -> {
                variable.set("other's");
                return generator.next() + ", then " + variable.get();
            });

            assertThat(await(other)).isEqualTo("other's, then set by the body 2");
            assertThat(variable.get()).isEqualTo("set by the body 1");
            assertThat(generator.next()).isEqualTo("set by the body 1");
            generator.close();
        });
    }

    @Test
    void contextThatTheBodyRunsIn_isItsOwn() {
        var inner = new Context();
        TestLoop.run(() -> {
            Generator<String> generator = generate(out -> inner.run(() -> {
                variable.set("inner");
                out.emit("first");
                out.emit(variable.get());
            }));
            generator.next();

            assertThat(variable.get()).isEqualTo("unset");
            assertThat(generator.next()).isEqualTo("inner");
            assertThat(generator.hasNext()).isFalse();
            assertThat(variable.get()).isEqualTo("unset");
        });
    }

    @Test
    void eagerTask_iteratesWithinTheStepOfItsCreator() {
        TestLoop.run(() -> {
            TaskOptions eager = TaskOptions.defaults().withEagerStart(true);
            Task<?> task = createTask(() -> {
                for (int number : numbers(2)) {
                    trace.add("got " + number);
                }
            }, eager);

            assertThat(task.done()).isTrue();
            assertThat(trace).containsExactly("emit 1", "got 1", "emit 2", "got 2", "end");
            Task<Integer> waiting = createTask(() -> counter(1).next(), eager);
            assertThat(waiting.done()).isFalse();
            assertThat(await(waiting)).isEqualTo(1);
        });
    }

    @Test
    void eagerTaskStartedByABody_returnsToTheBody() {
        TestLoop.run(() -> {
            TaskOptions eager = TaskOptions.defaults().withEagerStart(true);
            Generator<String> generator = generate(out -> {
                Task<Integer> child = createTask(() -> counter(1).next(), eager);
                trace.add("back");
                out.emit("child " + child.done());
                out.emit("child " + await(child));
            });

            assertThat(generator.stream()).containsExactly("child false", "child 1");
            assertThat(trace).startsWith("back");
        });
    }

    // ---- failing and cancelling ----

    @Test
    @Rule("N3")
    void errorOfTheBody_comesOutOfNextAsTheVeryObjectAndEndsTheGenerator() {
        var error = new IOException("broken");
        TestLoop.run(() -> {
            Generator<Integer> generator = generate(out -> {
                out.emit(1);
                throw error;
            });
            assertThat(generator.next()).isEqualTo(1);

            assertThatThrownBy(generator::next).isSameAs(error);
            assertThat(generator.hasNext()).isFalse();
            generator.close();
        });
    }

    @Test
    @Rule("N2")
    void cancellation_goesThroughTheBodyAndOutOfNext() {
        TestLoop.run(() -> {
            Generator<Integer> generator = generate(out -> {
                try {
                    sleep(ofSeconds(9));
                } catch (CancelledError cancelled) {
                    trace.add("body: " + cancelled.getMessage());
                    sleep(ZERO);
                    throw cancelled;
                }
            });
            Task<?> task = createTask(() -> {
                try {
                    generator.next();
                } catch (CancelledError cancelled) {
                    trace.add("consumer");
                    throw cancelled;
                }
            });
            sleep(ofSeconds(1));
            task.cancel("enough");

            assertThatThrownBy(() -> await(task)).isInstanceOf(CancelledError.class).hasMessage("enough");
            assertThat(trace).containsExactly("body: enough", "consumer");
            assertThat(generator.hasNext()).isFalse();
        });
    }

    @Test
    void cancellationThatTheBodyCatches_isOver() {
        TestLoop.run(() -> {
            Generator<String> generator = generate(out -> {
                try {
                    sleep(ofSeconds(9));
                } catch (CancelledError _) {
                    out.emit("caught");
                }
                out.emit("more");
            });
            Task<String> task = createTask(() -> generator.next());
            sleep(ZERO);
            task.cancel();

            assertThat(await(task)).isEqualTo("caught");
            assertThat(generator.stream()).containsExactly("more");
        });
    }

    @Test
    void timeoutAroundNext_endsTheBody() {
        TestLoop.run(() -> {
            Generator<Integer> generator = generate(_ -> {
                try {
                    sleep(ofSeconds(9));
                } finally {
                    trace.add("cleaned up");
                }
            });
            assertThatThrownBy(() -> timeout(ofSeconds(1), () -> generator.next())).isInstanceOf(TimeoutError.class);
            assertThat(trace).containsExactly("cleaned up");
            assertThat(generator.hasNext()).isFalse();
        });
    }

    @Test
    @Tag("mounted-only")
    void cancellation_whileTheBodyIsInACallOfTheJdk_interruptsIt() {
        TestLoop.run(() -> {
            Generator<Integer> generator = generate(_ -> {
                try {
                    new CountDownLatch(1).await();
                } finally {
                    trace.add("cleaned up");
                }
            });
            Task<?> task = createTask(() -> generator.next());
            sleep(ofSeconds(1));
            task.cancel();

            assertThatThrownBy(() -> await(task)).isInstanceOf(CancelledError.class);
            assertThat(trace).containsExactly("cleaned up");
        });
    }

    // ---- wrong use ----

    @Test
    @Rule("N6")
    void next_whileAnotherTaskWaitsForIt_isRefused() {
        TestLoop.run(() -> {
            Generator<Integer> generator = counter(1);
            Task<Integer> first = createTask(() -> generator.next());
            sleep(ZERO);

            assertThat(generator.toString()).isEqualTo("<Generator running>");
            assertThatThrownBy(generator::next).isInstanceOf(IllegalStateException.class)
                    .hasMessage("anext(): asynchronous generator is already running");
            assertThatThrownBy(generator::close).isInstanceOf(IllegalStateException.class)
                    .hasMessage("aclose(): asynchronous generator is already running");
            assertThat(await(first)).isEqualTo(1);
            generator.close();
        });
    }

    @Test
    @Rule("N6")
    void next_inItsOwnBody_isRefused() {
        TestLoop.run(() -> {
            List<Generator<Integer>> self = new ArrayList<>();
            Generator<Integer> generator = generate(_ -> self.getFirst().next());
            self.add(generator);

            assertThatThrownBy(generator::next).isInstanceOf(IllegalStateException.class)
                    .hasMessage("anext(): asynchronous generator is already running");
        });
    }

    @Test
    void next_outsideOfATask_isRefusedAndStartsNothing() {
        Generator<Integer> generator = numbers(1);
        assertThatThrownBy(generator::next).isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("await outside of a task: no event loop is running");
        TestLoop.run(() -> {
            getRunningLoop().callSoon(() -> assertThatThrownBy(generator::next)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith("await outside of a task: a callback of "));
            sleep(ZERO);

            assertThat(generator.next()).isEqualTo(1);
            generator.close();
        });
    }

    @Test
    void next_inAnotherLoop_isRefused() {
        Generator<Integer> generator = numbers(2);
        try (EventLoop first = TestLoop.create(); EventLoop second = TestLoop.create()) {
            first.runUntilComplete(() -> generator.next());
            second.runUntilComplete(() -> {
                assertThatThrownBy(generator::next).isInstanceOf(IllegalStateException.class)
                        .hasMessageStartingWith("<Generator suspended> was started in another event loop, <EventLoop ");
                assertThatThrownBy(generator::close).isInstanceOf(IllegalStateException.class);
            });
            first.runUntilComplete(() -> {
                assertThat(generator.next()).isEqualTo(2);
                generator.close();
            });
        }
    }

    @Test
    void emit_byATaskOfTheBody_isRefused() {
        TestLoop.run(() -> {
            Generator<Integer> generator = generate(out -> createTask(() -> out.emit(1)).await());

            assertThatThrownBy(generator::next).isInstanceOf(IllegalStateException.class)
                    .hasMessage("emit() of <Generator running> was called outside of its body; only the code of the"
                            + " body itself may emit, not its tasks and callbacks");
        });
    }

    @Test
    void emit_byACallbackWhileTheBodyWaits_isRefused() {
        TestLoop.run(() -> {
            Generator<Integer> generator = generate(out -> {
                getRunningLoop().callSoon(() -> {
                    try {
                        out.emit(99);
                    } catch (IllegalStateException refused) {
                        trace.add("refused");
                    }
                });
                sleep(ofSeconds(1));
                out.emit(1);
            });

            assertThat(generator).containsExactly(1);
            assertThat(trace).containsExactly("refused");
        });
    }

    @Test
    @SuppressWarnings("NullAway") // null is what is tested
    void null_isRefusedByName() {
        assertThatThrownBy(() -> generate(null)).isInstanceOf(NullPointerException.class).hasMessage("body");
    }
}
