package org.asyncio4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What other threads hand to a loop arrives, once and in order: a million times in all. The threads wait for the loop
 * after every few hand-overs, so that it runs out of work and really goes to sleep; if one got lost, its thread would
 * wait for ever.
 */
@ExtendWith({NothingLeft.class, Watchdog.class})
class CrossThreadTest {

    private static final int THREADS = 4;
    private static final int CALLBACKS_PER_THREAD = 205_000;
    private static final int COROUTINES_PER_THREAD = 15_000;
    private static final int COMPLETIONS_PER_THREAD = 15_000;
    private static final int UNPARKS_PER_THREAD = 15_000;

    /** The sizes of successive batches; many single ones, as each of those finds the loop asleep. */
    private static final int[] BATCHES = {1, 1, 2, 1, 1, 3, 1, 90};

    /** Every so many batches a thread waits until the loop has gone to sleep since it handed over the last one. */
    private static final int BATCHES_PER_SLEEP = 32;

    /** As often as that, one thread alone sees the loop go to sleep in each of the tests. */
    private static final int MANY_SLEEPS = 30;

    private final Sleeps sleeps = new Sleeps();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    /** Counts how often the loop goes to sleep. */
    private static final class Sleeps {
        private int count;

        synchronized void add() {
            count++;
            notifyAll();
        }

        synchronized int count() {
            return count;
        }

        synchronized void awaitMoreThan(int before) throws InterruptedException {
            while (count <= before) {
                wait();
            }
        }
    }

    /** What a foreign thread does. */
    private interface Work {
        void run(int thread) throws Exception;
    }

    @Test
    @Rule("H3")
    void callSoonThreadsafe_fromManyThreads_arrivesOnceAndInTheOrderOfEachThread() {
        int[] next = new int[THREADS];
        List<String> disorder = new ArrayList<>();

        runBesides(loop -> thread -> {
            var arrived = new Semaphore(0);
            batches(CALLBACKS_PER_THREAD, (first, size) -> {
                for (int i = first; i < first + size; i++) {
                    int number = i;
                    loop.callSoonThreadsafe(() -> {
                        if (next[thread]++ != number) {
                            disorder.add(number + " of thread " + thread);
                        }
                        arrived.release();
                    });
                }
                arrived.acquire(size);
            });
        });

        assertThat(disorder).isEmpty();
        assertThat(next).containsOnly(CALLBACKS_PER_THREAD);
        assertThat(sleeps.count()).isGreaterThan(MANY_SLEEPS);
    }

    @Test
    void runCoroutineThreadsafe_fromManyThreads_givesEachItsResult() {
        runBesides(loop -> thread -> batches(COROUTINES_PER_THREAD, (first, size) -> {
            List<CompletableFuture<Integer>> results = new ArrayList<>();
            for (int i = first; i < first + size; i++) {
                int number = i;
                results.add(Asyncio.runCoroutineThreadsafe(() -> number, loop));
            }
            for (int i = 0; i < size; i++) {
                assertThat(results.get(i).get()).isEqualTo(first + i);
            }
        }));

        assertThat(sleeps.count()).isGreaterThan(MANY_SLEEPS);
    }

    @Test
    void completableFutures_completedByManyThreads_wakeTheTasksThatAwaitThem() {
        List<BlockingQueue<CompletableFuture<Integer>>> awaited = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
            awaited.add(new LinkedBlockingQueue<>());
        }
        var over = new CountDownLatch(THREADS);

        runBesides(loop -> {
            for (var queue : awaited) {
                loop.callSoon(() -> {
                    loop.createTask(() -> {
                        for (int i = 0; i < COMPLETIONS_PER_THREAD; i++) {
                            var future = new CompletableFuture<Integer>();
                            queue.add(future);
                            assertThat(Asyncio.await(future)).isEqualTo(i);
                        }
                        over.countDown();
                    });
                });
            }
            return thread -> {
                var queue = awaited.get(thread);
                batches(COMPLETIONS_PER_THREAD, (first, size) -> {
                    for (int i = first; i < first + size; i++) {
                        queue.take().complete(i);
                    }
                });
                over.await();
            };
        });

        assertThat(sleeps.count()).isGreaterThan(MANY_SLEEPS);
    }

    @Test
    @Tag("mounted-only")
    void parkedTasks_unparkedByManyThreads_goOn() {
        int[] received = new int[THREADS];

        runBesides(loop -> {
            List<Task<?>> tasks = new ArrayList<>();
            List<AtomicInteger> given = new ArrayList<>();
            List<Semaphore> arrived = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                int number = thread;
                var gives = new AtomicInteger();
                var arrives = new Semaphore(0);
                given.add(gives);
                arrived.add(arrives);
                tasks.add(loop.createTask(() -> {
                    while (received[number] < UNPARKS_PER_THREAD) {
                        while (gives.get() == received[number]) {
                            LockSupport.park();
                        }
                        received[number]++;
                        arrives.release();
                    }
                }));
            }
            return thread -> {
                Thread parked = Objects.requireNonNull(tasks.get(thread).strand()).thread();
                batches(UNPARKS_PER_THREAD, (_, size) -> {
                    for (int i = 0; i < size; i++) {
                        given.get(thread).incrementAndGet();
                        LockSupport.unpark(parked);
                    }
                    arrived.get(thread).acquire(size);
                });
            };
        });

        assertThat(received).containsOnly(UNPARKS_PER_THREAD);
        assertThat(sleeps.count()).isGreaterThan(MANY_SLEEPS);
    }

    // ---- cancelling from another thread ----

    @Test
    @Rule("H4")
    void cancelOfAThreadsafeHandle_whileTheCallbackRuns_waitsForItsEnd() throws InterruptedException {
        List<String> trace = new CopyOnWriteArrayList<>();
        try (EventLoop loop = Asyncio.newEventLoop()) {
            var begun = new CountDownLatch(1);
            List<Handle> handles = new CopyOnWriteArrayList<>();
            Thread canceller = Thread.ofPlatform().start(() -> {
                while (begun.getCount() > 0) {
                    Thread.onSpinWait(); // not waiting, so that the only thing it waits for is the callback
                }
                handles.getFirst().cancel();
                trace.add("cancel returned");
            });
            handles.add(loop.callSoonThreadsafe(() -> {
                begun.countDown();
                while (canceller.getState() != Thread.State.BLOCKED) {
                    Thread.onSpinWait();
                }
                trace.add("callback ended");
                loop.stop();
            }));
            loop.runForever();
            canceller.join();
        }

        assertThat(trace).containsExactly("callback ended", "cancel returned");
    }

    @Test
    @Rule("H4")
    void cancelOfAThreadsafeHandle_atAnyMoment_eitherWinsOrFindsTheCallbackEnded() {
        // what has become of one callback, and what of it was to be seen when cancel returned
        final class Race {
            private int state;
            private int whenCancelled;
        }
        int begun = 1;
        int ended = 2;
        int rounds = 20_000;
        List<Race> races = new CopyOnWriteArrayList<>();

        runBesides(loop -> thread -> {
            List<Race> mine = new ArrayList<>();
            for (int round = 0; round < rounds; round++) {
                var race = new Race();
                Handle handle = loop.callSoonThreadsafe(() -> {
                    race.state = begun;
                    race.state = ended;
                });
                for (int spins = 0; spins < round % 100; spins++) {
                    Thread.onSpinWait(); // for all sorts of moments
                }
                handle.cancel();
                race.whenCancelled = race.state;
                mine.add(race);
            }
            races.addAll(mine);
        });

        assertThat(races).hasSize(THREADS * rounds).allMatch(race -> race.state == race.whenCancelled);
        assertThat(races).noneMatch(race -> race.state == begun);
    }

    @Test
    void cancelOfALinkedCompletableFuture_fromAnotherThread_cancelsTheTask() {
        runBesides(loop -> thread -> {
            for (int round = 0; round < 100; round++) {
                var begun = new CountDownLatch(1);
                var cancelled = new CompletableFuture<@Nullable String>();
                CompletableFuture<String> linked = Asyncio.runCoroutineThreadsafe(() -> {
                    begun.countDown();
                    try {
                        return loop.<String>createFuture().await();
                    } catch (CancelledError error) {
                        cancelled.complete(error.getMessage());
                        throw error;
                    }
                }, loop);
                begun.await();

                linked.cancel(false);

                assertThat(cancelled.get()).isNull();
            }
        });
    }

    // ---- how it is tried ----

    private interface Setup {
        Work of(EventLoop loop);
    }

    private interface Batch {
        void run(int first, int size) throws Exception;
    }

    private void batches(int count, Batch batch) throws Exception {
        int done = 0;
        for (int i = 0; done < count; i++) {
            int size = Math.min(BATCHES[i % BATCHES.length], count - done);
            int before = sleeps.count();
            batch.run(done, size);
            done += size;
            if (i % BATCHES_PER_SLEEP == 0) {
                sleeps.awaitMoreThan(before);
            }
        }
    }

    /** Runs a loop until the threads have done their work beside it. */
    private void runBesides(Setup setup) {
        try (EventLoop loop = Asyncio.newEventLoop(WatchedPoller.watch(_ -> sleeps.add()))) {
            Work work = setup.of(loop);
            var left = new AtomicInteger(THREADS);
            for (int i = 0; i < THREADS; i++) {
                int thread = i;
                Thread _ = Thread.ofPlatform().daemon().name("foreign-" + i).start(() -> {
                    try {
                        work.run(thread);
                    } catch (Throwable error) {
                        failure.compareAndSet(null, error);
                    }
                    if (left.decrementAndGet() == 0 || failure.get() != null) {
                        loop.callSoonThreadsafe(loop::stop);
                    }
                });
            }
            loop.runForever();
        }
        assertThat(failure.get()).isNull();
    }

    @Test
    @Rule("H4")
    void cancelOfAThreadsafeHandle_byATaskThatItsCallbackStartsEagerly_doesNotWaitForItself() {
        List<String> trace = new ArrayList<>();
        TestLoop.run(() -> {
            EventLoop loop = Asyncio.getRunningLoop();
            List<Handle> handles = new ArrayList<>();
            handles.add(loop.callSoonThreadsafe(() -> {
                loop.createTask(() -> {
                    handles.getFirst().cancel();
                    trace.add("cancelled");
                }, TaskOptions.defaults().withEagerStart(true));
                trace.add("callback ended");
            }));
            Asyncio.sleep(Duration.ofSeconds(1));
        });

        assertThat(trace).containsExactly("cancelled", "callback ended");
    }
}
