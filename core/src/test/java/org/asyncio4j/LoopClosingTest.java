package org.asyncio4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What becomes of tasks, callbacks and their threads when a loop is closed under them. */
@ExtendWith({NothingLeft.class, Watchdog.class})
class LoopClosingTest {

    private static final String PENDING = "Task was destroyed but it is pending!";

    private final List<ExceptionContext> reported = new CopyOnWriteArrayList<>();
    private final List<String> trace = new CopyOnWriteArrayList<>();
    /** The threads that bodies and callbacks ran on; none of them may be left in the end. */
    private final List<Thread> threads = new CopyOnWriteArrayList<>();

    // ---- tasks that wait in the loop ----

    @Test
    @Rule("R4")
    void close_withASuspendedTask_runsItsFinallyBlock() throws InterruptedException {
        EventLoop loop = newLoop();
        Task<?> task = loop.createTask(() -> {
            threads.add(Thread.currentThread());
            try {
                loop.createFuture().await();
            } finally {
                trace.add("cleaned up");
            }
        });
        turn(loop);

        loop.close();

        assertThat(trace).containsExactly("cleaned up");
        assertThat(task.cancelled()).isTrue();
        checkThreadsEnd();
    }

    @Test
    @Rule("R4")
    void close_withPendingTasks_reportsEachOnce() {
        EventLoop loop = newLoop();
        Future<String> never = loop.createFuture();
        Task<?> first = loop.createTask(() -> never.await(), "first");
        Task<?> second = loop.createTask(() -> Asyncio.sleep(Duration.ofDays(1)), "second");
        turn(loop);

        loop.close();

        assertThat(reported).extracting(ExceptionContext::message).containsExactly(PENDING, PENDING);
        assertThat(reported).extracting(context -> context.get("task")).containsExactly(first, second);
    }

    @Test
    void close_withATaskThatNeverStarted_doesNotRunItsBody() {
        EventLoop loop = newLoop();
        Task<?> task = loop.createTask(() -> {
            trace.add("ran");
        });

        loop.close();

        assertThat(trace).isEmpty();
        assertThat(task.cancelled()).isTrue();
        assertThat(reported).extracting(ExceptionContext::message).containsExactly(PENDING);
    }

    @Test
    void close_withATaskThatSwallowsItsCancellationOnce_waitsForIt() throws InterruptedException {
        EventLoop loop = newLoop();
        Task<String> task = loop.createTask(() -> {
            threads.add(Thread.currentThread());
            try {
                loop.createFuture().await();
            } catch (CancelledError swallowed) {
                trace.add(swallowed.getMessage());
            }
            Asyncio.sleep(Duration.ofMillis(1));
            return "went on";
        });
        turn(loop);

        loop.close();

        assertThat(trace).containsExactly("the event loop is being closed");
        assertThat(task.result()).isEqualTo("went on");
        checkThreadsEnd();
    }

    @Test
    void close_withACleanupThatWaits_waitsForIt() throws InterruptedException {
        EventLoop loop = newLoop();
        Task<?> task = loop.createTask(() -> {
            threads.add(Thread.currentThread());
            try {
                loop.createFuture().await();
            } finally {
                Asyncio.sleep(Duration.ZERO);
                trace.add("yielded");
                Asyncio.sleep(Duration.ofMillis(1));
                trace.add("slept");
                Asyncio.createTask(() -> trace.add("child")).await();
            }
        });
        turn(loop);

        loop.close();

        assertThat(trace).containsExactly("yielded", "slept", "child");
        assertThat(task.cancelled()).isTrue();
        checkThreadsEnd();
    }

    @Test
    void close_withACleanupThatFails_reportsTheFailure() {
        EventLoop loop = newLoop();
        var failure = new IllegalArgumentException("in cleanup");
        Task<?> task = loop.createTask(() -> {
            try {
                loop.createFuture().await();
            } finally {
                fail(failure);
            }
        });
        turn(loop);

        loop.close();

        assertThat(reported).extracting(ExceptionContext::message)
                .containsExactly(PENDING, "Task exception was never retrieved");
        assertThat(reported.getLast().exception()).isSameAs(failure);
        assertThat(task.exception()).isSameAs(failure);
    }

    @Test
    void close_withACleanupThatLeavesATaskBehind_endsThatTooAndReportsOnlyTheFirst() throws InterruptedException {
        EventLoop loop = newLoop();
        loop.createTask(() -> {
            try {
                loop.createFuture().await();
            } finally {
                Asyncio.createTask(() -> {
                    threads.add(Thread.currentThread());
                    try {
                        Asyncio.sleep(Duration.ofDays(1));
                    } finally {
                        trace.add("late one cleaned up");
                    }
                });
                Asyncio.sleep(Duration.ZERO);
            }
        });
        turn(loop);

        loop.close();

        assertThat(trace).containsExactly("late one cleaned up");
        assertThat(reported).extracting(ExceptionContext::message).containsExactly(PENDING);
        checkThreadsEnd();
    }

    @Test
    @Rule("R4")
    void close_withATaskThatNeverGivesIn_saysSoAndLeavesIt() {
        // in virtual time, as the loop has patience with such a task
        EventLoop loop = watched(Asyncio.newEventLoop(new VirtualTime().options()));
        boolean[] enough = {false};
        Task<?> task = loop.createTask(() -> {
            while (!enough[0]) {
                try {
                    loop.createFuture().await();
                } catch (CancelledError _) {
                    // that is the point
                }
            }
        });
        turn(loop);

        loop.close();

        assertThat(task.done()).isFalse();
        assertThat(loop.isClosed()).isTrue();
        assertThat(reported).extracting(ExceptionContext::message)
                .containsExactly(PENDING,
                        "Task ignored its cancellation while the event loop was closed, and is left suspended");
        enough[0] = true;
    }

    @Test
    void close_inAnInterruptedThread_stillCleansUpAndKeepsTheInterrupt() {
        EventLoop loop = newLoop();
        Task<?> task = loop.createTask(() -> {
            try {
                loop.createFuture().await();
            } finally {
                Asyncio.sleep(Duration.ofMillis(1));
                trace.add("cleaned up");
            }
        });
        turn(loop);

        Thread.currentThread().interrupt();
        loop.close();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(trace).containsExactly("cleaned up");
        assertThat(task.cancelled()).isTrue();
    }

    @Test
    void close_withQueuedCallbacksAndTimers_dropsThem() {
        EventLoop loop = newLoop();
        loop.callSoon(() -> trace.add("callSoon"));
        loop.callSoonThreadsafe(() -> trace.add("callSoonThreadsafe"));
        loop.callLater(Duration.ZERO, () -> trace.add("callLater"));
        loop.createTask(() -> {
            loop.createFuture().await();
        });

        loop.close();

        assertThat(trace).isEmpty();
    }

    @Test
    void close_withATaskOfAnotherThread_cancelsItsFuture() throws InterruptedException {
        EventLoop loop = newLoop();
        List<CompletableFuture<?>> made = new ArrayList<>();
        Thread foreign = Thread.ofPlatform()
                .start(() -> made.add(
                        Asyncio.runCoroutineThreadsafe(() -> loop.createFuture().await(), loop)));
        foreign.join();
        turn(loop);
        turn(loop);

        loop.close();

        assertThat(made).singleElement().satisfies(future -> assertThat(future).isCancelled());
    }

    // ---- what comes too late ----

    @Test
    void callSoonThreadsafe_afterClose_throwsInTheCaller() throws InterruptedException {
        EventLoop loop = newLoop();
        loop.close();
        Thread foreign = Thread.ofPlatform().start(() -> {
            assertThatIllegalStateException().isThrownBy(() -> loop.callSoonThreadsafe(() -> trace.add("ran")))
                    .withMessage("Event loop is closed");
            trace.add("refused");
        });
        foreign.join();

        assertThat(trace).containsExactly("refused");
    }

    @Test
    @Rule("R10")
    void completableFuture_completedAfterClose_changesNothing() {
        EventLoop loop = newLoop();
        var outside = new CompletableFuture<String>();
        Task<?> task = loop.createTask(() -> Asyncio.await(Asyncio.shield(Asyncio.ensureFuture(outside))));
        turn(loop);
        loop.close();

        outside.complete("late");

        assertThat(task.cancelled()).isTrue();
        assertThat(outside.join()).isEqualTo("late");
    }

    @Test
    void cancelOfALinkedFuture_afterClose_changesNothing() {
        EventLoop loop = newLoop();
        Future<String> future = loop.createFuture();
        CompletableFuture<String> linked = future.toCompletableFuture();
        loop.close();

        assertThat(linked.cancel(false)).isTrue();

        assertThat(future.done()).isFalse();
    }

    @Test
    void unpark_afterClose_changesNothing() throws InterruptedException {
        EventLoop loop = newLoop();
        Task<?> task = loop.createTask(() -> {
            threads.add(Thread.currentThread());
            loop.createFuture().await();
        });
        turn(loop);
        loop.close();

        threads.forEach(LockSupport::unpark);

        assertThat(task.cancelled()).isTrue();
        checkThreadsEnd();
    }

    @Test
    void executorJob_thatEndsAfterClose_changesNothing() throws InterruptedException {
        EventLoop loop = newLoop();
        var begun = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        var ended = new CountDownLatch(1);
        Task<?> task = loop.createTask(() -> Asyncio.toThread(() -> {
            begun.countDown();
            release.await();
            ended.countDown();
            return "late";
        }));
        turn(loop);
        begun.await();
        loop.close();

        release.countDown();
        ended.await();

        assertThat(task.cancelled()).isTrue();
    }

    // ---- what is parked outside of the loop; a blocking call holds up the loop on the baton carrier ----

    @Test
    @Tag("mounted-only")
    void close_withATaskInAForeignCall_interruptsItAndCleansUp() throws InterruptedException {
        EventLoop loop = newLoop();
        var never = new CountDownLatch(1);
        Task<?> task = loop.createTask(() -> {
            threads.add(Thread.currentThread());
            try {
                never.await();
            } finally {
                trace.add("cleaned up");
            }
        });
        turn(loop);

        loop.close();

        assertThat(trace).containsExactly("cleaned up");
        assertThat(task.cancelled()).isTrue();
        assertThatExceptionOfType(CancelledError.class).isThrownBy(task::result)
                .withMessage("the event loop is being closed")
                .withCauseInstanceOf(InterruptedException.class);
        checkThreadsEnd();
    }

    @Test
    @Tag("mounted-only")
    void close_withATaskThatWaitsUninterruptibly_letsItEndWithoutTheLoop() throws InterruptedException {
        EventLoop loop = watched(Asyncio.newEventLoop(new VirtualTime().options()));
        var permits = new Semaphore(0);
        Task<?> task = loop.createTask(() -> {
            threads.add(Thread.currentThread());
            permits.acquireUninterruptibly();
            trace.add("got the permit");
        });
        turn(loop);
        loop.close();
        assertThat(task.done()).isFalse();

        permits.release();

        checkThreadsEnd();
        assertThat(trace).containsExactly("got the permit");
    }

    @Test
    @Tag("mounted-only")
    void close_withACallbackInAForeignCall_letsItEndWithoutTheLoop() throws InterruptedException {
        EventLoop loop = newLoop();
        var release = new CountDownLatch(1);
        loop.callSoon(() -> blockingCallback(release));
        turn(loop);
        loop.close();

        release.countDown();

        checkThreadsEnd();
        assertThat(trace).containsExactly("callback went on");
    }

    @Test
    @Tag("mounted-only")
    void close_withACallbackThatWasWokenWhileTheLoopWasIdle_letsItEndToo() throws InterruptedException {
        EventLoop loop = newLoop();
        var release = new CountDownLatch(1);
        loop.callSoon(() -> blockingCallback(release));
        turn(loop);

        release.countDown();
        loop.close();

        checkThreadsEnd();
        assertThat(trace).containsExactly("callback went on");
    }

    @Test
    @Tag("mounted-only")
    void close_manyTimesWhileCallbacksWakeUp_losesNoThread() throws InterruptedException {
        for (int round = 0; round < 500; round++) {
            EventLoop loop = newLoop();
            var release = new CountDownLatch(1);
            loop.callSoon(() -> blockingCallback(release));
            turn(loop);
            Thread foreign = Thread.ofPlatform().start(release::countDown);

            loop.close();

            foreign.join();
            checkThreadsEnd();
            threads.clear();
        }
    }

    private void blockingCallback(CountDownLatch release) {
        threads.add(Thread.currentThread());
        try {
            release.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        trace.add("callback went on");
    }

    // ---- how it is tried ----

    private EventLoop newLoop() {
        return watched(Asyncio.newEventLoop());
    }

    private EventLoop watched(EventLoop loop) {
        loop.setExceptionHandler((_, context) -> reported.add(context));
        return loop;
    }

    /** Lets everything that is ready have one turn. */
    private static void turn(EventLoop loop) {
        loop.callSoon(loop::stop);
        loop.runForever();
    }

    private void checkThreadsEnd() throws InterruptedException {
        assertThat(threads).isNotEmpty();
        for (Thread thread : threads) {
            thread.join();
        }
    }

    /** Hides from the compiler that a finally block ends here. */
    private static void fail(@Nullable RuntimeException failure) {
        throw Objects.requireNonNull(failure);
    }
}
