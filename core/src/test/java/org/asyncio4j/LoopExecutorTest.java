package org.asyncio4j;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.sleep;
import static org.asyncio4j.Asyncio.toThread;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Blocking work in other threads. */
@ExtendWith(NothingLeft.class)
class LoopExecutorTest {

    private final List<String> trace = new CopyOnWriteArrayList<>();

    /** Work that occupies a thread until it is let go. */
    private final class Busy implements Callable<String> {
        private final CountDownLatch gate = new CountDownLatch(1);
        private final CompletableFuture<@Nullable Void> started = new CompletableFuture<>();
        private final CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();

        @Override
        public String call() throws InterruptedException {
            started.complete(null);
            try {
                gate.await();
                trace.add("busy to the end");
                return "x";
            } finally {
                ended.complete(null);
            }
        }

        void letGo() {
            gate.countDown();
        }
    }

    // ---- where it runs ----

    @Test
    void runInExecutor_byDefault_runsInAThreadOfTheLoopsOwnPool() {
        TestLoop.run(() -> {
            Future<String> name = getRunningLoop().runInExecutor(null, () -> Thread.currentThread().getName());

            assertThat(name.getLoop()).isSameAs(getRunningLoop());
            assertThat(await(name)).matches("asyncio_\\d+_0");
        });
    }

    @Test
    void runInExecutor_anotherExecutor_runsThere() {
        try (ExecutorService executor = Executors.newSingleThreadExecutor(work -> new Thread(work, "mine"))) {
            TestLoop.run(() -> assertThat(
                    getRunningLoop().runInExecutor(executor, () -> Thread.currentThread().getName()).await())
                    .isEqualTo("mine"));
            assertThat(executor.isShutdown()).isFalse();
        }
    }

    @Test
    void setDefaultExecutor_isUsedFromThenOnAndShutDownWithTheLoop() {
        ExecutorService executor = Executors.newSingleThreadExecutor(work -> new Thread(work, "mine"));
        TestLoop.run(() -> {
            getRunningLoop().setDefaultExecutor(executor);

            assertThat(toThread(() -> Thread.currentThread().getName())).isEqualTo("mine");
        });
        assertThat(executor.isTerminated()).isTrue();
    }

    @Test
    void closeOfALoop_shutsItsExecutorDownWithoutWaiting() {
        ExecutorService executor = Executors.newSingleThreadExecutor();
        var busy = new Busy();
        try (EventLoop loop = TestLoop.create()) {
            loop.setDefaultExecutor(executor);
            loop.runUntilComplete(() -> {
                getRunningLoop().runInExecutor(null, busy);
                await(busy.started);
            });
        }
        assertThat(executor.isShutdown()).isTrue();
        assertThat(trace).isEmpty();
        busy.letGo();
        busy.ended.join();
    }

    // ---- outcomes ----

    @Test
    void error_isTheVeryObject() {
        TestLoop.run(() -> {
            var error = new IOException("in the thread");

            assertThatThrownBy(() -> toThread((Callable<String>) () -> {
                throw error;
            })).isSameAs(error);
        });
    }

    @Test
    void refusedJob_isRefusedAtTheCall() {
        ExecutorService executor = Executors.newSingleThreadExecutor();
        executor.shutdown();
        TestLoop.run(() -> assertThatThrownBy(() -> getRunningLoop().runInExecutor(executor, () -> "x"))
                .isInstanceOf(RejectedExecutionException.class));
    }

    @Test
    @Rule("X4")
    void context_goesAlongWithToThreadOnly() {
        var variable = new ContextVar<String>("variable", "unset");
        TestLoop.run(() -> {
            variable.set("set");

            assertThat(toThread(() -> {
                String seen = variable.get();
                variable.set("from the thread");
                return seen;
            })).isEqualTo("set");
            assertThat(variable.get()).isEqualTo("set");
            assertThat(getRunningLoop().runInExecutor(null, () -> variable.get()).await()).isEqualTo("unset");
        });
    }

    @Test
    void thread_isNoPartOfTheLoop() {
        TestLoop.run(() -> assertThatThrownBy(() -> toThread(Asyncio::getRunningLoop))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("no running event loop in "));
    }

    // ---- cancellation ----

    @Test
    @Rule("H5")
    void cancel_ofAJobThatWaits_keepsItFromRunning() {
        try (ExecutorService executor = Executors.newSingleThreadExecutor()) {
            TestLoop.run(() -> {
                var busy = new Busy();
                Future<String> running = getRunningLoop().runInExecutor(executor, busy);
                Future<Boolean> queued = getRunningLoop().runInExecutor(executor, () -> trace.add("queued job"));
                queued.cancel();
                sleep(ZERO);
                busy.letGo();

                await(running);
            });
        }
        assertThat(trace).containsExactly("busy to the end");
    }

    @Test
    @Rule("H5")
    void cancel_ofAJobThatRuns_letsItRunToItsEndUnseen() {
        TestLoop.run(() -> {
            var busy = new Busy();
            Task<String> task = createTask(() -> toThread(busy));
            await(busy.started);
            task.cancel();
            assertThatThrownBy(task::await).isInstanceOf(CancelledError.class);
            assertThat(trace).isEmpty();

            busy.letGo();
            await(busy.ended);
            assertThat(trace).containsExactly("busy to the end");
        });
    }

    @Test
    @Rule("H5")
    void outcomeAfterTheLoopIsClosed_isDropped() {
        var busy = new Busy();
        EventLoop loop = TestLoop.create();
        try (LogLines log = new LogLines()) {
            loop.runUntilComplete(() -> {
                getRunningLoop().runInExecutor(null, busy);
                await(busy.started);
            });
            loop.close();
            busy.letGo();
            busy.ended.join();

            assertThat(log.messages()).isEmpty();
        }
    }

    // ---- shutting down ----

    @Test
    void shutdownDefaultExecutor_waitsForJobsAndRefusesMore() {
        TestLoop.run(() -> {
            EventLoop loop = getRunningLoop();
            var busy = new Busy();
            loop.runInExecutor(null, busy);
            Task<?> shutdown = createTask(() -> loop.shutdownDefaultExecutor());
            sleep(ZERO);
            assertThat(shutdown.done()).isFalse();
            assertThatThrownBy(() -> loop.runInExecutor(null, () -> "x")).isInstanceOf(IllegalStateException.class)
                    .hasMessage("Executor shutdown has been called");
            busy.letGo();
            await(shutdown);

            assertThat(trace).containsExactly("busy to the end");
            try (ExecutorService other = Executors.newSingleThreadExecutor()) {
                assertThat(loop.runInExecutor(other, () -> "others work").await()).isEqualTo("others work");
            }
        });
    }

    @Test
    void shutdownDefaultExecutor_withoutOneOrTwice_returnsAtOnce() {
        TestLoop.run(() -> {
            long before = Ticks.now();
            getRunningLoop().shutdownDefaultExecutor();
            getRunningLoop().shutdownDefaultExecutor();

            assertThat(Ticks.now()).isEqualTo(before);
        });
    }

    @Test
    void shutdownDefaultExecutor_tooSlow_isLoggedAndLeftToItself() {
        var busy = new Busy();
        try (LogLines log = new LogLines()) {
            TestLoop.run(() -> {
                getRunningLoop().runInExecutor(null, busy);
                await(busy.started);
                getRunningLoop().shutdownDefaultExecutor(ofMillis(1));
                busy.letGo();
            });

            assertThat(log.warnings()).singleElement()
                    .asString()
                    .startsWith("The executor did not finishing joining its threads within ");
        }
        busy.ended.join();
    }

    @Test
    @SuppressWarnings("NullAway") // null is what is tested
    void null_isRefusedByName() {
        TestLoop.run(() -> assertThatThrownBy(() -> toThread((Callable<String>) null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("function"));
    }
}
