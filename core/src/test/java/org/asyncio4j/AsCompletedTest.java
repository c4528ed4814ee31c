package org.asyncio4j;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.asyncio4j.Asyncio.asCompleted;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.sleep;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Results in the order in which they are there. */
@ExtendWith(NothingLeft.class)
class AsCompletedTest {

    private final List<String> trace = new ArrayList<>();

    private static Task<String> sleeping(int seconds) {
        return createTask(() -> sleep(ofSeconds(seconds), "slept " + seconds));
    }

    private static List<Task<String>> sleeping(int... seconds) {
        return Arrays.stream(seconds).mapToObj(AsCompletedTest::sleeping).toList();
    }

    @Test
    @Rule("W16")
    void items_giveTheResultsInOrderOfCompletion() {
        TestLoop.run(() -> {
            for (Coroutine<String> next : asCompleted(sleeping(3, 1, 2))) {
                trace.add(await(next));
            }
            assertThat(trace).containsExactly("slept 1", "slept 2", "slept 3");
        });
    }

    @Test
    @Rule("W16")
    void futures_areTheObjectsThatWerePassedIn() {
        TestLoop.run(() -> {
            List<Task<String>> tasks = sleeping(2, 1);
            List<Future<String>> inOrder = new ArrayList<>();
            asCompleted(tasks).futures().forEach(inOrder::add);

            assertThat(inOrder).containsExactly(tasks.get(1), tasks.get(0));
        });
    }

    @Test
    void futures_neverThrowTheErrorOfOne() {
        TestLoop.run(() -> {
            Coroutine<String> failing = () -> {
                throw new IOException("broken");
            };
            for (Future<String> done : asCompleted(List.of(failing)).futures()) {
                trace.add(String.valueOf(done.exception()));
            }
            assertThat(trace).containsExactly("java.io.IOException: broken");
        });
    }

    @Test
    void items_throwTheErrorOfTheirCompletion() {
        TestLoop.run(() -> {
            var error = new IOException("broken");
            Coroutine<String> failing = () -> {
                throw error;
            };
            for (Coroutine<String> next : asCompleted(List.of(failing))) {
                assertThatThrownBy(next::await).isSameAs(error);
                trace.add("seen");
            }
            assertThat(trace).containsExactly("seen");
        });
    }

    @Test
    @Rule("W16")
    void items_takeTheNextCompletionInTheOrderInWhichTheyAreAwaited() {
        TestLoop.run(() -> {
            Iterator<Coroutine<String>> items = asCompleted(sleeping(2, 1)).iterator();
            Coroutine<String> first = items.next();
            Coroutine<String> second = items.next();

            assertThat(await(second)).isEqualTo("slept 1");
            assertThat(await(first)).isEqualTo("slept 2");
        });
    }

    @Test
    void coroutines_startBeforeAnythingIsAwaited() {
        TestLoop.run(() -> {
            AsCompleted<Boolean> completed = asCompleted(List.of(() -> trace.add("started")));
            sleep(ZERO);
            assertThat(trace).containsExactly("started");
            assertThat(completed.futures()).hasSize(1);
        });
    }

    @Test
    @Rule("W2")
    void aFutureTwice_countsOnce() {
        TestLoop.run(() -> {
            Task<String> task = sleeping(1);

            assertThat(asCompleted(List.of(task, task)).futures()).containsExactly(task);
        });
    }

    @Test
    @Rule("W2")
    void aCoroutineTwice_runsTwice() {
        TestLoop.run(() -> {
            Coroutine<Boolean> coroutine = () -> trace.add("run");

            assertThat(asCompleted(List.of(coroutine, coroutine)).futures()).hasSize(2);
            assertThat(trace).hasSize(2);
        });
    }

    @Test
    void nothing_givesNothing() {
        TestLoop.run(() -> {
            AsCompleted<String> nothing = asCompleted(List.<Task<String>>of(), ofSeconds(1));

            assertThat(nothing).isEmpty();
            assertThat(((BaseEventLoop) getRunningLoop()).tick().timers().isEmpty()).isTrue();
        });
    }

    @Test
    @Rule("W16")
    void iteration_afterABreak_goesOnWhereItStopped() {
        TestLoop.run(() -> {
            AsCompleted<String> completed = asCompleted(sleeping(1, 2, 3));
            for (Coroutine<String> next : completed) {
                trace.add(await(next));
                break;
            }
            for (Coroutine<String> next : completed) {
                trace.add(await(next));
            }
            assertThat(trace).containsExactly("slept 1", "slept 2", "slept 3");
        });
    }

    @Test
    void iteration_beyondTheEnd_isRefused() {
        TestLoop.run(() -> {
            Iterator<Coroutine<String>> items = asCompleted(sleeping(1, 2)).iterator();
            items.next();
            items.next();

            assertThat(items.hasNext()).isFalse();
            assertThatThrownBy(items::next).isInstanceOf(NoSuchElementException.class)
                    .hasMessage("all of the awaitables have been handed out");
        });
    }

    @Test
    @Rule("W16")
    void leavingEarly_cancelsNothing() {
        TestLoop.run(() -> {
            List<Task<String>> tasks = sleeping(1, 2);
            for (Coroutine<String> next : asCompleted(tasks)) {
                await(next);
                break;
            }
            assertThat(await(tasks.get(1))).isEqualTo("slept 2");
        });
    }

    @Test
    @Rule("W17")
    void timeout_eachItemThatIsLeftThrowsAndNothingIsCancelled() {
        TestLoop.run(() -> {
            List<Task<String>> tasks = sleeping(1, 8, 9);
            for (Coroutine<String> next : asCompleted(tasks, ofSeconds(2))) {
                try {
                    trace.add(await(next));
                } catch (TimeoutError _) {
                    trace.add("time is up");
                }
            }
            assertThat(trace).containsExactly("slept 1", "time is up", "time is up");
            assertThat(await(tasks.get(2))).isEqualTo("slept 9");
        });
    }

    @Test
    void timeout_ofFutures_throwsFromTheIteration() {
        TestLoop.run(() -> {
            Iterator<Future<String>> futures = asCompleted(sleeping(1, 9), ofSeconds(2)).futures().iterator();
            assertThat(futures.next().result()).isEqualTo("slept 1");

            assertThatThrownBy(futures::next).isInstanceOf(TimeoutError.class);
            assertThat(futures.hasNext()).isFalse();
        });
    }

    @Test
    void timeoutThatIsNotNeeded_isCancelled() {
        TestLoop.run(() -> {
            for (Coroutine<String> next : asCompleted(sleeping(1, 2), ofSeconds(60))) {
                await(next);
            }
            assertThat(((BaseEventLoop) getRunningLoop()).tick().timers().isEmpty()).isTrue();
        });
    }

    @Test
    void cancelledWaiter_thatWasWokenAlready_passesItsTurnOn() {
        TestLoop.run(() -> {
            Future<String> one = getRunningLoop().createFuture();
            Future<String> other = getRunningLoop().createFuture();
            Iterator<Coroutine<String>> items = asCompleted(List.of(one, other)).iterator();
            Coroutine<String> first = items.next();
            Coroutine<String> second = items.next();
            Task<String> unlucky = createTask(first);
            Task<String> next = createTask(second);
            sleep(ZERO);
            one.setResult("x");
            sleep(ZERO); // the first in line is woken now, and has not gone on
            unlucky.cancel();

            assertThat(await(next)).isEqualTo("x");
            assertThat(unlucky.cancelled()).isTrue();
        });
    }

    @Test
    @SuppressWarnings("NullAway") // null is what is tested
    void null_isRefusedByName() {
        TestLoop.run(() -> {
            assertThatThrownBy(() -> asCompleted(null)).isInstanceOf(NullPointerException.class)
                    .hasMessage("awaitables");
            assertThatThrownBy(() -> asCompleted(Arrays.<Awaitable<String>>asList((Awaitable<String>) null)))
                    .isInstanceOf(NullPointerException.class)
                    .hasMessage("an element of awaitables");
        });
    }
}
