package org.asyncio4j;

import static java.time.Duration.ZERO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.sleep;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Results that are set later: states, callbacks, and waiting. */
@ExtendWith(NothingLeft.class)
class FutureTest {

    private final List<String> trace = new ArrayList<>();

    private static Future<String> newFuture() {
        return getRunningLoop().createFuture();
    }

    // ---- states ----

    @Test
    void newFuture_isPending() {
        TestLoop.run(() -> {
            Future<String> future = newFuture();

            assertThat(future.done()).isFalse();
            assertThat(future.cancelled()).isFalse();
            assertThat(future.getLoop()).isSameAs(getRunningLoop());
            assertThatThrownBy(future::result).isInstanceOf(InvalidStateError.class).hasMessage("Result is not set.");
            assertThatThrownBy(future::exception).isInstanceOf(InvalidStateError.class)
                    .hasMessage("Exception is not set.");
        });
    }

    @Test
    void setResult_finishes() {
        TestLoop.run(() -> {
            Future<String> future = newFuture();
            future.setResult("value");

            assertThat(future.done()).isTrue();
            assertThat(future.cancelled()).isFalse();
            assertThat(future.result()).isEqualTo("value");
            assertThat(future.exception()).isNull();
        });
    }

    @Test
    void setResult_null_isAResult() {
        TestLoop.run(() -> {
            Future<@Nullable String> future = getRunningLoop().createFuture();
            future.setResult(null);

            assertThat(future.done()).isTrue();
            assertThat(future.result()).isNull();
        });
    }

    @Test
    void setException_finishes() {
        TestLoop.run(() -> {
            var error = new IOException("broken");
            Future<String> future = newFuture();
            future.setException(error);

            assertThat(future.done()).isTrue();
            assertThat(future.cancelled()).isFalse();
            assertThat(future.exception()).isSameAs(error);
            assertThatThrownBy(future::result).isSameAs(error);
        });
    }

    @Test
    @Rule("F5")
    void setException_cancelledError_isAnExceptionAndNoCancellation() {
        TestLoop.run(() -> {
            var error = new CancelledError("an error like any other");
            Future<String> future = newFuture();
            future.setException(error);

            assertThat(future.cancelled()).isFalse();
            assertThat(future.exception()).isSameAs(error);
            assertThatThrownBy(future::await).isSameAs(error);
        });
    }

    @Test
    @Rule("F7")
    void cancel_withMessage_everyRetrievalCarriesIt() {
        TestLoop.run(() -> {
            Future<String> future = newFuture();

            assertThat(future.cancel("no use")).isTrue();

            assertThat(future.done()).isTrue();
            assertThat(future.cancelled()).isTrue();
            assertThatThrownBy(future::result).isInstanceOf(CancelledError.class).hasMessage("no use");
            assertThatThrownBy(future::exception).isInstanceOf(CancelledError.class).hasMessage("no use");
            assertThatThrownBy(future::await).isInstanceOf(CancelledError.class).hasMessage("no use");
        });
    }

    @Test
    void cancel_withoutMessage_errorHasNone() {
        TestLoop.run(() -> {
            Future<String> future = newFuture();
            future.cancel();

            assertThatThrownBy(future::result).isInstanceOf(CancelledError.class).hasMessage(null);
        });
    }

    @Test
    @Rule("F3")
    void doneFuture_refusesAnotherOutcome() {
        TestLoop.run(() -> {
            Future<String> future = newFuture();
            future.setResult("first");

            assertThatThrownBy(() -> future.setResult("second")).isInstanceOf(InvalidStateError.class)
                    .hasMessage("invalid state");
            assertThatThrownBy(() -> future.setException(new IOException("late"))).isInstanceOf(InvalidStateError.class)
                    .hasMessage("invalid state");
            assertThat(future.cancel()).isFalse();
            assertThat(future.result()).isEqualTo("first");
        });
    }

    @Test
    void toString_showsStateAndOutcome() {
        TestLoop.run(() -> {
            Future<String> finished = newFuture();
            finished.setResult("value");
            Future<String> failed = newFuture();
            failed.setException(new IOException("broken"));
            assertThat(failed.exception()).isNotNull();
            Future<String> cancelled = newFuture();
            cancelled.cancel();
            Future<String> longWinded = newFuture();
            longWinded.setResult("x".repeat(1000));

            assertThat(newFuture()).hasToString("<Future pending>");
            assertThat(finished).hasToString("<Future finished result=value>");
            assertThat(failed).hasToString("<Future finished exception=java.io.IOException: broken>");
            assertThat(cancelled).hasToString("<Future cancelled>");
            assertThat(longWinded.toString()).hasSizeLessThan(100).endsWith("...>");
        });
    }

    @Test
    void toString_ofAFutureThatIsPartOfItsOwnResult_ends() {
        TestLoop.run(() -> {
            Future<Object> future = getRunningLoop().createFuture();
            future.setResult(List.of(future));

            assertThat(future.toString()).startsWith("<Future finished result=");
        });
    }

    // ---- callbacks ----

    @Test
    @Rule("F1")
    void callbacks_areCalledInOrderOfRegistrationAndNeverInPlace() {
        TestLoop.run(() -> {
            Future<String> future = newFuture();
            Consumer<Future<?>> twice = done -> trace.add("twice " + done.result());
            future.addDoneCallback(twice);
            future.addDoneCallback(done -> trace.add("once " + done.result()));
            future.addDoneCallback(twice);

            future.setResult("x");
            trace.add("set");
            sleep(ZERO);

            assertThat(trace).containsExactly("set", "twice x", "once x", "twice x");
        });
    }

    @Test
    void addDoneCallback_onADoneFuture_isCalledLater() {
        TestLoop.run(() -> {
            Future<String> future = newFuture();
            future.setResult("x");
            future.addDoneCallback(_ -> trace.add("called"));
            trace.add("added");
            sleep(ZERO);

            assertThat(trace).containsExactly("added", "called");
        });
    }

    @Test
    @Rule("F1")
    void addDoneCallback_inACallback_isCalledATickLater() {
        TestLoop.run(() -> {
            Future<String> future = newFuture();
            future.addDoneCallback(_ -> {
                trace.add("outer");
                future.addDoneCallback(_ -> trace.add("inner"));
            });
            future.addDoneCallback(_ -> trace.add("second"));
            future.setResult("x");
            sleep(ZERO);
            trace.add("next tick");
            sleep(ZERO);

            assertThat(trace).containsExactly("outer", "second", "next tick", "inner");
        });
    }

    @Test
    @Rule("F2")
    void removeDoneCallback_removesEveryRegistrationOfIt() {
        TestLoop.run(() -> {
            Future<String> future = newFuture();
            Consumer<Future<?>> unwanted = _ -> trace.add("unwanted");
            future.addDoneCallback(unwanted);
            future.addDoneCallback(_ -> trace.add("kept"));
            future.addDoneCallback(unwanted);

            assertThat(future.removeDoneCallback(unwanted)).isEqualTo(2);
            assertThat(future.removeDoneCallback(unwanted)).isZero();

            future.setResult("x");
            sleep(ZERO);
            assertThat(trace).containsExactly("kept");
        });
    }

    @Test
    @Rule("F2")
    void removeDoneCallback_onceScheduled_removesNothing() {
        TestLoop.run(() -> {
            Future<String> future = newFuture();
            Consumer<Future<?>> callback = _ -> trace.add("called");
            future.addDoneCallback(callback);
            future.setResult("x");

            assertThat(future.removeDoneCallback(callback)).isZero();

            sleep(ZERO);
            assertThat(trace).containsExactly("called");
        });
    }

    @Test
    void callback_thatThrows_isReportedAndTheOthersAreCalled() {
        var error = new IllegalArgumentException("in a callback");
        List<ExceptionContext> reports = TestLoop.reportsOf(() -> {
            Future<String> future = newFuture();
            future.addDoneCallback(_ -> {
                throw error;
            });
            future.addDoneCallback(_ -> trace.add("called"));
            future.setResult("x");
            sleep(ZERO);
        });

        assertThat(trace).containsExactly("called");
        assertThat(reports).singleElement().satisfies(report -> {
            assertThat(report.message()).startsWith("Exception in callback ");
            assertThat(report.exception()).isSameAs(error);
        });
    }

    @Test
    @Rule("X2")
    void callback_seesTheContextOfItsRegistration() {
        var variable = new ContextVar<String>("variable");
        TestLoop.run(() -> {
            var given = new Context();
            given.run(() -> variable.set("given"));
            Future<String> future = newFuture();
            variable.set("at registration");
            future.addDoneCallback(_ -> trace.add(variable.get()));
            future.addDoneCallback(_ -> trace.add(variable.get()), given);
            variable.set("later");
            future.setResult("x");
            sleep(ZERO);

            assertThat(trace).containsExactly("at registration", "given");
        });
    }

    // ---- waiting ----

    @Test
    @Rule("O9")
    void await_ofADoneFuture_givesNobodyElseATurn() {
        TestLoop.run(() -> {
            Future<String> future = newFuture();
            future.setResult("x");
            createTask(() -> {
                trace.add("other task");
            });

            trace.add(future.await());
            trace.add(await(future));
            sleep(ZERO);

            assertThat(trace).containsExactly("x", "x", "other task");
        });
    }

    @Test
    @Rule("O10")
    void await_byManyTasks_resumesThemInTheOrderInWhichTheyCame() {
        TestLoop.run(() -> {
            Future<String> future = newFuture();
            for (String name : List.of("a", "b", "c")) {
                createTask(() -> {
                    trace.add(name + future.await());
                });
            }
            sleep(ZERO);
            future.setResult("!");
            sleep(ZERO);

            assertThat(trace).containsExactly("a!", "b!", "c!");
        });
    }

    @Test
    @Rule("O10")
    void await_ofTwoFuturesDoneInOneStep_resumesInTheOrderOfCompletion() {
        TestLoop.run(() -> {
            Future<String> first = newFuture();
            Future<String> second = newFuture();
            for (String name : List.of("a", "b")) {
                createTask(() -> {
                    trace.add(name + first.await());
                });
                createTask(() -> {
                    trace.add(name + second.await());
                });
            }
            sleep(ZERO);
            second.setResult("2");
            first.setResult("1");
            getRunningLoop().callSoon(() -> trace.add("posted later"));
            sleep(ZERO);

            assertThat(trace).containsExactly("a2", "b2", "a1", "b1", "posted later");
        });
    }

    @Test
    @Rule("F6")
    void await_ofAFailedFuture_throwsTheSameObjectEachTime() {
        TestLoop.run(() -> {
            var error = new IOException("checked, yet not declared");
            Future<String> future = newFuture();
            future.setException(error);

            assertThat(catchThrowable(future::await)).isSameAs(error);
            assertThat(catchThrowable(() -> await(future))).isSameAs(error);
            assertThat(error.getSuppressed()).isEmpty();
        });
    }

    @Test
    @Rule("E7")
    void await_withADeclaredException_canBeCaughtAsThat() {
        TestLoop.run(() -> {
            Future<String> future = newFuture();
            getRunningLoop().callSoon(() -> future.setException(new IOException("broken")));
            try {
                future.await(IOException.class);
                trace.add("not reached");
            } catch (IOException e) {
                trace.add(e.getMessage());
            }
            assertThat(trace).containsExactly("broken");
        });
    }

    @Test
    @Rule("E4")
    void await_ofAPendingFutureOfAnotherLoop_throwsIntoTheBodyATickLater() {
        TestLoop.run(() -> {
            try (EventLoop other = TestLoop.create()) {
                Future<String> foreign = other.createFuture();
                long before = Ticks.now();

                assertThatThrownBy(foreign::await).isInstanceOf(IllegalStateException.class)
                        .hasMessageMatching("Task <Task .*> got Future <Future pending> attached to a different loop");

                assertThat(Ticks.now() - before).isOne();
            }
        });
    }

    @Test
    void await_ofADoneFutureOfAnotherLoop_givesItsResult() {
        TestLoop.run(() -> {
            try (EventLoop other = TestLoop.create()) {
                Future<String> foreign = other.createFuture();
                foreign.setResult("from elsewhere");

                assertThat(foreign.await()).isEqualTo("from elsewhere");
            }
        });
    }

    @Test
    void await_inACallback_saysWhatToDoInstead() {
        List<ExceptionContext> reports = TestLoop.reportsOf(() -> {
            Future<String> future = newFuture();
            getRunningLoop().callSoon(future::await);
            sleep(ZERO);
        });

        assertThat(reports).singleElement()
                .satisfies(report -> assertThat(report.exception())
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageStartingWith("await outside of a task: a callback of <EventLoop ")
                        .hasMessageEndingWith(" cannot wait; use createTask in it"));
    }

    @Test
    void await_withoutALoop_saysWhatToDoInstead() {
        try (EventLoop loop = TestLoop.create()) {
            Future<String> future = loop.createFuture();

            assertThatThrownBy(future::await).isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith("await outside of a task: no event loop is running in Thread[")
                    .hasMessageEndingWith("; start one with run(...), or reach a loop of another thread with"
                            + " runCoroutineThreadsafe");
        }
    }

    @Test
    @SuppressWarnings("NullAway") // null is what is tested
    void null_isRefusedByName() {
        TestLoop.run(() -> {
            Future<String> future = newFuture();

            assertThatThrownBy(() -> new Future<>(null)).isInstanceOf(NullPointerException.class).hasMessage("loop");
            assertThatThrownBy(() -> future.setException(null)).isInstanceOf(NullPointerException.class)
                    .hasMessage("error");
            assertThatThrownBy(() -> future.addDoneCallback(null)).isInstanceOf(NullPointerException.class)
                    .hasMessage("callback");
            assertThatThrownBy(() -> future.addDoneCallback(_ -> {}, null)).isInstanceOf(NullPointerException.class)
                    .hasMessage("context");
            assertThatThrownBy(() -> future.removeDoneCallback(null)).isInstanceOf(NullPointerException.class)
                    .hasMessage("callback");
        });
    }
}
