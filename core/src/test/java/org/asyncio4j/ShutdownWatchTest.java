package org.asyncio4j;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.sleep;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is told when the end of a run takes long. What holds it up goes on as soon as it has been told of. */
@ExtendWith({NothingLeft.class, Watchdog.class})
class ShutdownWatchTest {

    private static final Duration SOON = ofMillis(5);

    private final LogLines log = new LogLines();

    @AfterEach
    void closeLog() {
        log.close();
    }

    private static Runner runner(Duration firstReport) {
        return new Runner(RunnerOptions.defaults(), firstReport);
    }

    private boolean wasTold(String what) {
        return log.warnings().stream().anyMatch(line -> line.contains(what));
    }

    @Test
    @Rule("R9")
    void taskThatCleansUpForLong_isNamedWithItsStack() {
        try (Runner runner = runner(SOON)) {
            runner.run(() -> {
                createTask(this::cleanUpUntilToldOf, "slow to end");
                sleep(ofMillis(1));
            });
        }
        assertThat(log.warnings()).anySatisfy(line -> assertThat(line)
                .matches("(?s)The end of the run has been waiting for \\d+\\.\\d{3} seconds;"
                        + " these tasks were cancelled and have not ended:\n  <Task \\w+ name='slow to end'.*"
                        + "\tat .*ShutdownWatchTest\\.cleanUpUntilToldOf\\(.*"));
    }

    private void cleanUpUntilToldOf() {
        try {
            getRunningLoop().createFuture().await();
        } finally {
            while (!wasTold("ShutdownWatchTest.cleanUpUntilToldOf(")) {
                sleep(ofMillis(1));
            }
        }
    }

    @Test
    void taskThatNeverGivesUpItsStep_isToldOfToo() {
        try (Runner runner = runner(SOON)) {
            runner.run(() -> {
                createTask(this::computeUntilToldOf, "computes");
                sleep(ofMillis(1));
            });
        }
        assertThat(wasTold("name='computes'")).isTrue();
    }

    private void computeUntilToldOf() {
        try {
            getRunningLoop().createFuture().await();
        } finally {
            while (!wasTold("name='computes'")) {
                Thread.onSpinWait();
            }
        }
    }

    @Test
    @Rule("R9")
    void jobOfTheDefaultExecutor_isNamedWithItsStack() {
        var told = new CountDownLatch(1);
        try (Runner runner = runner(SOON)) {
            runner.run(() -> {
                getRunningLoop().runInExecutor(null, () -> {
                    told.await();
                    return null;
                });
                Thread.ofPlatform().daemon().name("release").start(() -> {
                    while (!wasTold("thread of the default executor 'asyncio_")) {
                        Thread.onSpinWait();
                    }
                    told.countDown();
                });
            });
        }
        assertThat(wasTold("CountDownLatch.await(")).isTrue();
    }

    @Test
    void endThatIsQuick_isNotToldOf() {
        try (Runner runner = runner(ofMinutes(10))) {
            runner.run(() -> {
                createTask(() -> sleep(ofSeconds(60)));
                sleep(ofMillis(1));
            });
        }
        assertThat(log.records()).isEmpty();
    }
}
