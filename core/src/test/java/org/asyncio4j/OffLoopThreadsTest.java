package org.asyncio4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Threads that tasks and callbacks start are not part of the loop. The JDK lets a virtual thread inherit the
 * scheduler of the one that starts it; here it must not, or what was meant to run beside the loop would run on it.
 */
@ExtendWith({NothingLeft.class, Watchdog.class})
class OffLoopThreadsTest {

    // ---- threads ----

    @ParameterizedTest
    @MethodSource("waysToStartAThread")
    @Rule("H7")
    void threadOfATask_makesProgressWhileTheLoopIsBusy(Consumer<Runnable> way) {
        Asyncio.run(() -> {
            watchAThreadFromABusyStep(way);
        });
    }

    @ParameterizedTest
    @MethodSource("waysToStartAThread")
    void threadOfACallback_makesProgressWhileTheLoopIsBusy(Consumer<Runnable> way) {
        Asyncio.run(() -> {
            EventLoop loop = Asyncio.getRunningLoop();
            Future<String> over = loop.createFuture();
            loop.callSoon(() -> {
                watchAThreadFromABusyStep(way);
                over.setResult("over");
            });
            assertThat(over.await()).isEqualTo("over");
        });
    }

    /** Neither its start nor its wake-ups need the loop. */
    private static void watchAThreadFromABusyStep(Consumer<Runnable> way) {
        var started = new CountDownLatch(1);
        var enough = new CountDownLatch(1);
        var ended = new CountDownLatch(1);
        way.accept(() -> {
            started.countDown();
            await(enough);
            ended.countDown();
        });
        spinUntilOpen(started);
        enough.countDown();
        spinUntilOpen(ended);
    }

    @ParameterizedTest
    @MethodSource("waysToStartAThread")
    @Rule("H7")
    void threadOfATask_isOutsideOfTheLoop(Consumer<Runnable> way) {
        Asyncio.run(() -> {
            EventLoop loop = Asyncio.getRunningLoop();
            Future<String> future = loop.createFuture();
            List<@Nullable Throwable> errors = new CopyOnWriteArrayList<>();
            var over = new CompletableFuture<String>();
            way.accept(() -> {
                errors.add(catchThrowable(Asyncio::getRunningLoop));
                errors.add(catchThrowable(Asyncio::currentTask));
                errors.add(catchThrowable(future::await));
                errors.add(catchThrowable(() -> future.setResult("wrong")));
                over.complete("over");
            });

            assertThat(Asyncio.await(over)).isEqualTo("over");

            assertThat(errors).hasSize(4)
                    .allSatisfy(
                            error -> assertThat(error).isInstanceOf(IllegalStateException.class));
            assertThat(future.done()).isFalse();
        });
    }

    @ParameterizedTest
    @MethodSource("waysToStartAThread")
    void threadOfATask_outlivesTheLoop(Consumer<Runnable> way) {
        var started = new CountDownLatch(1);
        var enough = new CountDownLatch(1);
        var ended = new CountDownLatch(1);
        Asyncio.run(() -> way.accept(() -> {
            started.countDown();
            await(enough);
            ended.countDown();
        }));
        await(started);

        enough.countDown();

        await(ended);
    }

    @ParameterizedTest
    @MethodSource("waysToStartAThread")
    void threadOfATask_canHandItsResultToTheLoop(Consumer<Runnable> way) {
        Asyncio.run(() -> {
            EventLoop loop = Asyncio.getRunningLoop();
            Future<String> future = loop.createFuture();
            way.accept(() -> loop.callSoonThreadsafe(() -> future.setResult("from outside")));

            assertThat(future.await()).isEqualTo("from outside");
        });
    }

    @ParameterizedTest
    @MethodSource("waysToStartAThread")
    void threadOfATask_canRunALoopOfItsOwn(Consumer<Runnable> way) {
        Asyncio.run(() -> {
            var over = new CompletableFuture<String>();
            way.accept(() -> over.complete(Asyncio.run(() -> {
                Asyncio.sleep(Duration.ZERO);
                return "from another loop";
            })));

            assertThat(Asyncio.await(over)).isEqualTo("from another loop");
        });
    }

    static Stream<Arguments> waysToStartAThread() {
        return Stream.of(
                way("Thread.ofPlatform", work -> Thread.ofPlatform().daemon().start(work)),
                way("Thread.ofVirtual", work -> Thread.ofVirtual().start(work)),
                way("Thread.startVirtualThread", Thread::startVirtualThread),
                way("virtual thread of a virtual thread",
                        work -> Thread.startVirtualThread(() -> Thread.startVirtualThread(work))),
                way("virtual thread factory", work -> Thread.ofVirtual().factory().newThread(work).start()),
                way("newVirtualThreadPerTaskExecutor", work -> {
                    ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
                    executor.execute(work);
                    executor.shutdown();
                }),
                way("newThreadPerTaskExecutor", work -> {
                    ExecutorService executor = Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory());
                    executor.execute(work);
                    executor.shutdown();
                }),
                way("CompletableFuture.runAsync", work -> {
                    var _ = CompletableFuture.runAsync(work);
                }));
    }

    private static Arguments way(String name, Consumer<Runnable> way) {
        return argumentSet(name, way);
    }

    // ---- executors ----

    @ParameterizedTest
    @MethodSource("executors")
    void runInExecutor_runsBesideTheLoopAndBringsTheResultBack(@Nullable ExecutorService executor) {
        try (executor) {
            Asyncio.run(() -> {
                var begun = new CountDownLatch(1);
                var enough = new CountDownLatch(1);
                Future<String> result = Asyncio.getRunningLoop().runInExecutor(executor, () -> {
                    assertThatIllegalStateException().isThrownBy(Asyncio::getRunningLoop);
                    begun.countDown();
                    enough.await();
                    return "done";
                });
                spinUntilOpen(begun);
                enough.countDown();

                assertThat(result.await()).isEqualTo("done");
            });
        }
    }

    @ParameterizedTest
    @MethodSource("executors")
    void runInExecutor_bringsBackTheVeryExceptionThatWasThrown(@Nullable ExecutorService executor) {
        var failure = new IOException("of the job");
        try (executor) {
            Asyncio.run(() -> {
                Future<String> result = Asyncio.getRunningLoop().runInExecutor(executor, () -> {
                    throw failure;
                });

                assertThat(catchThrowable(result::await)).isSameAs(failure);
            });
        }
    }

    static Stream<Arguments> executors() {
        return Stream.of(
                executor("the default", null),
                executor("newFixedThreadPool", Executors.newFixedThreadPool(1)),
                executor("newScheduledThreadPool", Executors.newScheduledThreadPool(1)),
                executor("newVirtualThreadPerTaskExecutor", Executors.newVirtualThreadPerTaskExecutor()),
                executor("ForkJoinPool", new ForkJoinPool(1)));
    }

    private static Arguments executor(String name, @Nullable ExecutorService executor) {
        return argumentSet(name, executor);
    }

    @Test
    void virtualThreadExecutor_madeAndUsedInATask_runsBesideTheLoop() {
        Asyncio.run(() -> {
            var begun = new CountDownLatch(1);
            try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
                Future<String> result = Asyncio.getRunningLoop().runInExecutor(executor, () -> {
                    begun.countDown();
                    return "done";
                });
                spinUntilOpen(begun);
                assertThat(result.await()).isEqualTo("done");
            }
        });
    }

    @Test
    void toThread_runsOnAPlatformThreadBesideTheLoop() {
        Asyncio.run(() -> {
            List<Thread> threads = new CopyOnWriteArrayList<>();

            String result = Asyncio.toThread(() -> {
                threads.add(Thread.currentThread());
                assertThatIllegalStateException().isThrownBy(Asyncio::getRunningLoop);
                return "done";
            });

            assertThat(result).isEqualTo("done");
            assertThat(threads).singleElement().satisfies(thread -> {
                assertThat(thread.isVirtual()).isFalse();
                assertThat(thread.isDaemon()).isTrue();
            });
        });
    }

    @Test
    void virtualThread_startedByAJobOfToThread_runsBesideTheLoop() {
        Asyncio.run(() -> {
            var over = new CountDownLatch(1);
            Asyncio.toThread(() -> Thread.startVirtualThread(over::countDown));
            spinUntilOpen(over);
        });
    }

    // ---- how it is tried ----

    /** Keeps the thread of the loop busy. */
    private static void spinUntilOpen(CountDownLatch latch) {
        while (latch.getCount() > 0) {
            Thread.onSpinWait();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
