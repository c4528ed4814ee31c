package org.asyncio4j;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.getEventLoop;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.run;
import static org.asyncio4j.Asyncio.setEventLoop;
import static org.asyncio4j.Asyncio.sleep;
import static org.asyncio4j.Asyncio.toThread;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The entry of a program, and what is cleaned up at its end. */
@ExtendWith(NothingLeft.class)
class RunnerTest {

    private static final RunnerOptions VIRTUAL = RunnerOptions.defaults().withLoopFactory(TestLoop::create);

    private final List<String> trace = new ArrayList<>();

    // ---- run ----

    @Test
    void run_givesTheResultAndClosesTheLoop() {
        List<EventLoop> loops = new ArrayList<>();

        assertThat(run(() -> {
            loops.add(getRunningLoop());
            return "x";
        })).isEqualTo("x");
        assertThat(loops).singleElement().satisfies(loop -> assertThat(loop.isClosed()).isTrue());
    }

    private void link(int number) {
        trace.add("link " + number);
        createTask(() -> link(number + 1));
    }

    @Test
    @Rule("R12")
    void whatCleaningUpStarts_goesOnForTheTicksOfTheEnd() {
        List<ExceptionContext> reports = TestLoop.reportsOf(() -> {
            createTask(() -> {
                try {
                    sleep(ofSeconds(9));
                } finally {
                    createTask(() -> link(1));
                }
            });
            sleep(ZERO);
        });

        assertThat(trace).hasSize(6).last().isEqualTo("link 6");
        assertThat(reports).as("the link that did not begin").hasSize(1);
    }

    @Test
    @Rule("R2")
    void run_throwsTheVeryErrorAfterCleaningUp() {
        var error = new IOException("of main");

        assertThatThrownBy(() -> run(() -> {
            createTask(() -> {
                try {
                    sleep(ofSeconds(9));
                } finally {
                    trace.add("cleaned up");
                }
            });
            sleep(ZERO);
            throw error;
        }, VIRTUAL)).isSameAs(error);
        assertThat(trace).containsExactly("cleaned up");
    }

    @Test
    void run_ofACancelledMain_throwsCancelledError() {
        assertThatThrownBy(() -> run(() -> {
            throw new CancelledError("by itself");
        })).isInstanceOf(CancelledError.class).hasMessage("by itself");
    }

    @Test
    void run_insideALoop_isRefused() {
        TestLoop.run(() -> {
            assertThatThrownBy(() -> run(() -> "x")).isInstanceOf(IllegalStateException.class)
                    .hasMessage("asyncio.run() cannot be called from a running event loop");
            try (var runner = new Runner(VIRTUAL)) {
                assertThatThrownBy(() -> runner.run(() -> "x")).isInstanceOf(IllegalStateException.class)
                        .hasMessage("Runner.run() cannot be called from a running event loop");
            }
        });
    }

    @Test
    void debug_isSetAsAskedFor() {
        assertThat(run(() -> getRunningLoop().getDebug(), VIRTUAL)).isFalse();
        assertThat(run(() -> getRunningLoop().getDebug(), VIRTUAL.withDebug(true))).isTrue();
    }

    // ---- what is left over ----

    @Test
    @Rule("R2")
    void leftovers_areCancelledAndWaitedFor() {
        List<Task<?>> left = new ArrayList<>();
        run(() -> {
            left.add(createTask(() -> {
                try {
                    sleep(ofSeconds(9));
                } finally {
                    sleep(ofSeconds(1));
                    trace.add("cleaned up");
                }
            }));
            sleep(ZERO);
        }, VIRTUAL);

        assertThat(trace).containsExactly("cleaned up");
        assertThat(left).allMatch(Future::cancelled);
    }

    @Test
    @Rule("R3")
    void leftover_createdJustBeforeMainReturns_getsItsFirstStep() {
        run(() -> {
            createTask(() -> {
                trace.add("first step");
                sleep(ofSeconds(9));
            });
        }, VIRTUAL);

        assertThat(trace).containsExactly("first step");
    }

    @Test
    @Rule("R2")
    void leftover_thatFailsWhileCleaningUp_isReported() {
        var error = new IOException("while cleaning up");
        List<Task<?>> left = new ArrayList<>();
        List<ExceptionContext> reports = TestLoop.reportsOf(() -> {
            left.add(createTask(() -> {
                try {
                    sleep(ofSeconds(9));
                } finally {
                    throwIt(error);
                }
            }));
            sleep(ZERO);
        });

        assertThat(reports).singleElement().satisfies(report -> {
            assertThat(report.message()).isEqualTo("unhandled exception during asyncio.run() shutdown");
            assertThat(report.exception()).isSameAs(error);
            assertThat(report.get("task")).isSameAs(left.getFirst());
        });
    }

    private static void throwIt(Throwable error) {
        throw Rethrow.unchecked(error);
    }

    @Test
    void leftover_thatReturnsWhenCancelled_isFine() {
        TestLoop.run(() -> {
            createTask(() -> {
                try {
                    return sleep(ofSeconds(9), "never");
                } catch (CancelledError _) {
                    return "refused";
                }
            });
            sleep(ZERO);
        });
    }

    @Test
    @Rule("R4")
    void taskThatCleaningUpStarts_isNotWaitedForButEndedWithTheLoop() {
        List<Task<?>> started = new ArrayList<>();
        List<ExceptionContext> reports = TestLoop.reportsOf(() -> {
            createTask(() -> {
                try {
                    sleep(ofSeconds(9));
                } finally {
                    started.add(createTask(() -> sleep(ofSeconds(99))));
                }
            });
            sleep(ZERO);
        });

        assertThat(reports).extracting(ExceptionContext::message)
                .containsExactly("Task was destroyed but it is pending!");
        assertThat(started).allMatch(Future::cancelled);
    }

    @Test
    @Rule("R2")
    void defaultExecutor_isJoined() {
        run(() -> {
            getRunningLoop().runInExecutor(null, () -> trace.add("job"));
        });

        assertThat(trace).containsExactly("job");
    }

    @Test
    void executorThreads_haveEndedOnReturn() {
        List<Thread> threads = new ArrayList<>();
        run(() -> {
            threads.add(toThread(Thread::currentThread));
        });

        assertThat(threads).singleElement().satisfies(thread -> {
            assertThat(thread.getName()).matches("asyncio_\\d+_0");
            thread.join(); // the pool has ended; its last thread is on its way out
        });
    }

    // ---- several runs ----

    @Test
    @Rule("R5")
    void runs_shareOneLoopAndOneContext() {
        var variable = new ContextVar<Integer>("variable", 0);
        try (var runner = new Runner(VIRTUAL)) {
            EventLoop first = runner.run(() -> {
                variable.set(variable.get() + 1);
                return getRunningLoop();
            });
            EventLoop second = runner.run(() -> {
                variable.set(variable.get() + 1);
                return getRunningLoop();
            });

            assertThat(runner.<Integer>run(() -> variable.get())).isEqualTo(2);
            assertThat(second).isSameAs(first).isSameAs(runner.getLoop());
            assertThat(variable.get()).as("outside of the runner").isZero();
        }
    }

    @Test
    void run_inAContextOfItsOwn_leavesTheSharedOneAlone() {
        var variable = new ContextVar<String>("variable", "unset");
        var own = new Context();
        try (var runner = new Runner(VIRTUAL)) {
            runner.run(() -> {
                variable.set("own");
                return true;
            }, own);

            assertThat(runner.<String>run(() -> variable.get())).isEqualTo("unset");
            assertThat(own.get(variable)).isEqualTo("own");
        }
    }

    @Test
    @Rule("R5")
    void leftoversOfOneRun_goOnInTheNext() {
        try (var runner = new Runner(VIRTUAL)) {
            Task<String> left = runner.run(() -> createTask(() -> sleep(ofSeconds(5), "went on")));
            assertThat(left.done()).isFalse();

            assertThat(runner.<String>run(() -> left.await())).isEqualTo("went on");
        }
    }

    @Test
    void run_afterAnError_worksAgain() {
        try (var runner = new Runner(VIRTUAL)) {
            assertThatThrownBy(() -> runner.run(() -> {
                throw new IOException("broken");
            })).isInstanceOf(IOException.class);

            assertThat(runner.<String>run(() -> "x")).isEqualTo("x");
        }
    }

    // ---- making and closing the loop ----

    @Test
    @Rule("R5")
    void loopFactory_isCalledOnceAndTheChosenLoopIsLeftAlone() {
        try (EventLoop chosen = TestLoop.create()) {
            setEventLoop(chosen);
            try (var runner = new Runner(RunnerOptions.defaults().withLoopFactory(() -> {
                trace.add("made");
                return TestLoop.create();
            }))) {
                assertThat(trace).as("made at the first use").isEmpty();
                runner.run(() -> {});
                runner.run(() -> {});
                assertThat(getEventLoop()).isSameAs(chosen);
            }
            assertThat(trace).containsExactly("made");
            assertThat(getEventLoop()).isSameAs(chosen);
        } finally {
            setEventLoop(null);
        }
    }

    @Test
    @Rule("R5")
    void withoutAFactory_theLoopIsChosenAndAfterwardsNoneIs() {
        try (EventLoop before = TestLoop.create()) {
            setEventLoop(before);
            try (var runner = new Runner()) {
                assertThat(getEventLoop()).isSameAs(before);
                EventLoop made = runner.getLoop();
                assertThat(getEventLoop()).isSameAs(made).isNotSameAs(before);
            }
            assertThatThrownBy(Asyncio::getEventLoop).isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith("There is no current event loop in thread '");
        } finally {
            setEventLoop(null);
        }
    }

    @Test
    @SuppressWarnings("NullAway") // null is what is tested
    void loopFactory_thatReturnsNull_isNamed() {
        try (var runner = new Runner(RunnerOptions.defaults().withLoopFactory(() -> null))) {
            assertThatThrownBy(runner::getLoop).isInstanceOf(NullPointerException.class)
                    .hasMessage("the loop factory returned null");
        }
    }

    @Test
    void closedRunner_refusesToRun() {
        var runner = new Runner(VIRTUAL);
        EventLoop loop = runner.getLoop();
        runner.close();
        runner.close();

        assertThat(loop.isClosed()).isTrue();
        assertThatThrownBy(() -> runner.run(() -> "x")).isInstanceOf(IllegalStateException.class)
                .hasMessage("Runner is closed");
        assertThatThrownBy(runner::getLoop).isInstanceOf(IllegalStateException.class).hasMessage("Runner is closed");
    }

    @Test
    void close_beforeTheFirstUse_makesNoLoop() {
        new Runner(RunnerOptions.defaults().withLoopFactory(() -> {
            trace.add("made");
            return TestLoop.create();
        })).close();

        assertThat(trace).isEmpty();
    }

    @Test
    @SuppressWarnings("NullAway") // null is what is tested
    void null_isRefusedByName() {
        @Nullable
        Coroutine<String> none = null;
        try (var runner = new Runner(VIRTUAL)) {
            assertThatThrownBy(() -> runner.run(none)).isInstanceOf(NullPointerException.class).hasMessage("main");
            assertThatThrownBy(() -> runner.run((VoidCoroutine) null)).isInstanceOf(NullPointerException.class)
                    .hasMessageContaining("main");
        }
        assertThatThrownBy(() -> run(none)).isInstanceOf(NullPointerException.class).hasMessage("main");
        assertThatThrownBy(() -> run((VoidCoroutine) null)).isInstanceOf(NullPointerException.class)
                .hasMessageContaining("main");
        assertThatThrownBy(() -> new Runner(null)).isInstanceOf(NullPointerException.class).hasMessage("options");
        assertThatThrownBy(() -> run(() -> "x", null)).isInstanceOf(NullPointerException.class).hasMessage("options");
        assertThatThrownBy(() -> RunnerOptions.defaults().withLoopFactory(null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("factory");
    }
}
