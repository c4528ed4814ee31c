package org.asyncio4j;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.currentTask;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.sleep;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What {@link Task#cancel} does in each state a task can be in, and who hears of it. */
@ExtendWith(NothingLeft.class)
class TaskCancellationTest {

    private final List<String> trace = new ArrayList<>();

    private static Future<String> newFuture() {
        return getRunningLoop().createFuture();
    }

    private static Task<?> self() {
        return Objects.requireNonNull(currentTask());
    }

    // ---- before the first step ----

    @Test
    @Rule("C1")
    void cancel_beforeTheFirstStep_bodyNeverRuns() {
        TestLoop.run(() -> {
            Task<?> task = createTask(() -> {
                try {
                    trace.add("body");
                } finally {
                    trace.add("finally");
                }
            });
            task.cancel("first");
            task.cancel("last");
            assertThat(task.done()).isFalse();
            sleep(ZERO);

            assertThat(task.cancelled()).isTrue();
            assertThatThrownBy(task::result).isInstanceOf(CancelledError.class).hasMessage("last");
            assertThat(trace).isEmpty();
        });
    }

    // ---- while waiting ----

    @Test
    @Rule("C2")
    void cancel_whileWaitingForAFuture_cancelsTheFutureAtOnceAndEveryoneWhoWaitsForIt() {
        TestLoop.run(() -> {
            Future<String> future = newFuture();
            Task<String> one = createTask(() -> future.await());
            Task<String> other = createTask(() -> future.await());
            sleep(ZERO);

            assertThat(one.cancel("enough")).isTrue();
            assertThat(future.cancelled()).isTrue();
            assertThat(one.done()).isFalse();
            sleep(ZERO);

            assertThat(one.cancelled()).isTrue();
            assertThat(one.cancelling()).isOne();
            assertThat(other.cancelled()).isTrue();
            assertThat(other.cancelling()).isZero();
        });
    }

    @Test
    @Rule("C12")
    void cancel_twiceWhileWaiting_firstMessageWins() {
        TestLoop.run(() -> {
            Task<String> task = createTask(() -> newFuture().await());
            sleep(ZERO);
            task.cancel("first");
            task.cancel("second");

            assertThatThrownBy(task::await).isInstanceOf(CancelledError.class).hasMessage("first");
            assertThat(task.cancelling()).isEqualTo(2);
        });
    }

    @Test
    @Rule("C12")
    void cancel_twiceBetweenYields_lastMessageWins() {
        TestLoop.run(() -> {
            Task<?> task = createTask(() -> {
                for (;;) {
                    sleep(ZERO);
                }
            });
            sleep(ZERO);
            task.cancel("first");
            task.cancel("last");

            assertThatThrownBy(task::await).isInstanceOf(CancelledError.class).hasMessage("last");
        });
    }

    @Test
    @Rule("F7")
    void cancelledTask_handsItsOwnErrorToTheFirstWhoAsksOnly() {
        TestLoop.run(() -> {
            List<CancelledError> inTheBody = new ArrayList<>();
            Task<String> task = createTask(() -> {
                try {
                    return newFuture().await();
                } catch (CancelledError cancelled) {
                    inTheBody.add(cancelled);
                    throw cancelled;
                }
            });
            sleep(ZERO);
            task.cancel("reason");

            assertThatThrownBy(task::await).isSameAs(inTheBody.getFirst()).hasMessage("reason");
            assertThatThrownBy(task::await).isNotSameAs(inTheBody.getFirst())
                    .isInstanceOf(CancelledError.class)
                    .hasMessage(null);
        });
    }

    @Test
    @Rule("F7")
    void taskCancelledBeforeItsFirstStep_tellsTheMessageToTheFirstWhoAsksOnly() {
        TestLoop.run(() -> {
            Task<?> task = createTask(() -> {});
            task.cancel("reason");

            assertThatThrownBy(task::await).isInstanceOf(CancelledError.class).hasMessage("reason");
            assertThatThrownBy(task::await).isInstanceOf(CancelledError.class).hasMessage(null);
        });
    }

    @Test
    @Rule("C3")
    void cancel_whileWaitingForATask_asksThatTaskFirst() {
        TestLoop.run(() -> {
            Task<String> child = createTask(() -> newFuture().await());
            Task<String> parent = createTask(() -> child.await());
            sleep(ZERO);
            parent.cancel("passed down");
            assertThat(child.cancelling()).isOne();
            sleep(ZERO);
            assertThat(child.cancelled()).isTrue();
            assertThat(parent.done()).isFalse();
            sleep(ZERO);

            assertThat(parent.cancelled()).isTrue();
            assertThatThrownBy(parent::result).isInstanceOf(CancelledError.class).hasMessage("passed down");
        });
    }

    @Test
    @Rule("C4")
    void cancel_whileWaitingForATaskThatRefuses_parentGoesOnUncancelled() {
        TestLoop.run(() -> {
            Task<String> child = createTask(() -> {
                try {
                    return newFuture().await();
                } catch (CancelledError _) {
                    return "refused";
                }
            });
            Task<String> parent = createTask(() -> "child " + child.await());
            sleep(ZERO);
            parent.cancel();

            assertThat(await(parent)).isEqualTo("child refused");
            assertThat(parent.cancelled()).isFalse();
            assertThat(parent.cancelling()).isOne();
        });
    }

    // ---- between the outcome and the step that delivers it ----

    @Test
    @Rule("C5")
    void cancel_afterTheAwaitedFutureIsDone_deliversTheCancellationAndKeepsTheResult() {
        TestLoop.run(() -> {
            Future<String> future = newFuture();
            Task<String> task = createTask(() -> future.await());
            sleep(ZERO);
            future.setResult("kept");

            assertThat(task.cancel("too late for the result")).isTrue();

            assertThatThrownBy(task::await).isInstanceOf(CancelledError.class).hasMessage("too late for the result");
            assertThat(future.result()).isEqualTo("kept");
        });
    }

    @Test
    @Rule("C5")
    void cancel_afterTheAwaitedFutureFailed_deliversTheCancellationAndTheErrorCountsAsRetrieved() {
        TestLoop.run(() -> {
            Future<String> future = newFuture();
            Task<String> task = createTask(() -> future.await());
            sleep(ZERO);
            future.setException(new IOException("lost"));
            task.cancel();

            assertThatThrownBy(task::await).isInstanceOf(CancelledError.class);
        });
    }

    @Test
    @Rule("C9")
    void uncancel_beforeTheStep_withdrawsTheRequest() {
        TestLoop.run(() -> {
            Future<String> future = newFuture();
            Task<String> task = createTask(() -> future.await());
            sleep(ZERO);
            future.setResult("x");
            task.cancel();

            assertThat(task.uncancel()).isZero();
            assertThat(await(task)).isEqualTo("x");
        });
    }

    @Test
    @Rule("C9")
    void uncancel_ofOneOfTwoRequests_withdrawsNothing() {
        TestLoop.run(() -> {
            Task<?> task = createTask(() -> sleep(ZERO));
            sleep(ZERO);
            task.cancel();
            task.cancel();

            assertThat(task.uncancel()).isOne();
            assertThatThrownBy(task::await).isInstanceOf(CancelledError.class);
        });
    }

    @Test
    @Rule("C9")
    void uncancel_whenTheAwaitedFutureIsCancelledAlready_doesNotUndoIt() {
        TestLoop.run(() -> {
            Task<String> task = createTask(() -> newFuture().await());
            sleep(ZERO);
            task.cancel();

            assertThat(task.uncancel()).isZero();
            assertThatThrownBy(task::await).isInstanceOf(CancelledError.class);
        });
    }

    @Test
    @Rule("C9")
    void uncancel_withoutARequest_staysAtZero() {
        TestLoop.run(() -> {
            assertThat(self().uncancel()).isZero();
            assertThat(self().cancelling()).isZero();
        });
    }

    @Test
    @Rule("C9")
    void uncancel_afterAnotherRequestWasSwallowed_withdrawsNothing() {
        TestLoop.run(() -> {
            Task<?> task = createTask(() -> {
                try {
                    sleep(ofSeconds(1));
                } catch (CancelledError _) {
                    trace.add("swallowed, " + self().cancelling() + " left");
                }
                self().cancel();
                trace.add("taken back, " + self().uncancel() + " left");
                sleep(ZERO);
            });
            sleep(ZERO);
            task.cancel();

            assertThatThrownBy(task::await).isInstanceOf(CancelledError.class);
            assertThat(trace).containsExactly("swallowed, 1 left", "taken back, 1 left");
        });
    }

    // ---- by itself ----

    @Test
    @Rule("C6")
    void selfCancel_isDeliveredAtTheNextSuspensionOnly() {
        TestLoop.run(() -> {
            Task<?> task = createTask(() -> {
                Future<String> done = newFuture();
                done.setResult("x");
                self().cancel("by itself");
                trace.add("after cancel");
                await(done);
                trace.add("after a wait that did not suspend");
                try {
                    newFuture().await();
                } finally {
                    trace.add("in finally");
                }
            });

            assertThatThrownBy(task::await).isInstanceOf(CancelledError.class).hasMessage("by itself");
            assertThat(trace).containsExactly("after cancel", "after a wait that did not suspend", "in finally");
        });
    }

    @Test
    @Rule("C6")
    void selfCancel_theNextFutureIsCancelledAtOnce() {
        TestLoop.run(() -> {
            Future<String> future = newFuture();
            Task<?> task = createTask(() -> {
                self().cancel("for the future");
                future.await();
            });
            sleep(ZERO);

            assertThat(future.cancelled()).isTrue();
            assertThat(task.done()).isFalse();
            assertThatThrownBy(task::await).isInstanceOf(CancelledError.class).hasMessage("for the future");
        });
    }

    @Test
    @Rule("C7")
    void selfCancel_thenReturn_endsCancelledAndDropsTheValue() {
        TestLoop.run(() -> {
            Task<String> task = createTask(() -> {
                self().cancel("at the end");
                return "dropped";
            });
            sleep(ZERO);

            assertThat(task.cancelled()).isTrue();
            assertThatThrownBy(task::result).isInstanceOf(CancelledError.class).hasMessage("at the end");
        });
    }

    @Test
    @Rule("C7")
    void selfCancel_thenThrow_failsWithThatError() {
        TestLoop.run(() -> {
            var error = new IOException("more important");
            Task<String> task = createTask(() -> {
                self().cancel();
                throw error;
            });

            assertThatThrownBy(task::await).isSameAs(error);
            assertThat(task.cancelled()).isFalse();
        });
    }

    @Test
    @Rule("C10")
    void cancelledErrorOfTheBodysOwn_cancelsTheTaskWithoutAnyRequest() {
        TestLoop.run(() -> {
            var own = new CancelledError("own");
            Task<String> task = createTask(() -> {
                throw own;
            });

            assertThatThrownBy(task::await).isSameAs(own);
            assertThat(task.cancelled()).isTrue();
            assertThat(task.cancelling()).isZero();
            assertThat(self().cancelling()).isZero();
        });
    }

    // ---- counting ----

    @Test
    @Rule("C8")
    void cancel_everyCallOnATaskThatIsNotDoneCounts() {
        TestLoop.run(() -> {
            Task<?> task = createTask(() -> sleep(ofSeconds(1)));
            sleep(ZERO);

            assertThat(task.cancel()).isTrue();
            assertThat(task.cancel()).isTrue();
            assertThat(task.cancelling()).isEqualTo(2);
            assertThat(task.toString()).startsWith("<Task cancelling ");
            sleep(ZERO);

            assertThat(task.cancel()).isFalse();
            assertThat(task.cancelling()).isEqualTo(2);
        });
    }

    @Test
    @Rule("C8")
    void secondCancel_whileCleaningUp_interruptsTheCleanUp() {
        TestLoop.run(() -> {
            Task<?> task = createTask(() -> {
                try {
                    sleep(ofSeconds(1));
                } finally {
                    trace.add("cleaning up");
                    sleep(ofSeconds(1));
                    trace.add("not reached");
                }
            });
            sleep(ZERO);
            task.cancel("first");
            sleep(ZERO);
            task.cancel("second");

            assertThatThrownBy(task::await).isInstanceOf(CancelledError.class).hasMessage("second");
            assertThat(trace).containsExactly("cleaning up");
        });
    }

    @Test
    @Rule("C11")
    void cancellation_thatIsSwallowed_leavesTheTaskRunning() {
        TestLoop.run(() -> {
            Task<String> task = createTask(() -> {
                try {
                    sleep(ofSeconds(1));
                } catch (CancelledError _) {
                    trace.add("swallowed");
                }
                sleep(ofSeconds(1));
                return "to the end";
            });
            sleep(ZERO);
            task.cancel();

            assertThat(await(task)).isEqualTo("to the end");
            assertThat(task.cancelled()).isFalse();
            assertThat(trace).containsExactly("swallowed");
        });
    }

    @Test
    @Rule("C11")
    void errorInPlaceOfTheCancellation_failsTheTask() {
        TestLoop.run(() -> {
            var error = new IOException("while cleaning up");
            Task<String> task = createTask(() -> {
                try {
                    return newFuture().await();
                } catch (CancelledError _) {
                    throw error;
                }
            });
            sleep(ZERO);
            task.cancel();

            assertThatThrownBy(task::await).isSameAs(error);
            assertThat(task.cancelled()).isFalse();
        });
    }
}
