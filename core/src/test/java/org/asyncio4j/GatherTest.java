package org.asyncio4j;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.gather;
import static org.asyncio4j.Asyncio.gatherReturnExceptions;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.sleep;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Several awaitables as one future. */
@ExtendWith(NothingLeft.class)
class GatherTest {

    private final List<String> trace = new ArrayList<>();

    private static Future<String> newFuture() {
        return getRunningLoop().createFuture();
    }

    /** Never ends by itself; when cancelled it ends with a value, as if nothing had been asked. */
    private static String stubborn() {
        try {
            return newFuture().await();
        } catch (CancelledError _) {
            return "refused";
        }
    }

    // ---- results ----

    @Test
    @Rule("W1")
    void gather_results_areInTheOrderOfTheArguments() {
        TestLoop.run(() -> {
            Future<String> future = newFuture();
            getRunningLoop().callLater(ofSeconds(2), () -> future.setResult("future"));
            Task<String> task = createTask(() -> sleep(ofSeconds(3), "task"));

            assertThat(await(gather(task, future, () -> sleep(ofSeconds(1), "coroutine"))))
                    .containsExactly("task", "future", "coroutine");
        });
    }

    @Test
    @Rule("W1")
    void gather_coroutines_startInTheOrderOfTheArguments() {
        TestLoop.run(() -> {
            await(gather(() -> {
                trace.add("a");
            }, () -> {
                trace.add("b");
            }));

            assertThat(trace).containsExactly("a", "b");
        });
    }

    @Test
    void gather_ofACollection_takesAnyNumber() {
        TestLoop.run(() -> {
            List<Coroutine<Integer>> coroutines = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                int number = i;
                coroutines.add(() -> number);
            }

            assertThat(await(gather(coroutines))).hasSize(100).isSorted();
        });
    }

    @Test
    @Rule("W2")
    void gather_aFutureTwice_isReportedTwice() {
        TestLoop.run(() -> {
            Task<String> task = createTask(() -> {
                trace.add("run");
                return "x";
            });

            assertThat(await(gather(task, task))).containsExactly("x", "x");
            assertThat(trace).containsExactly("run");
        });
    }

    @Test
    @Rule("W2")
    void gather_aCoroutineTwice_runsTwice() {
        TestLoop.run(() -> {
            List<Coroutine<Boolean>> coroutines = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                coroutines.add(() -> trace.add("run")); // where the JVM makes one object of them, they are still three calls
            }
            Coroutine<Boolean> one = coroutines.getFirst();

            assertThat(await(gather(coroutines))).hasSize(3);
            assertThat(await(gather(one, one))).hasSize(2);
            assertThat(trace).hasSize(5);
        });
    }

    @Test
    @Rule("W2")
    void gather_ofNothing_isDone() {
        TestLoop.run(() -> {
            Future<List<String>> gather = gather(List.of());

            assertThat(gather.done()).isTrue();
            assertThat(gather.result()).isEmpty();
        });
    }

    @Test
    @Rule("W2")
    void gather_ofDoneFutures_isDone() {
        TestLoop.run(() -> {
            Future<String> done = newFuture();
            done.setResult("x");

            assertThat(gather(done, done).done()).isTrue();
        });
    }

    @Test
    void gather_beforeTheLoopRuns_belongsToTheLoopOfItsFutures() {
        try (EventLoop loop = TestLoop.create()) {
            Task<String> task = loop.createTask(() -> "x");
            Future<List<String>> gather = gather(task);

            assertThat(gather.getLoop()).isSameAs(loop);
            assertThat(loop.runUntilComplete(gather)).containsExactly("x");
        }
    }

    @Test
    void gather_futureOfAnotherLoop_isRefused() {
        TestLoop.run(() -> {
            try (EventLoop other = TestLoop.create()) {
                Future<String> foreign = other.createFuture();

                assertThatThrownBy(() -> gather(foreign)).isInstanceOf(IllegalArgumentException.class)
                        .hasMessage("The future belongs to a different loop than the one specified"
                                + " as the loop argument");
            }
        });
    }

    // ---- failures ----

    @Test
    @Rule("W3")
    void firstFailure_endsTheGatherAtOnceAndTheOthersGoOn() {
        TestLoop.run(() -> {
            var error = new IOException("first in time");
            Task<String> slow = createTask(() -> sleep(ofSeconds(9), "to the end"));
            Future<List<String>> gather = gather(slow, () -> {
                sleep(ofSeconds(2));
                throw new IOException("later: nobody hears of it");
            }, () -> {
                sleep(ofSeconds(1));
                throw error;
            });

            assertThatThrownBy(gather::await).isSameAs(error);
            assertThat(slow.done()).isFalse();
            assertThat(await(slow)).isEqualTo("to the end");
        });
    }

    @Test
    @Rule("W4")
    void cancelledChild_isAnExceptionAndNoCancellation() {
        TestLoop.run(() -> {
            Task<String> child = createTask(() -> newFuture().await());
            Future<List<String>> gather = gather(child);
            sleep(ZERO);
            child.cancel();

            assertThatThrownBy(gather::await).isInstanceOf(CancelledError.class);
            assertThat(gather.cancelled()).isFalse();
            assertThat(gather.exception()).isInstanceOf(CancelledError.class);
        });
    }

    @Test
    void returnExceptions_failuresAreResults() {
        TestLoop.run(() -> {
            var error = new IOException("collected");

            assertThat(await(gatherReturnExceptions(() -> "value", () -> {
                throw error;
            }))).containsExactly("value", error);
        });
    }

    @Test
    @Rule("W4")
    void returnExceptions_cancelledChild_isANewErrorWithTheMessageOfAFutureOnly() {
        TestLoop.run(() -> {
            Future<String> future = newFuture();
            Task<String> task = createTask(() -> newFuture().await());
            sleep(ZERO);
            future.cancel("of the future");
            task.cancel("of the task");

            List<?> results = await(gatherReturnExceptions(future, task));

            assertThat(results).hasSize(2).allSatisfy(each -> assertThat(each).isInstanceOf(CancelledError.class));
            assertThat((CancelledError) results.get(0)).hasMessage("of the future");
            assertThat((CancelledError) results.get(1)).hasMessage("");
        });
    }

    // ---- cancellation ----

    @Test
    @Rule("W5")
    void cancel_asksTheChildrenAndEndsWhenTheyDo() {
        TestLoop.run(() -> {
            Future<String> future = newFuture();
            Task<String> task = createTask(() -> newFuture().await());
            Future<List<String>> gather = gather(future, task);
            sleep(ZERO);

            assertThat(gather.cancel("stop")).isTrue();
            assertThat(future.cancelled()).isTrue();
            assertThat(task.cancelling()).isOne();
            assertThat(gather.done()).isFalse();

            assertThatThrownBy(gather::await).isInstanceOf(CancelledError.class).hasMessage("stop");
            assertThat(task.cancelled()).isTrue();
        });
    }

    @Test
    @Rule("W5")
    void cancel_withReturnExceptions_isNotCollected() {
        TestLoop.run(() -> {
            Future<List<@Nullable Object>> gather = gatherReturnExceptions(() -> newFuture().await());
            sleep(ZERO);
            gather.cancel();

            assertThatThrownBy(gather::await).isInstanceOf(CancelledError.class);
        });
    }

    @Test
    @Rule("W5")
    void cancel_childrenThatRefuse_stillGivesACancelledError() {
        TestLoop.run(() -> {
            Task<String> one = createTask(GatherTest::stubborn);
            Task<String> other = createTask(GatherTest::stubborn);
            Future<List<String>> gather = gather(one, other);
            sleep(ZERO);
            gather.cancel();

            assertThatThrownBy(gather::await).isInstanceOf(CancelledError.class);
            assertThat(one.result()).isEqualTo("refused");
            assertThat(other.result()).isEqualTo("refused");
        });
    }

    @Test
    @Rule("W5")
    void cancel_childThatKeptTheRequestAndRefuses_givesItsMessage() {
        TestLoop.run(() -> {
            Future<List<String>> passedItOn = gather(GatherTest::stubborn);
            Future<List<String>> keptIt = gather(() -> {
                try {
                    sleep(ZERO);
                    sleep(ZERO);
                } catch (CancelledError _) {
                    // goes on
                }
                return "refused";
            });
            sleep(ZERO);
            passedItOn.cancel("enough");
            keptIt.cancel("enough");

            assertThatThrownBy(passedItOn::await).isInstanceOf(CancelledError.class).hasMessage(null);
            assertThatThrownBy(keptIt::await).isInstanceOf(CancelledError.class).hasMessage("enough");
        });
    }

    @Test
    @Rule("W5")
    void cancel_childThatFailsWhileCleaningUp_givesItsError() {
        TestLoop.run(() -> {
            var error = new IOException("while cleaning up");
            Future<List<String>> gather = gather(() -> {
                try {
                    return newFuture().await();
                } catch (CancelledError _) {
                    throw error;
                }
            });
            sleep(ZERO);
            gather.cancel();

            assertThatThrownBy(gather::await).isSameAs(error);
        });
    }

    @Test
    void cancel_ofTheAwaitingTask_reachesTheChildren() {
        TestLoop.run(() -> {
            Task<String> child = createTask(() -> newFuture().await());
            Task<List<String>> waiting = createTask(() -> gather(child).await());
            sleep(ZERO);
            waiting.cancel();

            assertThatThrownBy(waiting::await).isInstanceOf(CancelledError.class);
            assertThat(child.cancelled()).isTrue();
        });
    }

    @Test
    @Rule("W5")
    void cancel_onceDone_touchesNobody() {
        TestLoop.run(() -> {
            Task<String> running = createTask(() -> sleep(ofSeconds(1), "untouched"));
            Future<List<String>> gather = gather(running, () -> {
                throw new IOException("early");
            });
            assertThatThrownBy(gather::await).isInstanceOf(IOException.class);

            assertThat(gather.cancel()).isFalse();
            assertThat(running.cancelling()).isZero();
            assertThat(await(running)).isEqualTo("untouched");
        });
    }

    @Test
    @Rule("W6")
    void cancel_betweenTheEndOfTheChildrenAndItsOwn_isRefused() {
        TestLoop.run(() -> {
            Future<String> child = newFuture();
            Future<List<String>> gather = gather(child);
            child.setResult("x");

            assertThat(gather.done()).isFalse();
            assertThat(gather.cancel()).isFalse();
            assertThat(await(gather)).containsExactly("x");
        });
    }

    @Test
    @Rule("W6")
    void cancel_ofATaskWhoseGatherIsAboutToEnd_cancelsTheTaskAndTheGatherSucceeds() {
        TestLoop.run(() -> {
            Future<String> child = newFuture();
            Future<List<String>> gather = gather(child);
            Task<List<String>> waiting = createTask(() -> gather.await());
            sleep(ZERO);
            child.setResult("x");

            assertThat(waiting.cancel()).isTrue();

            assertThatThrownBy(waiting::await).isInstanceOf(CancelledError.class);
            assertThat(gather.result()).containsExactly("x");
        });
    }

    @Test
    @SuppressWarnings("NullAway") // null is what is tested
    void null_isRefusedByName() {
        TestLoop.run(() -> {
            assertThatThrownBy(() -> gather((Collection<Awaitable<String>>) null))
                    .isInstanceOf(NullPointerException.class)
                    .hasMessage("awaitables");
            assertThatThrownBy(() -> gather(Arrays.<Awaitable<String>>asList((Awaitable<String>) null)))
                    .isInstanceOf(NullPointerException.class)
                    .hasMessage("an element of awaitables");
            assertThatThrownBy(() -> gatherReturnExceptions((Collection<Awaitable<String>>) null))
                    .isInstanceOf(NullPointerException.class)
                    .hasMessage("awaitables");
            assertThatThrownBy(() -> gather((Awaitable<String>[]) null)).isInstanceOf(NullPointerException.class)
                    .hasMessageContaining("awaitables");
            assertThatThrownBy(() -> gather((VoidCoroutine[]) null)).isInstanceOf(NullPointerException.class)
                    .hasMessageContaining("coroutines");
        });
    }
}
