package org.asyncio4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * On the baton carrier a blocking call holds up the loop, as in Python; debug mode tells which one it is. In these
 * tests the call lasts until that has been told, so that it must have been told while the call was stuck.
 */
@Tag("baton-only")
@ExtendWith({NothingLeft.class, Watchdog.class})
class BatonBlockingTest {

    private static final RunnerOptions DEBUG = RunnerOptions.defaults().withDebug(true);
    private static final String HELD_UP = "The event loop is held up: ";

    /** Keeps the logger from being collected together with its handler. */
    private final Logger logger = Logger.getLogger("asyncio");

    private final List<LogRecord> records = new CopyOnWriteArrayList<>();
    private final Watcher watcher = new Watcher();
    private volatile Consumer<LogRecord> onHeldUp = _ -> {};

    private final class Watcher extends Handler {

        @Override
        public void publish(LogRecord record) {
            records.add(record);
            if (record.getMessage().startsWith(HELD_UP)) {
                onHeldUp.accept(record);
            }
        }

        @Override
        public void flush() {
            // nothing is buffered
        }

        @Override
        public void close() {
            // holds nothing
        }
    }

    @BeforeEach
    void watchTheLog() {
        logger.addHandler(watcher);
        logger.setUseParentHandlers(false);
    }

    @AfterEach
    void leaveTheLogAlone() {
        logger.removeHandler(watcher);
        logger.setUseParentHandlers(true);
    }

    @Test
    void sleepInATask_isNamedWhileItLasts() {
        Asyncio.run(() -> {
            reportSoon();
            Task<?> sleeper = Asyncio.createTask(() -> {
                Thread here = Thread.currentThread();
                onHeldUp = _ -> here.interrupt();
                try {
                    Thread.sleep(Duration.ofDays(1));
                } catch (InterruptedException _) {
                    // at last
                }
            }, "sleeper");
            Asyncio.await(sleeper);
        }, DEBUG);

        assertThat(records.getFirst().getLevel()).isEqualTo(Level.WARNING);
        assertThat(records.getFirst().getMessage()).startsWith(HELD_UP)
                .contains("name='sleeper'")
                .contains("Thread.sleep(")
                .contains(getClass().getName());
    }

    @Test
    void blockingCallInATask_isFollowedByHowLongItTook() {
        Asyncio.run(() -> {
            reportSoon();
            var enough = new CountDownLatch(1);
            onHeldUp = _ -> enough.countDown();
            Asyncio.await(Asyncio.createTask(() -> enough.await(), "waiter"));
        }, DEBUG);

        assertThat(records).extracting(LogRecord::getMessage)
                .anyMatch(message -> message.startsWith(HELD_UP) && message.contains("CountDownLatch.await("))
                .anyMatch(message -> message.startsWith("Executing <Task ") && message.contains("name='waiter'")
                        && message.endsWith(" seconds"));
    }

    @Test
    void blockingCallInACallback_isNamedWhileItLasts() {
        Asyncio.run(() -> {
            reportSoon();
            var enough = new CountDownLatch(1);
            onHeldUp = _ -> enough.countDown();
            Future<String> over = Asyncio.getRunningLoop().createFuture();
            Asyncio.getRunningLoop().callSoon(new Runnable() {
                @Override
                public void run() {
                    try {
                        enough.await();
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                    over.setResult("over");
                }

                @Override
                public String toString() {
                    return "the blocking callback";
                }
            });
            over.await();
        }, DEBUG);

        assertThat(records.getFirst().getMessage()).startsWith(HELD_UP + "<Handle the blocking callback created at ")
                .contains("CountDownLatch.await(");
    }

    @Test
    void blockingCall_isToldOnce() {
        Asyncio.run(() -> {
            reportSoon();
            var enough = new CountDownLatch(1);
            onHeldUp = _ -> enough.countDown();
            Asyncio.await(Asyncio.createTask(() -> enough.await()));
        }, DEBUG);

        assertThat(records).filteredOn(record -> record.getMessage().startsWith(HELD_UP)).hasSize(1);
    }

    @Test
    void blockingCall_holdsUpTheOthersButLosesNone() {
        List<String> trace = new ArrayList<>();
        Asyncio.run(() -> {
            reportSoon();
            var enough = new CountDownLatch(1);
            onHeldUp = _ -> enough.countDown();
            EventLoop loop = Asyncio.getRunningLoop();
            Task<?> blocking = Asyncio.createTask(() -> {
                enough.await();
                trace.add("blocking task");
            });
            Task<?> other = Asyncio.createTask(() -> trace.add("other task"));
            loop.callSoon(() -> trace.add("callback"));
            loop.callLater(Duration.ofNanos(1), () -> trace.add("timer"));
            var handedOver = new CountDownLatch(1);
            Thread _ = Thread.ofPlatform().start(() -> {
                loop.callSoonThreadsafe(() -> trace.add("from another thread"));
                handedOver.countDown();
            });
            handedOver.await();
            Asyncio.await(Asyncio.gather(blocking, other));
            Asyncio.sleep(Duration.ofMillis(1));
        }, DEBUG);

        assertThat(trace).startsWith("blocking task", "other task", "callback")
                .containsExactlyInAnyOrder("blocking task", "other task", "callback", "timer", "from another thread");
    }

    @Test
    void withoutDebugMode_nobodyWatches() {
        Asyncio.run(() -> {
            assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
                    .doesNotContain("asyncio4j-stall-watch");
        });

        assertThat(records).isEmpty();
    }

    /** From the next step on, as the current one has begun already. */
    private static void reportSoon() {
        Asyncio.getRunningLoop().setSlowCallbackDuration(Duration.ofMillis(5));
    }
}
