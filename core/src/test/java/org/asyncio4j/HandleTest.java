package org.asyncio4j;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.sleep;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Scheduled callbacks: running, cancelling, and what becomes of their errors. */
@ExtendWith(NothingLeft.class)
class HandleTest {

    private final List<String> trace = new ArrayList<>();

    /** A callback that can be recognized in messages. */
    private record Named(String name, Runnable work) implements Runnable {
        @Override
        public void run() {
            work.run();
        }

        @Override
        public String toString() {
            return name;
        }
    }

    // ---- cancelling ----

    @Test
    void cancel_beforeItRuns_itNeverDoes() {
        TestLoop.run(() -> {
            EventLoop loop = getRunningLoop();
            List<Handle> handles = List.of(loop.callSoon(() -> trace.add("soon")),
                    loop.callSoonThreadsafe(() -> trace.add("threadsafe")),
                    loop.callLater(ZERO, () -> trace.add("later")),
                    loop.callAt(loop.time(), () -> trace.add("at")));
            handles.forEach(Handle::cancel);
            sleep(ofSeconds(1));

            assertThat(trace).isEmpty();
            assertThat(handles).allMatch(Handle::cancelled);
        });
    }

    @Test
    @Rule("O12")
    void cancel_byAnEarlierCallbackOfTheSameBatch_skipsIt() {
        TestLoop.run(() -> {
            EventLoop loop = getRunningLoop();
            List<Handle> later = new ArrayList<>();
            loop.callSoon(() -> later.forEach(Handle::cancel));
            later.add(loop.callSoon(() -> trace.add("skipped")));
            loop.callSoon(() -> trace.add("after it"));
            sleep(ZERO);

            assertThat(trace).containsExactly("after it");
        });
    }

    @Test
    @Rule("O12")
    void cancel_ofATimerThatIsDueInThisBatch_skipsIt() {
        var time = new VirtualTime();
        TestLoop.run(time, () -> {
            EventLoop loop = getRunningLoop();
            List<Handle> later = new ArrayList<>();
            loop.callLater(ofSeconds(1), () -> later.forEach(Handle::cancel));
            later.add(loop.callLater(ofSeconds(2), () -> trace.add("skipped")));
            time.advance(ofSeconds(3).toNanos());
            sleep(ofSeconds(1));

            assertThat(trace).isEmpty();
        });
    }

    @Test
    @Rule("O12")
    void cancel_afterItRan_onlyChangesWhatItAnswers() {
        TestLoop.run(() -> {
            Handle handle = getRunningLoop().callSoon(() -> trace.add("ran"));
            sleep(ZERO);
            assertThat(handle.cancelled()).isFalse();
            handle.cancel();
            handle.cancel();

            assertThat(handle.cancelled()).isTrue();
            assertThat(trace).containsExactly("ran");
        });
    }

    @Test
    void cancel_byItself_isHarmless() {
        TestLoop.run(() -> {
            EventLoop loop = getRunningLoop();
            List<Handle> handles = new ArrayList<>();
            Runnable cancelAll = () -> {
                handles.forEach(Handle::cancel);
                trace.add("went on");
            };
            handles.add(loop.callSoonThreadsafe(cancelAll));
            sleep(ZERO);

            assertThat(trace).containsExactly("went on");
        });
    }

    @Test
    @Rule("O13")
    void cancelledTimer_leavesTheHeapAtOnce() {
        TestLoop.run(() -> {
            EventLoop loop = getRunningLoop();
            TimerHeap timers = ((BaseEventLoop) loop).tick().timers();
            TimerHandle timer = loop.callLater(ofSeconds(1), () -> {});
            loop.callLater(ofSeconds(2), () -> {});
            timer.cancel();
            timer.cancel();

            assertThat(timers.size()).isOne();
        });
    }

    // ---- what is known of it ----

    @Test
    void getContext_isACopyOfTheCurrentOneOrTheOneGiven() {
        TestLoop.run(() -> {
            var variable = new ContextVar<String>("variable");
            variable.set("then");
            var given = new Context();
            Handle copied = getRunningLoop().callSoon(() -> trace.add(variable.get()));
            Handle shared = getRunningLoop().callSoon(() -> variable.set("from the callback"), given);
            variable.set("now");
            sleep(ZERO);

            assertThat(copied.getContext().get(variable)).isEqualTo("then");
            assertThat(trace).containsExactly("then");
            assertThat(shared.getContext()).isSameAs(given);
            assertThat(given.get(variable)).isEqualTo("from the callback");
            assertThat(variable.get()).isEqualTo("now");
        });
    }

    @Test
    void when_isTheDeadline() {
        TestLoop.run(() -> {
            EventLoop loop = getRunningLoop();

            assertThat(loop.callAt(ofSeconds(5000), () -> {}).when()).isEqualTo(ofSeconds(5000));
            assertThat(loop.callLater(ofSeconds(10), () -> {}).when().minus(loop.time()))
                    .isBetween(ofSeconds(9), ofSeconds(10));
        });
    }

    @Test
    void toString_namesTheCallbackAlsoOnceItIsCancelled() {
        TestLoop.run(() -> {
            var callback = new Named("greet", () -> {});
            Handle handle = getRunningLoop().callSoon(callback);
            TimerHandle timer = getRunningLoop().callAt(ofSeconds(5000), callback);

            assertThat(handle).hasToString("<Handle greet>");
            assertThat(timer.toString()).startsWith("<TimerHandle when=5000.0").endsWith(" greet>");
            handle.cancel();
            timer.cancel();
            assertThat(handle).hasToString("<Handle cancelled greet>");
            assertThat(timer.toString()).startsWith("<TimerHandle cancelled when=5000.0").endsWith(" greet>");
        });
    }

    @Test
    void toString_ofACancelledLambda_namesItsClass() {
        TestLoop.run(() -> {
            Runnable lambda = () -> {};
            Handle handle = getRunningLoop().callSoon(lambda);
            handle.cancel();

            assertThat(handle).hasToString("<Handle cancelled " + lambda.getClass().getName() + ">");
        });
    }

    // ---- errors ----

    @Test
    @Rule("E1")
    void error_isReportedWithItsHandleAndTheBatchGoesOn() {
        var error = new AssertionError("an Error");
        List<Handle> handles = new ArrayList<>();
        List<ExceptionContext> reports = TestLoop.reportsOf(() -> {
            handles.add(getRunningLoop().callSoon(new Named("faulty", () -> {
                throw error;
            })));
            getRunningLoop().callSoon(() -> trace.add("next"));
            sleep(ZERO);
        });

        assertThat(trace).containsExactly("next");
        assertThat(reports).singleElement().satisfies(report -> {
            assertThat(report.message()).isEqualTo("Exception in callback faulty");
            assertThat(report.exception()).isSameAs(error);
            assertThat(report.get("handle")).isSameAs(handles.getFirst());
        });
    }

    @Test
    @Rule("E1")
    void cancelledError_isReportedLikeAnyOther() {
        List<ExceptionContext> reports = TestLoop.reportsOf(() -> {
            getRunningLoop().callSoon(() -> {
                throw new CancelledError("in a callback");
            });
            sleep(ZERO);
        });

        assertThat(reports).singleElement()
                .satisfies(report -> assertThat(report.exception())
                        .isInstanceOf(CancelledError.class));
    }

    @Test
    void checkedException_thrownUndeclared_isReported() {
        List<ExceptionContext> reports = TestLoop.reportsOf(() -> {
            getRunningLoop().callSoon(() -> {
                throw Rethrow.unchecked(new IOException("sneaky"));
            });
            sleep(ZERO);
        });

        assertThat(reports).singleElement()
                .satisfies(report -> assertThat(report.exception())
                        .isInstanceOf(IOException.class));
    }

    @Test
    @Rule("E2")
    void requestToEndTheProgram_leavesTheLoopAtOnceAndKeepsTheRest() {
        for (Error request : List.of(new SystemExit(1), new KeyboardInterrupt())) {
            trace.clear();
            try (EventLoop loop = TestLoop.create()) {
                loop.callSoon(() -> {
                    throw request;
                });
                loop.callSoon(() -> trace.add("kept"));

                assertThatThrownBy(loop::runForever).isSameAs(request);
                assertThat(trace).isEmpty();
                assertThat(loop.isRunning()).isFalse();
                assertThat(loop.isClosed()).isFalse();

                loop.runUntilComplete(() -> {});
                assertThat(trace).containsExactly("kept");
            }
        }
    }

    /** A callback runs on whichever thread has the loop at the moment; here that is one of a task. */
    @Test
    @Rule("E2")
    void requestToEndTheProgram_whileTasksWait_leavesTheLoopAndTheyGoOnLater() {
        try (EventLoop loop = TestLoop.create()) {
            Task<String> task = loop.createTask(() -> sleep(ofSeconds(5), "went on"));
            loop.callLater(ofSeconds(1), () -> {
                throw new SystemExit(1);
            });

            assertThatThrownBy(loop::runForever).isInstanceOf(SystemExit.class);
            assertThat(loop.runUntilComplete(task)).isEqualTo("went on");
        }
    }

    @Test
    void errorOfACallbackWhoseTextCannotBeMade_isReportedAllTheSame() {
        var error = new IllegalArgumentException("in the callback");
        Runnable nameless = new Runnable() {
            @Override
            public void run() {
                throw error;
            }

            @Override
            public String toString() {
                throw new IllegalStateException("no text");
            }
        };
        List<ExceptionContext> reports = TestLoop.reportsOf(() -> {
            getRunningLoop().callSoon(nameless);
            sleep(ofSeconds(1));
        });

        assertThat(reports).singleElement().satisfies(report -> assertThat(report.exception()).isSameAs(error));
    }

    @Test
    void cancelByAnotherThread_whichIsWrong_doesNotBreakTheLoop() {
        for (int round = 0; round < 20; round++) {
            var handles = new AtomicReferenceArray<@Nullable Handle>(1_000);
            Thread canceller = Thread.ofPlatform().start(() -> cancelAll(handles));
            TestLoop.run(() -> {
                for (int i = 0; i < handles.length(); i++) {
                    handles.set(i, getRunningLoop().callSoon(() -> {}));
                    sleep(ZERO);
                }
                canceller.join();
                sleep(ZERO);
            });
        }
    }

    private static void cancelAll(AtomicReferenceArray<@Nullable Handle> handles) {
        for (int i = 0; i < handles.length(); i++) {
            Handle handle = handles.get(i);
            while (handle == null) {
                Thread.onSpinWait();
                handle = handles.get(i);
            }
            handle.cancel();
        }
    }
}
