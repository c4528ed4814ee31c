package org.asyncio4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RunnableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Locks shared by tasks, callbacks and other threads. If callbacks ran on the very thread that runs the tasks, most
 * of this would wait for ever: for a task that only that thread can run.
 */
@Tag("mounted-only")
@ExtendWith({NothingLeft.class, Watchdog.class})
class CallbackLockBlockingTest {

    private final List<String> trace = new ArrayList<>();

    /** A lock of either kind. */
    interface Lock {

        /** Runs code with the lock held. */
        void hold(ForeignCall.Code code) throws Exception;

        /** Whether so many threads wait for the lock. */
        boolean isWaitedForBy(List<Thread> threads);
    }

    private static final class Reentrant implements Lock {
        private final ReentrantLock lock = new ReentrantLock();

        @Override
        public void hold(ForeignCall.Code code) throws Exception {
            lock.lock();
            try {
                code.run();
            } finally {
                lock.unlock();
            }
        }

        @Override
        public boolean isWaitedForBy(List<Thread> threads) {
            return threads.stream().allMatch(lock::hasQueuedThread);
        }
    }

    private static final class Monitor implements Lock {

        @Override
        public void hold(ForeignCall.Code code) throws Exception {
            synchronized (this) {
                code.run();
            }
        }

        @Override
        public boolean isWaitedForBy(List<Thread> threads) {
            return threads.stream().allMatch(thread -> thread.getState() == Thread.State.BLOCKED);
        }
    }

    static Stream<Arguments> locks() {
        return Stream.of(Arguments.argumentSet("ReentrantLock", new Reentrant()),
                Arguments.argumentSet("synchronized", new Monitor()));
    }

    // ---- the deadlocks that are none ----

    @ParameterizedTest
    @MethodSource("locks")
    void callback_thatWantsALockOfASuspendedTask_waitsForTheTask(Lock lock) {
        Asyncio.run(() -> {
            EventLoop loop = Asyncio.getRunningLoop();
            Future<String> inside = loop.createFuture();
            Future<String> over = loop.createFuture();
            Task<?> task = Asyncio.createTask(() -> lock.hold(() -> {
                inside.await();
                trace.add("task");
            }));
            Asyncio.sleep(Duration.ZERO);
            List<Thread> callbacks = new ArrayList<>();
            loop.callSoon(() -> {
                callbacks.add(Thread.currentThread());
                holding(lock, () -> trace.add("callback"));
                over.setResult("over");
            });
            waitUntil(() -> callbacks.size() == 1 && lock.isWaitedForBy(callbacks));

            inside.setResult("go on");

            Asyncio.await(task);
            over.await();
            assertThat(trace).containsExactly("task", "callback");
        });
    }

    @ParameterizedTest
    @MethodSource("locks")
    void callback_behindATaskInTheQueueOfAnotherThreadsLock_getsItsTurn(Lock lock) throws InterruptedException {
        var held = new CountDownLatch(1);
        var enough = new CountDownLatch(1);
        Thread external = Thread.ofPlatform().start(() -> holding(lock, () -> {
            held.countDown();
            enough.await();
        }));
        held.await();
        Asyncio.run(() -> {
            EventLoop loop = Asyncio.getRunningLoop();
            Future<String> over = loop.createFuture();
            Task<?> task = Asyncio.createTask(() -> lock.hold(() -> trace.add("task")));
            Thread taskThread = task.makeStrand().thread();
            waitUntil(() -> lock.isWaitedForBy(List.of(taskThread)));
            List<Thread> callbacks = new ArrayList<>();
            loop.callSoon(() -> {
                callbacks.add(Thread.currentThread());
                holding(lock, () -> trace.add("callback"));
                over.setResult("over");
            });
            waitUntil(() -> callbacks.size() == 1 && lock.isWaitedForBy(callbacks));

            enough.countDown();

            Asyncio.await(task);
            over.await();
            assertThat(trace).containsExactlyInAnyOrder("task", "callback");
        });
        external.join();
    }

    /** The same with each other kind of code of users that the library calls. */
    @ParameterizedTest
    @MethodSource("kindsOfCallbacks")
    void anyUserCode_mayWaitForALockOfASuspendedTask(Function<Runnable, ForeignCall.Code> kind) {
        var lock = new Reentrant();
        Asyncio.run(() -> {
            EventLoop loop = Asyncio.getRunningLoop();
            Future<String> inside = loop.createFuture();
            Future<String> over = loop.createFuture();
            Task<?> task = Asyncio.createTask(() -> lock.hold(inside::await));
            Asyncio.sleep(Duration.ZERO);
            List<Thread> callbacks = new ArrayList<>();
            kind.apply(() -> {
                if (over.done()) {
                    return;
                }
                callbacks.add(Thread.currentThread());
                holding(lock, () -> {});
                over.setResult("over");
            }).run();
            waitUntil(() -> callbacks.size() == 1 && lock.isWaitedForBy(callbacks));

            inside.setResult("go on");

            Asyncio.await(task);
            assertThat(over.await()).isEqualTo("over");
        });
    }

    static Stream<Arguments> kindsOfCallbacks() {
        return Stream.of(
                kind("callSoon", work -> loop().callSoon(work)),
                kind("callSoonThreadsafe", work -> loop().callSoonThreadsafe(work)),
                kind("callLater", work -> loop().callLater(Duration.ofMillis(1), work)),
                kind("done callback", work -> {
                    Future<String> future = loop().createFuture();
                    future.addDoneCallback(_ -> work.run());
                    future.setResult("done");
                }),
                kind("exception handler", work -> {
                    loop().setExceptionHandler((_, _) -> work.run());
                    loop().callSoon(() -> {
                        throw new IllegalStateException("for the handler");
                    });
                }),
                kind("exception handler of a forgotten failure", work -> {
                    loop().setExceptionHandler((_, _) -> work.run());
                    var failed = new Future<String>(loop());
                    failed.setException(new IllegalStateException("for the handler"));
                    ((BaseEventLoop) loop()).unretrieved.forEach(Unretrieved::reclaimed);
                }),
                kind("what hangs on a linked CompletableFuture", work -> {
                    Future<String> future = loop().createFuture();
                    var _ = future.toCompletableFuture().thenRun(work);
                    future.setResult("done");
                }),
                kind("what hangs on a cancelled CompletableFuture", work -> {
                    var stage = new CompletableFuture<String>();
                    var _ = stage.whenComplete((_, _) -> work.run());
                    Asyncio.ensureFuture(stage).cancel();
                }),
                kind("what hangs on a job of an executor", work -> {
                    Future<String> result = loop().runInExecutor(new IdleExecutor(work), () -> "never");
                    result.cancel();
                }),
                kind("coroutine from another thread", work -> {
                    EventLoop loop = loop();
                    Thread _ = Thread.ofPlatform().start(() -> {
                        var _ = Asyncio.runCoroutineThreadsafe(work::run, loop);
                    });
                }));
    }

    /** Never gets round to its jobs, but tells when one is cancelled. */
    private static final class IdleExecutor extends AbstractExecutorService {
        private final Runnable whenCancelled;

        IdleExecutor(Runnable whenCancelled) {
            this.whenCancelled = whenCancelled;
        }

        @Override
        protected <T extends @Nullable Object> RunnableFuture<T> newTaskFor(Callable<T> job) {
            return new FutureTask<>(job) {
                @Override
                protected void done() {
                    whenCancelled.run();
                }
            };
        }

        @Override
        protected <T extends @Nullable Object> RunnableFuture<T> newTaskFor(Runnable job, T value) {
            return newTaskFor(Executors.callable(job, value));
        }

        @Override
        public void execute(Runnable job) {
            // later
        }

        @Override
        public void shutdown() {
            // has no threads
        }

        @Override
        public List<Runnable> shutdownNow() {
            return List.of();
        }

        @Override
        public boolean isShutdown() {
            return true;
        }

        @Override
        public boolean isTerminated() {
            return true;
        }

        @Override
        public boolean awaitTermination(long timeout, TimeUnit unit) {
            return true;
        }
    }

    private static Arguments kind(String name, Consumer<Runnable> schedule) {
        Function<Runnable, ForeignCall.Code> code = work -> () -> schedule.accept(work);
        return Arguments.argumentSet(name, code);
    }

    private static EventLoop loop() {
        return Asyncio.getRunningLoop();
    }

    // ---- what a callback that blocks leaves alone ----

    @Test
    void callback_thatBlocks_doesNotHoldUpLaterOnes() {
        Asyncio.run(() -> {
            var enough = new CountDownLatch(1);
            Future<String> over = loop().createFuture();
            loop().callSoon(() -> {
                trace.add("first begins");
                uninterrupted(enough::await);
                trace.add("first ends");
                over.setResult("over");
            });
            loop().callSoon(() -> trace.add("second"));
            loop().callSoon(() -> trace.add("third"));
            Asyncio.sleep(Duration.ZERO);
            trace.add("task");

            enough.countDown();

            over.await();
            assertThat(trace).containsExactly("first begins", "second", "third", "task", "first ends");
        });
    }

    @Test
    void callbacks_thatDoNotBlock_keepTheirOrderAmongThoseThatDo() {
        Asyncio.run(() -> {
            var permits = new Semaphore(0);
            int count = 100;
            List<Integer> begun = new ArrayList<>();
            List<Integer> ended = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                int number = i;
                loop().callSoon(() -> {
                    begun.add(number);
                    if (number % 10 == 0) {
                        permits.acquireUninterruptibly();
                    }
                    ended.add(number);
                });
            }
            Asyncio.sleep(Duration.ZERO);

            assertThat(begun).isEqualTo(IntStream.range(0, count).boxed().toList());
            assertThat(ended).isEqualTo(IntStream.range(0, count).filter(i -> i % 10 != 0).boxed().toList());

            permits.release(10);
            waitUntil(() -> ended.size() == count);
            assertThat(ended.subList(90, count)).containsExactlyInAnyOrder(0, 10, 20, 30, 40, 50, 60, 70, 80, 90);
        });
    }

    @Test
    void callback_thatBlocked_findsItsContextVariablesAgain() {
        ContextVar<String> variable = new ContextVar<>("variable");
        Asyncio.run(() -> {
            var enough = new CountDownLatch(1);
            Future<String> over = loop().createFuture();
            loop().callSoon(() -> {
                variable.set("first");
                uninterrupted(enough::await);
                assertThat(Asyncio.currentTask()).isNull();
                over.setResult(variable.get());
            });
            loop().callSoon(() -> variable.set("second"));
            Asyncio.sleep(Duration.ZERO);

            enough.countDown();

            assertThat(over.await()).isEqualTo("first");
        });
    }

    @Test
    void callback_thatFailsAfterItBlocked_isReported() {
        Asyncio.run(() -> {
            var enough = new CountDownLatch(1);
            Future<ExceptionContext> reported = loop().createFuture();
            loop().setExceptionHandler((_, context) -> reported.setResult(context));
            var failure = new IllegalStateException("late");
            loop().callSoon(() -> {
                uninterrupted(enough::await);
                throw failure;
            });
            Asyncio.sleep(Duration.ZERO);

            enough.countDown();

            assertThat(reported.await().exception()).isSameAs(failure);
        });
    }

    @Test
    void callback_thatBlocksAgainAndAgain_goesOnEachTime() {
        Asyncio.run(() -> {
            var permits = new Semaphore(0);
            int rounds = 1000;
            Future<String> over = loop().createFuture();
            loop().callSoon(() -> {
                for (int round = 0; round < rounds; round++) {
                    permits.acquireUninterruptibly();
                }
                over.setResult("over");
            });
            for (int round = 0; round < rounds; round++) {
                permits.release();
                Asyncio.sleep(Duration.ZERO);
            }

            assertThat(over.await()).isEqualTo("over");
        });
    }

    /** A lock inside of a handle that other threads may cancel is no exception. */
    @Test
    void handle_thatIsBeingCancelledByAThreadAndATask_doesNotStopTheLoop() {
        Asyncio.run(() -> {
            var entered = new CountDownLatch(1);
            var enough = new CountDownLatch(1);
            Runnable callback = new Runnable() {
                @Override
                public void run() {
                    trace.add("callback");
                }

                @Override
                public String toString() { // called by cancel
                    entered.countDown();
                    uninterrupted(enough::await);
                    return "described";
                }
            };
            Handle handle = loop().callSoonThreadsafe(callback);
            Thread external = Thread.ofPlatform().start(handle::cancel);
            while (entered.getCount() > 0) {
                Thread.onSpinWait(); // the loop must not go on before
            }
            Thread loopThread = Objects.requireNonNull(((BaseEventLoop) loop()).thread());
            var passed = new CountDownLatch(1);
            loop().callSoon(passed::countDown);
            Thread observer = Thread.ofPlatform().start(() -> {
                while (passed.getCount() > 0 && !isParked(loopThread)) {
                    Thread.onSpinWait();
                }
                enough.countDown();
            });

            handle.cancel();

            external.join();
            observer.join();
            assertThat(trace).isEmpty();
        });
    }

    // ---- how it is tried ----

    private static void waitUntil(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            Asyncio.sleep(Duration.ofMillis(1));
        }
    }

    /** Whether a platform thread is parked itself; while it carries a virtual one, its trace does not show that. */
    private static boolean isParked(Thread platformThread) {
        return Arrays.stream(platformThread.getStackTrace()).anyMatch(frame -> frame.getMethodName().equals("park"));
    }

    private static void holding(Lock lock, ForeignCall.Code code) {
        uninterrupted(() -> lock.hold(code));
    }

    private static void uninterrupted(ForeignCall.Code code) {
        try {
            code.run();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
