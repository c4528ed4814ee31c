package org.asyncio4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.asyncio4j.spi.Poller;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Interrupting the thread that runs a loop. */
@ExtendWith({NothingLeft.class, Watchdog.class})
class LoopInterruptTest {

    private static final String INTERRUPTED = "the thread of the event loop was interrupted";

    private final AtomicInteger sleeps = new AtomicInteger();
    private final CountDownLatch asleep = new CountDownLatch(1);
    private final List<String> trace = new ArrayList<>();

    // ---- while the loop sleeps ----

    @Test
    void interrupt_whileTheLoopSleeps_cancelsTheMainTask() {
        interruptOnceAsleep();

        assertThatExceptionOfType(CancelledError.class)
                .isThrownBy(() -> Asyncio.run(LoopInterruptTest::waitForEver, watched()))
                .withMessage(INTERRUPTED);

        assertThat(Thread.interrupted()).as("the flag is set again").isTrue();
    }

    @Test
    void interrupt_whileTheLoopSleeps_letsTheMainTaskCleanUpWithoutSpinning() {
        interruptOnceAsleep();
        AtomicInteger before = new AtomicInteger();

        assertThatExceptionOfType(CancelledError.class).isThrownBy(() -> Asyncio.run(() -> {
            try {
                waitForEver();
            } finally {
                before.set(sleeps.get());
                Asyncio.sleep(Duration.ofMillis(20));
                trace.add("cleaned up");
                sleeps.addAndGet(-before.get());
            }
        }, watched()));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(trace).containsExactly("cleaned up");
        // with the flag left set, the loop would not sleep at all but look thousands of times
        assertThat(sleeps.get()).isLessThan(10);
    }

    @Test
    void interrupt_whenTheMainTaskGoesOn_isKeptForTheCaller() {
        interruptOnceAsleep();

        String result = Asyncio.run(() -> {
            try {
                waitForEver();
            } catch (CancelledError _) {
                Asyncio.sleep(Duration.ofMillis(1));
            }
            return "went on";
        }, watched());

        assertThat(result).isEqualTo("went on");
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void interrupt_thatEndsARun_leavesTimeToOtherTasksToCleanUp() {
        interruptOnceAsleep();

        assertThatExceptionOfType(CancelledError.class).isThrownBy(() -> Asyncio.run(() -> {
            Asyncio.createTask(() -> {
                try {
                    waitForEver();
                } finally {
                    Asyncio.sleep(Duration.ofMillis(1));
                    trace.add("cleaned up");
                }
            });
            waitForEver();
        }, watched()));

        assertThat(trace).containsExactly("cleaned up");
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void interrupt_ofRunForever_stopsIt() {
        interruptOnceAsleep();
        try (EventLoop loop = Asyncio.newEventLoop(WatchedPoller.watch(this::slept))) {
            loop.runForever();

            assertThat(Thread.interrupted()).isTrue();
            assertThat(loop.isRunning()).isFalse();
        }
    }

    @Test
    void interrupt_ofRunForever_leavesTheLoopFitForAnotherRun() {
        interruptOnceAsleep();
        try (EventLoop loop = Asyncio.newEventLoop(WatchedPoller.watch(this::slept))) {
            loop.runForever();
            assertThat(Thread.interrupted()).isTrue();

            assertThat(loop.runUntilComplete(() -> Asyncio.sleep(Duration.ofMillis(1), "slept"))).isEqualTo("slept");
        }
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void interrupt_ofRunUntilComplete_ofAFuture_cancelsTheFuture() {
        interruptOnceAsleep();
        try (EventLoop loop = Asyncio.newEventLoop(WatchedPoller.watch(this::slept))) {
            Future<String> future = loop.createFuture();

            assertThatExceptionOfType(CancelledError.class).isThrownBy(() -> loop.runUntilComplete(future))
                    .withMessage(INTERRUPTED);

            assertThat(future.cancelled()).isTrue();
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    // ---- at other times ----

    @Test
    void interrupt_beforeTheRun_cancelsTheMainTaskToo() {
        Thread.currentThread().interrupt();

        assertThatExceptionOfType(CancelledError.class).isThrownBy(() -> Asyncio.run(LoopInterruptTest::waitForAWhile))
                .withMessage(INTERRUPTED);

        assertThat(Thread.interrupted()).isTrue();
    }

    /** On the mounted carrier the JDK clears the flag of the thread when a task next parks, and nobody can tell. */
    @Test
    @Tag("baton-only")
    void interrupt_whileATaskRuns_cancelsTheMainTask() {
        Thread loopThread = Thread.currentThread();

        assertThatExceptionOfType(CancelledError.class).isThrownBy(() -> Asyncio.run(() -> {
            loopThread.interrupt();
            waitForEver();
        })).withMessage(INTERRUPTED);

        assertThat(Thread.interrupted()).isTrue();
    }

    // ---- how it is tried ----

    private static void waitForEver() {
        Asyncio.getRunningLoop().createFuture().await();
    }

    /** Ends by itself, so that a lost interrupt shows as a missing cancellation. */
    private static void waitForAWhile() {
        for (int i = 0; i < 10; i++) {
            Asyncio.sleep(Duration.ofMillis(1));
        }
    }

    private void slept(long timeoutNanos) {
        sleeps.incrementAndGet();
        if (timeoutNanos == Poller.FOREVER) {
            asleep.countDown();
        }
    }

    private RunnerOptions watched() {
        return RunnerOptions.defaults()
                .withLoopFactory(() -> Asyncio.newEventLoop(WatchedPoller.watch(this::slept)));
    }

    /** Interrupts the current thread once its loop has nothing to do any more. */
    private void interruptOnceAsleep() {
        Thread loopThread = Thread.currentThread();
        Thread _ = Thread.ofPlatform().daemon().start(() -> {
            try {
                asleep.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            loopThread.interrupt();
        });
    }
}
