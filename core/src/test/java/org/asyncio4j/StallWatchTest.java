package org.asyncio4j;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.asyncio4j.Asyncio.sleep;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What debug mode tells of steps that take too long. These take real time, a few milliseconds each. */
@ExtendWith(NothingLeft.class)
class StallWatchTest {

    private static final Duration THRESHOLD = ofMillis(2);
    private static final Duration PATIENCE = ofSeconds(20);
    private static final int MAX_STEPS = 100;

    private final EventLoop loop = TestLoop.create();
    private final LogLines log = new LogLines();
    private int steps;

    @AfterEach
    void closeLoop() {
        loop.close();
        log.close();
    }

    private void debug() {
        loop.setDebug(true);
        loop.setSlowCallbackDuration(THRESHOLD);
    }

    /** Keeps the thread busy, as a long computation does. */
    private static void compute(Duration limit, BooleanSupplier done) {
        long start = System.nanoTime();
        while (!done.getAsBoolean() && System.nanoTime() - start < limit.toNanos()) {
            Thread.onSpinWait();
        }
    }

    private static void computeTooLong() {
        compute(THRESHOLD.multipliedBy(2), () -> false);
    }

    /** A callback that can be recognized in messages. */
    private static final class Computation implements Runnable {
        @Override
        public void run() {
            computeTooLong();
        }

        @Override
        public String toString() {
            return "computation";
        }
    }

    @Test
    @Rule("D1")
    void slowCallback_isLoggedWithItsDuration() {
        debug();
        loop.callSoon(new Computation());
        loop.runUntilComplete(this::awaitTheLineAboutTheDuration);

        assertThat(log.warnings()).anySatisfy(line -> assertThat(line)
                .matches("Executing <Handle computation created at .*> took \\d+\\.\\d{3} seconds"));
    }

    /** The watcher may be writing a line of its own, and then the callback waits for the logger while the loop goes on. */
    private void awaitTheLineAboutTheDuration() {
        while (log.warnings().stream().noneMatch(line -> line.startsWith("Executing "))) {
            sleep(ZERO);
        }
    }

    @Test
    @Rule("D1")
    void slowStepOfATask_isLoggedWithTheTask() {
        debug();
        loop.runUntilComplete(loop.createTask(() -> {
            sleep(ofSeconds(5)); // waiting is no work, however long
            computeTooLong();
        }, "worker"));

        assertThat(log.warnings()).anySatisfy(line -> assertThat(line)
                .matches("Executing <Task \\w+ name='worker'.*> took \\d+\\.\\d{3} seconds"));
    }

    @Test
    @Rule("D2")
    void stepThatLasts_isLoggedMeanwhileWithTheCallItIsIn() {
        debug();
        loop.callSoon(this::lastUntilToldOf);
        loop.runForever();

        assertThat(log.warnings()).filteredOn(StallWatchTest::tellsOfTheCall)
                .first()
                .asString()
                .matches("(?s)The event loop is held up: <Handle .*> has been running for \\d+\\.\\d{3} seconds,"
                        + " now in\n\tat .*StallWatchTest\\.compute\\(.*");
    }

    /** A step is told of once, on a busy machine perhaps before it has come to the call; then the next step tries. */
    private void lastUntilToldOf() {
        compute(THRESHOLD.multipliedBy(50), () -> log.warnings().stream().anyMatch(StallWatchTest::tellsOfTheCall));
        if (log.warnings().stream().anyMatch(StallWatchTest::tellsOfTheCall) || ++steps == MAX_STEPS) {
            loop.stop();
        } else {
            loop.callSoon(this::lastUntilToldOf);
        }
    }

    private static boolean tellsOfTheCall(String line) {
        return line.startsWith("The event loop is held up: ") && line.contains("StallWatchTest.compute(");
    }

    @Test
    @Rule("D1")
    void withoutDebugMode_nothingIsLogged() {
        loop.setSlowCallbackDuration(THRESHOLD);
        loop.callSoon(new Computation());
        loop.runUntilComplete(StallWatchTest::computeTooLong);

        assertThat(log.records()).isEmpty();
    }

    @Test
    void quickSteps_areNotLogged() {
        loop.setDebug(true);
        loop.setSlowCallbackDuration(PATIENCE);
        loop.callSoon(new Computation());
        loop.runUntilComplete(() -> sleep(ofSeconds(1)));

        assertThat(log.records()).isEmpty();
    }

    @Test
    void slowCallbackDuration_isATenthOfASecondUnlessSet() {
        assertThat(loop.getSlowCallbackDuration()).isEqualTo(ofMillis(100));
        loop.setSlowCallbackDuration(ofSeconds(3));
        assertThat(loop.getSlowCallbackDuration()).isEqualTo(ofSeconds(3));
    }

    @Test
    void slowCallbackDuration_ofZeroOrLess_isRefused() {
        assertThatThrownBy(() -> loop.setSlowCallbackDuration(Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("slow callback duration is PT0S; it must be above zero");
    }
}
