package org.asyncio4j;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.forEachConcurrent;
import static org.asyncio4j.Asyncio.mapAsCompleted;
import static org.asyncio4j.Asyncio.mapConcurrent;
import static org.asyncio4j.Asyncio.sleep;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.asyncio4j.queue.Queue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A function on many items, so many at a time: in order, as completed, and without results. */
@ExtendWith(NothingLeft.class)
class ConcurrentResultsTest {

    private final List<String> trace = new ArrayList<>();
    private int running;
    private int mostRunning;

    /** Works as many milliseconds as the item says, and fails for negative ones. */
    private int work(int item) throws IOException {
        running++;
        mostRunning = Math.max(mostRunning, running);
        trace.add("start " + item);
        try {
            sleep(ofMillis(Math.abs(item)));
            trace.add("end " + item);
        } catch (CancelledError cancelled) {
            sleep(ofMillis(1));
            trace.add("cancelled " + item);
            throw cancelled;
        } finally {
            running--;
        }
        if (item < 0) {
            throw new IOException("no " + item);
        }
        return item * 10;
    }

    private Iterable<Integer> traced(List<Integer> items) {
        return () -> items.stream().peek(item -> trace.add("take " + item)).iterator();
    }

    // ---- in order ----

    @Test
    @Rule("W20")
    void mapConcurrent_keepsTheOrder() {
        TestLoop.run(
                () -> assertThat(mapConcurrent(List.of(30, 10, 20), 3, this::work)).containsExactly(300, 100, 200));
    }

    @Test
    @Rule("W20")
    void mapConcurrent_runsNoMoreThanTheLimit() {
        for (int limit : List.of(1, 2, 3, 7, 100)) {
            mostRunning = 0;
            TestLoop.run(() -> assertThat(mapConcurrent(IntStream.range(0, 20).boxed(), limit, item -> work(item % 5)))
                    .hasSize(20));
            assertThat(mostRunning).isEqualTo(Math.min(limit, 20));
        }
    }

    @Test
    @Rule("W20")
    void mapConcurrent_takesAnItemOnlyWhenThereIsAPlace() {
        TestLoop.run(() -> {
            mapConcurrent(traced(List.of(10, 30, 1)), 2, this::work);

            assertThat(trace).containsExactly("take 10", "take 30", "start 10", "start 30", "end 10", "take 1",
                    "start 1",
                    "end 1", "end 30");
        });
    }

    @Test
    void mapConcurrent_ofNothing_isEmpty() {
        TestLoop.run(() -> assertThat(mapConcurrent(List.<Integer>of(), 2, this::work)).isEmpty());
    }

    @Test
    void mapConcurrent_takesNullsAndGivesThem() {
        TestLoop.run(() -> {
            List<@Nullable String> items = new ArrayList<>();
            items.add(null);
            items.add("a");
            List<@Nullable String> results = mapConcurrent(items, 2, item -> item);

            assertThat(results).containsExactly(null, "a");
        });
    }

    @Test
    void mapConcurrent_ofAQueue_worksUntilItIsShutDown() {
        TestLoop.run(() -> {
            var queue = new Queue<Integer>(1);
            Task<List<Integer>> results = createTask(() -> mapConcurrent(queue, 2, this::work));
            for (int item : List.of(5, 3, 1)) {
                queue.put(item);
            }
            queue.shutdown();

            assertThat(await(results)).containsExactly(50, 30, 10);
        });
    }

    @Test
    @Rule("W20")
    void firstFailure_cancelsTheRestAndTakesNothingMore() {
        TestLoop.run(() -> {
            assertThatExceptionOfType(ExceptionGroup.class)
                    .isThrownBy(() -> mapConcurrent(traced(List.of(50, -10, 1)), 2, this::work))
                    .satisfies(group -> assertThat(group.exceptions()).singleElement()
                            .satisfies(
                                    error -> assertThat(error).isInstanceOf(IOException.class).hasMessage("no -10")));
            assertThat(trace).endsWith("end -10", "cancelled 50").doesNotContain("take 1");
        });
    }

    @Test
    void failureOfTheIterator_isOneLikeAnyOther() {
        TestLoop.run(() -> {
            Stream<Integer> items = Stream.of(50, 0).peek(item -> {
                if (item == 0) {
                    throw new IllegalStateException("no more");
                }
            });

            assertThatThrownBy(() -> mapConcurrent(items, 2, this::work)).isInstanceOf(ExceptionGroup.class)
                    .satisfies(
                            error -> assertThat(((ExceptionGroup) error).exceptions()).extracting(Throwable::getMessage)
                                    .containsExactly("no more"));
            assertThat(running).isZero();
        });
    }

    @Test
    void cancellation_cancelsWhatRunsAndWaits() {
        TestLoop.run(() -> {
            Task<List<Integer>> mapping = createTask(() -> mapConcurrent(List.of(50, 60, 70), 2, this::work));
            sleep(ofMillis(10));
            mapping.cancel("enough");

            assertThatThrownBy(mapping::await).isInstanceOf(CancelledError.class);
            assertThat(trace).containsExactly("start 50", "start 60", "cancelled 50", "cancelled 60");
        });
    }

    @Test
    void limitBelowOne_isRefused() {
        TestLoop.run(() -> assertThatThrownBy(() -> mapConcurrent(List.of(1), 0, this::work))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("limit must be at least 1, so that something can run: 0"));
    }

    @Test
    void outsideOfATask_isRefused() {
        assertThatThrownBy(() -> mapConcurrent(List.of(1), 1, this::work)).isInstanceOf(IllegalStateException.class);
    }

    // ---- without results ----

    @Test
    void forEachConcurrent_returnsWhenAllHaveEnded() {
        TestLoop.run(() -> {
            forEachConcurrent(List.of(3, 1, 2), 2, item -> {
                work(item);
            });
            forEachConcurrent(Stream.of(4), 2, item -> trace.add("also " + item));

            assertThat(trace).contains("end 1", "end 2", "end 3", "also 4");
            assertThat(running).isZero();
        });
    }

    // ---- as completed ----

    @Test
    void mapAsCompleted_givesResultsAsTheyCome() {
        TestLoop.run(() -> {
            List<Integer> results = new ArrayList<>();
            for (int result : mapAsCompleted(List.of(30, 10, 20), 3, this::work)) {
                results.add(result);
            }

            assertThat(results).containsExactly(100, 200, 300);
        });
    }

    @Test
    @Rule("W21")
    void resultsThatNobodyTakes_holdTheWorkUp() {
        TestLoop.run(() -> {
            try (var results = mapAsCompleted(traced(List.of(1, 2, 3, 4)), 2, this::work)) {
                sleep(ofMillis(100));
                assertThat(trace).doesNotContain("take 3");
                assertThat(results).hasToString("<ConcurrentResults limit=2 in work=2 ready=2>");

                Iterator<Integer> iterator = results.iterator();
                assertThat(iterator.next()).isEqualTo(10);
                sleep(ofMillis(100));
                assertThat(trace).contains("end 3").doesNotContain("take 4");
            }
        });
    }

    @Test
    @Rule("W21")
    void leavingEarly_cancelsWhatRunsAndWaits() {
        TestLoop.run(() -> {
            try (var results = mapAsCompleted(List.of(10, 50, 60), 3, this::work)) {
                for (int result : results) {
                    trace.add("got " + result);
                    break;
                }
            }

            assertThat(trace).endsWith("got 100", "cancelled 50", "cancelled 60");
            assertThat(Asyncio.allTasks()).hasSize(1);
        });
    }

    @Test
    void breakAndAnotherFor_goesOn() {
        TestLoop.run(() -> {
            List<Integer> got = new ArrayList<>();
            try (var results = mapAsCompleted(List.of(1, 2, 3), 2, this::work)) {
                for (int result : results) {
                    got.add(result);
                    break;
                }
                results.forEach(got::add);
                assertThat(results.iterator().hasNext()).isFalse();
                assertThatThrownBy(() -> results.iterator().next()).isInstanceOf(NoSuchElementException.class);
            }
            assertThat(got).containsExactly(10, 20, 30);
        });
    }

    @Test
    void resultsBeforeAFailure_areHandedOutFirst() {
        TestLoop.run(() -> {
            List<Integer> got = new ArrayList<>();
            assertThatThrownBy(() -> mapAsCompleted(List.of(1, -2, 50), 3, this::work).forEach(got::add))
                    .isInstanceOf(ExceptionGroup.class);

            assertThat(got).containsExactly(10);
            assertThat(running).isZero();
        });
    }

    @Test
    void failureThatNobodyWaitedFor_comesOutOfClose() {
        TestLoop.run(() -> {
            var results = mapAsCompleted(List.of(-1, 50), 2, this::work);
            sleep(ofMillis(10));

            assertThatThrownBy(results::close).isInstanceOf(ExceptionGroup.class);
            results.close();
        });
    }

    @Test
    void cancellationOfTheReader_closes() {
        TestLoop.run(() -> {
            Task<?> reader = createTask(() -> mapAsCompleted(List.of(50, 60), 2, this::work).forEach(_ -> {}));
            sleep(ofMillis(10));
            reader.cancel();

            assertThatThrownBy(reader::await).isInstanceOf(CancelledError.class);
            assertThat(trace).endsWith("cancelled 50", "cancelled 60");
            assertThat(Asyncio.allTasks()).hasSize(1);
        });
    }

    @Test
    void anotherTask_isRefused() {
        TestLoop.run(() -> {
            try (var results = mapAsCompleted(List.of(1), 1, this::work)) {
                Task<?> other = createTask(() -> results.iterator().hasNext());

                assertThatThrownBy(other::await).isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("is not this task's; use it in the task that made it");
                sleep(ZERO);
            }
        });
    }
}
