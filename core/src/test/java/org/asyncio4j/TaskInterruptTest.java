package org.asyncio4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Interrupting the thread of a task that waits in its loop asks the task to cancel. */
@ExtendWith({NothingLeft.class, Watchdog.class})
class TaskInterruptTest {

    private static final String INTERRUPTED = "the thread of the task was interrupted";

    @Test
    @Rule("C16")
    void interrupt_fromAnotherThread_cancelsATaskThatWaitsForAFuture() {
        Asyncio.run(() -> {
            Task<?> task = waiting(() -> Asyncio.getRunningLoop().createFuture().await());

            Thread _ = Thread.ofPlatform().start(threadOf(task)::interrupt);

            assertThatExceptionOfType(CancelledError.class).isThrownBy(() -> Asyncio.await(task))
                    .withMessage(INTERRUPTED);
        });
    }

    @Test
    void interrupt_fromAnotherThread_cancelsATaskThatSleeps() {
        Asyncio.run(() -> {
            Task<?> task = waiting(() -> Asyncio.sleep(Duration.ofDays(1), "slept"));

            Thread _ = Thread.ofVirtual().start(threadOf(task)::interrupt);

            assertThatExceptionOfType(CancelledError.class).isThrownBy(() -> Asyncio.await(task))
                    .withMessage(INTERRUPTED);
        });
    }

    @Test
    void interrupt_ofTheMainTask_cancelsWhatItWaitsFor() {
        Asyncio.run(() -> {
            Thread here = Thread.currentThread();
            Task<?> child = waiting(() -> Asyncio.getRunningLoop().createFuture().await());

            Thread _ = Thread.ofPlatform().start(here::interrupt);

            assertThatExceptionOfType(CancelledError.class).isThrownBy(() -> Asyncio.await(child))
                    .withMessage(INTERRUPTED);
            assertThat(child.cancelled()).isTrue();
        });
    }

    @Test
    void interrupt_fromATask_cancels() {
        Asyncio.run(() -> {
            Task<?> task = waiting(() -> Asyncio.getRunningLoop().createFuture().await());

            threadOf(task).interrupt();

            assertThatExceptionOfType(CancelledError.class).isThrownBy(() -> Asyncio.await(task))
                    .withMessage(INTERRUPTED);
        });
    }

    @Test
    void interrupt_fromACallback_cancels() {
        Asyncio.run(() -> {
            Task<?> task = waiting(() -> Asyncio.getRunningLoop().createFuture().await());

            Asyncio.getRunningLoop().callSoon(threadOf(task)::interrupt);

            assertThatExceptionOfType(CancelledError.class).isThrownBy(() -> Asyncio.await(task))
                    .withMessage(INTERRUPTED);
        });
    }

    @Test
    @Rule("C16")
    void interrupt_ofATaskBeforeItWaits_cancelsItWhenItWaits() {
        Asyncio.run(() -> {
            Task<?> task = Asyncio.createTask(() -> {
                Thread.currentThread().interrupt();
                Asyncio.getRunningLoop().createFuture().await();
            });

            assertThatExceptionOfType(CancelledError.class).isThrownBy(() -> Asyncio.await(task))
                    .withMessage(INTERRUPTED);
        });
    }

    @Test
    void interrupt_ofATaskThatOnlyYields_cancelsIt() {
        Asyncio.run(() -> {
            Task<?> task = Asyncio.createTask(() -> {
                Thread.currentThread().interrupt();
                for (;;) {
                    Asyncio.sleep(Duration.ZERO);
                }
            });

            assertThatExceptionOfType(CancelledError.class).isThrownBy(() -> Asyncio.await(task))
                    .withMessage(INTERRUPTED);
        });
    }

    @Test
    void interruptedTask_mayCatchTheCancellationAndFindsTheFlagClear() {
        Asyncio.run(() -> {
            Task<String> task = waiting(() -> {
                try {
                    Asyncio.getRunningLoop().createFuture().await();
                } catch (CancelledError _) {
                    Asyncio.sleep(Duration.ofMillis(1));
                }
                return Thread.currentThread().isInterrupted() ? "interrupted" : "went on";
            });

            Thread _ = Thread.ofPlatform().start(threadOf(task)::interrupt);

            assertThat(task.await()).isEqualTo("went on");
            assertThat(task.cancelling()).isEqualTo(1);
        });
    }

    @Test
    void interruptOfAWaitingTask_isNotSeenByTheCallbacksThatRunMeanwhile() {
        Asyncio.run(() -> {
            EventLoop loop = Asyncio.getRunningLoop();
            List<Boolean> flags = new ArrayList<>();
            Thread here = Thread.currentThread();
            loop.callSoon(here::interrupt);
            loop.callSoon(() -> flags.add(Thread.currentThread().isInterrupted()));
            loop.callSoon(() -> flags.add(Thread.currentThread().isInterrupted()));

            assertThatExceptionOfType(CancelledError.class).isThrownBy(() -> loop.createFuture().await())
                    .withMessage(INTERRUPTED);

            assertThat(flags).containsExactly(false, false);
        });
    }

    /** A task that has come as far as its wait. */
    private static <T> Task<T> waiting(Coroutine<T> body) {
        Task<T> task = Asyncio.createTask(body);
        Asyncio.sleep(Duration.ZERO);
        return task;
    }

    private static Thread threadOf(Task<?> task) {
        return Objects.requireNonNull(task.strand()).thread();
    }
}
