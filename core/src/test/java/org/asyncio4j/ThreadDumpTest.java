package org.asyncio4j;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A thread dump, as {@code jcmd Thread.dump_to_file} makes it, shows where the tasks are. */
@ExtendWith({NothingLeft.class, Watchdog.class})
class ThreadDumpTest {

    /** In the JSON format, a thread is an object with its name and an array with its stack. */
    private static final String JSON_THREAD = "\"name\": \"%s\"[^\\[]*\"stack\": \\[([^\\]]*)";

    /** In the plain format, it is a line with its name and indented lines with its stack. */
    private static final String TEXT_THREAD = "#\\d+ \"%s\" virtual[^\\n]*((?:\\n +[^\\n]*)*)";

    @ParameterizedTest
    @EnumSource
    void dump_containsTheNamesOfSuspendedTasksAndWhereTheyAre(ThreadDumpFormat format, @TempDir Path folder) {
        Asyncio.run(() -> {
            Future<String> future = Asyncio.getRunningLoop().createFuture();
            Task<String> waiter = Asyncio.createTask(() -> waitFor(future), "waiter");
            Task<?> sleeper = Asyncio.createTask(() -> Asyncio.sleep(Duration.ofDays(1)), "sleeper");
            Asyncio.sleep(Duration.ZERO);
            sleeper.setName("renamed");

            String dump = Asyncio.toThread(() -> dump(folder, format));

            assertThat(stackOf("waiter", dump, format)).contains("ThreadDumpTest.waitFor(")
                    .contains("org.asyncio4j.Future.await(");
            assertThat(stackOf("renamed", dump, format)).contains("org.asyncio4j.Asyncio.sleep(");
            future.setResult("over");
            assertThat(waiter.await()).isEqualTo("over");
        });
    }

    @Test
    @Tag("mounted-only") // elsewhere the loop could not go on to make the dump
    void dump_showsWhatATaskIsBlockedIn(@TempDir Path folder) {
        Asyncio.run(() -> {
            var enough = new CountDownLatch(1);
            Task<?> blocked = Asyncio.createTask(() -> enough.await(), "blocked");
            Asyncio.sleep(Duration.ZERO);

            String dump = Asyncio.toThread(() -> dump(folder, ThreadDumpFormat.JSON));

            assertThat(stackOf("blocked", dump, ThreadDumpFormat.JSON)).contains("CountDownLatch.await(");
            enough.countDown();
            Asyncio.await(blocked);
        });
    }

    @Test
    void stacksThatAreLookedAtMeanwhile_holdUpNobody() throws InterruptedException {
        var threads = new CopyOnWriteArrayList<Thread>();
        var stop = new AtomicBoolean();
        Thread onlooker = Thread.ofPlatform().start(() -> {
            while (!stop.get()) {
                threads.forEach(Thread::getStackTrace);
            }
        });
        try {
            Asyncio.run(() -> Asyncio.taskGroup(group -> {
                for (int i = 0; i < 3; i++) {
                    group.createTask(() -> {
                        threads.add(Thread.currentThread());
                        for (int turn = 0; turn < 20_000; turn++) {
                            Asyncio.sleep(Duration.ZERO);
                        }
                    });
                }
            }));
        } finally {
            stop.set(true);
            onlooker.join();
        }
    }

    @Test
    void dump_containsTheThreadOfTheCallbacks(@TempDir Path folder) {
        Thread loopThread = Thread.currentThread();
        Asyncio.run(() -> {
            Asyncio.getRunningLoop().callSoon(() -> {});
            Asyncio.sleep(Duration.ZERO);

            String dump = Asyncio.toThread(() -> dump(folder, ThreadDumpFormat.JSON));

            String callbacks = Asyncio.getRunningLoop().getCarrierMode() == CarrierMode.MOUNTED
                    ? "asyncio4j-callbacks"
                    : Pattern.quote(loopThread.getName());
            assertThat(stackOf(callbacks, dump, ThreadDumpFormat.JSON)).contains("org.asyncio4j.");
        });
    }

    private static String waitFor(Future<String> future) {
        return future.await();
    }

    private static String dump(Path folder, ThreadDumpFormat format) throws IOException {
        Path file = folder.resolve("threads");
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class).dumpThreads(file.toString(), format);
        return Files.readString(file);
    }

    private static String stackOf(String thread, String dump, ThreadDumpFormat format) {
        String pattern = format == ThreadDumpFormat.JSON ? JSON_THREAD : TEXT_THREAD;
        var stacks = Pattern.compile(pattern.formatted(thread))
                .matcher(dump)
                .results()
                .map(MatchResult::group)
                .toList();
        assertThat(stacks).as("threads named %s in\n%s", thread, dump).hasSize(1);
        return stacks.getFirst();
    }
}
