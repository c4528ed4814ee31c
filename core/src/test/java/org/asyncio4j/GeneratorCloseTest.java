package org.asyncio4j;

import static java.time.Duration.ZERO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.asyncio4j.Asyncio.generate;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.sleep;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Closing a generator: by hand, and by the loop at its end. */
@ExtendWith({NothingLeft.class, Watchdog.class})
class GeneratorCloseTest {

    private final List<String> trace = new ArrayList<>();

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

    // ---- by hand ----

    @Test
    @Rule("N4")
    void close_runsTheFinallyBlockAndWaitsForIt() {
        TestLoop.run(() -> {
            Generator<Integer> generator = counter(10);
            try (generator) {
                for (int number : generator) {
                    if (number == 2) {
                        break;
                    }
                }
                assertThat(trace).isEmpty();
                assertThat(generator.toString()).isEqualTo("<Generator suspended>");
            }
            assertThat(trace).containsExactly("cleaned up");
            assertThat(generator.toString()).isEqualTo("<Generator ended>");
            generator.close();
            assertThat(generator.hasNext()).isFalse();
        });
    }

    @Test
    void close_dropsAValueThatWasNotFetched() {
        TestLoop.run(() -> {
            Generator<Integer> generator = counter(10);
            assertThat(generator.hasNext()).isTrue();
            generator.close();

            assertThat(generator.hasNext()).isFalse();
        });
    }

    @Test
    @Rule("N4")
    void close_beforeTheStart_runsNothingAndNeedsNoLoop() {
        Generator<Integer> generator = counter(10);
        assertThat(generator.toString()).isEqualTo("<Generator not started>");
        generator.close();

        assertThat(generator.hasNext()).isFalse();
        assertThat(trace).isEmpty();
    }

    @Test
    void close_ofABodyThatCatchesTheExitAndEnds_isQuiet() {
        TestLoop.run(() -> {
            Generator<Integer> generator = generate(out -> {
                try {
                    out.emit(1);
                } catch (GeneratorExit exit) {
                    trace.add(exit.getMessage());
                }
            });
            generator.next();
            generator.close();

            assertThat(trace).containsExactly("the generator is being closed");
        });
    }

    @Test
    void close_ofABodyThatFailsWhileItCleansUp_throwsThat() {
        var error = new IOException("while cleaning up");
        TestLoop.run(() -> {
            Generator<Integer> generator = generate(out -> {
                try {
                    out.emit(1);
                } catch (GeneratorExit _) {
                    throw error;
                }
            });
            generator.next();

            assertThatThrownBy(generator::close).isSameAs(error);
            generator.close();
        });
    }

    @Test
    @Rule("N4")
    void close_ofABodyThatEmitsAgain_isRefusedEvenIfTheBodySwallowsThat() {
        TestLoop.run(() -> {
            for (boolean swallows : new boolean[] {false, true}) {
                Generator<Integer> generator = generate(out -> {
                    try {
                        out.emit(1);
                    } catch (GeneratorExit _) {
                        try {
                            out.emit(2);
                        } catch (IllegalStateException refused) {
                            if (!swallows) {
                                throw refused;
                            }
                        }
                    }
                });
                generator.next();

                assertThatThrownBy(generator::close).isInstanceOf(IllegalStateException.class)
                        .hasMessage("async generator ignored GeneratorExit");
                assertThat(generator.hasNext()).isFalse();
                generator.close();
            }
        });
    }

    // ---- at the end of the loop ----

    @Test
    @Rule("N5")
    void endOfTheLoop_closesAllThatAreSuspendedSideBySide() {
        TestLoop.run(() -> {
            for (String name : List.of("a", "b")) {
                Generator<Integer> generator = generate(out -> {
                    try {
                        out.emit(1);
                    } finally {
                        trace.add(name + " 1");
                        sleep(ZERO);
                        trace.add(name + " 2");
                    }
                });
                generator.next();
            }
            counter(1).close();
        });
        assertThat(trace).containsExactly("a 1", "b 1", "a 2", "b 2");
    }

    @Test
    @Rule("N5")
    void failureAtTheEndOfTheLoop_isReported() {
        var error = new IOException("while cleaning up");
        List<Generator<Integer>> generators = new ArrayList<>();
        List<ExceptionContext> reports = TestLoop.reportsOf(() -> {
            Generator<Integer> generator = generate(out -> {
                try {
                    out.emit(1);
                } catch (GeneratorExit _) {
                    throw error;
                }
            });
            generator.next();
            generators.add(generator);
            counter(2).next();
        });
        assertThat(reports).singleElement().satisfies(report -> {
            assertThat(report.message()).isEqualTo(
                    "an error occurred during closing of asynchronous generator <Generator ended>");
            assertThat(report.exception()).isSameAs(error);
            assertThat(report.get("asyncgen")).isSameAs(generators.getFirst());
        });
        assertThat(trace).containsExactly("cleaned up");
    }

    @Test
    @Rule("N5")
    void loopThatIsClosedWithoutShutdown_closesThemToo() {
        List<String> events = new ArrayList<>();
        EventLoop loop = TestLoop.create();
        loop.runUntilComplete(() -> {
            Generator<Integer> left = generate(out -> {
                try {
                    out.emit(1);
                    out.emit(2);
                } finally {
                    sleep(ZERO);
                    events.add("cleaned up");
                }
            });
            assertThat(left.next()).isEqualTo(1);
        });
        loop.close();
        assertThat(events).containsExactly("cleaned up");
    }

    @Test
    void generatorThatStartsAfterTheShutdown_isLoggedAndWorks() {
        try (var log = new LogLines()) {
            TestLoop.run(() -> {
                getRunningLoop().shutdownAsyncgens();

                assertThat(numbers(1).stream()).containsExactly(1);
            });
            assertThat(log.warnings()).containsExactly("asynchronous generator <Generator"
                    + " not started> was scheduled after loop.shutdown_asyncgens() call");
        }
    }

    @Test
    void closeThatIsRefused_losesNoValue() {
        TestLoop.run(() -> {
            Generator<Integer> numbers = numbers(2);
            assertThat(numbers.hasNext()).isTrue();
            getRunningLoop().callSoon(() -> assertThatThrownBy(numbers::close)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith("await outside of a task: a callback of "));
            sleep(ZERO);

            assertThat(numbers.next()).isEqualTo(1);
            numbers.close();
        });
    }
}
