package org.asyncio4j.net;

import static java.time.Duration.ZERO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.sleep;

import org.asyncio4j.CancelledError;
import org.asyncio4j.Coroutine;
import org.asyncio4j.Task;
import org.asyncio4j.VoidCoroutine;
import org.jspecify.annotations.Nullable;

/**
 * One trial of a call that is cancelled. A test repeats it, with a tick more each time, until the call ends before it is
 * cancelled: then it was cancelled wherever it can be.
 */
public final class EveryTick {

    /** A call that is not over by then waits for something that never comes. */
    private static final int TOO_MANY = 20_000;
    /** By then a call that has to wait does so. */
    private static final int WAITING = 2;

    private final int ticks;
    private boolean ended;

    private EveryTick(int ticks) {
        this.ticks = ticks;
    }

    /** What is done with one call. */
    public interface Trial {
        /**
         * Prepares, calls through {@link EveryTick#cancel}, and checks what is left.
         *
         * @param trial cancels the call
         * @throws Exception if the test fails
         */
        void play(EveryTick trial) throws Exception;
    }

    /**
     * Repeats a trial in a loop of real time.
     *
     * @param trial what to repeat
     */
    public static void cancelAt(Trial trial) {
        RealLoop.run(() -> {
            var last = new EveryTick(0);
            trial.play(last);
            for (int ticks = 1; !last.ended; ticks++) {
                assertThat(ticks).as("ticks without an end of the call").isLessThan(TOO_MANY);
                last = new EveryTick(ticks);
                trial.play(last);
            }
            assertThat(last.ticks).as("ticks that the call took: it should have been cancelled").isPositive();
        });
    }

    /**
     * Makes the call in a task, and cancels it after some ticks.
     *
     * @param <T> the type of its result
     * @param call the call
     * @param other what the call waits for: done when it waits, or after it was cancelled
     * @return the result; null if the call was cancelled
     * @throws Exception what the call throws
     */
    public <T> @Nullable T cancel(Coroutine<T> call, VoidCoroutine other) throws Exception {
        Task<T> task = createTask(call);
        int passed = 0;
        for (; passed < ticks && !task.done(); passed++) {
            if (passed == WAITING) {
                other.run();
            }
            sleep(ZERO);
        }
        ended = task.done();
        boolean asked = task.cancel();
        try {
            return task.await();
        } catch (CancelledError cancelled) {
            assertThat(asked).as("the task was cancelled by the test").isTrue();
            return null;
        } finally {
            if (passed <= WAITING) {
                other.run();
            }
        }
    }
}
