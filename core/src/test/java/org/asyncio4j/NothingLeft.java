package org.asyncio4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test that leaves something of the library behind: a platform thread, a loop that runs or is chosen in the
 * thread of the test, or an interrupt. Registered with {@link ExtendWith}.
 */
public final class NothingLeft implements BeforeEachCallback, AfterEachCallback {

    /** How long threads that have nothing to do any more may take to end, all together. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** They run once in the life of a process, for all loops. */
    private static final Set<String> PREPARATION = Set.of("asyncio4j-socket-poller-start",
            "asyncio4j-carrier-test");

    /** Threads that a test has been blamed for; those after it can do nothing about them. */
    private static final Set<Thread> REPORTED = ConcurrentHashMap.newKeySet();

    /** Creates the extension. */
    public NothingLeft() {}

    @Override
    public void beforeEach(ExtensionContext context) {
        // the main thread would get a loop made when it is asked afterwards whether it has one
        Asyncio.setEventLoop(null);
    }

    @Override
    public void afterEach(ExtensionContext context) throws InterruptedException {
        checkThisThread();
        checkThreads();
    }

    /** Checks the thread that the test ran on, and clears what the next test must not find. */
    static void checkThisThread() {
        List<String> left = new ArrayList<>();
        if (Thread.interrupted()) {
            left.add("the interrupt flag is set");
        }
        EventLoop running = RunningLoop.get();
        if (running != null) {
            left.add(running + " is running");
        } else {
            try {
                left.add(Asyncio.getEventLoop()
                        + " is chosen; a test must end with setEventLoop(null)");
            } catch (IllegalStateException _) {
                // as it should be
            }
        }
        Asyncio.setEventLoop(null);
        assertThat(left).as("what the test left behind in %s", Thread.currentThread()).isEmpty();
    }

    private static void checkThreads() throws InterruptedException {
        long limit = System.nanoTime() + PATIENCE.toNanos();
        List<Thread> left = new ArrayList<>();
        for (Thread thread : platformThreadsOfTheLibrary()) {
            if (!thread.join(Duration.ofNanos(Math.max(1, limit - System.nanoTime())))) {
                left.add(thread);
            }
        }
        REPORTED.addAll(left);
        assertThat(left)
                .as(() -> "threads that outlived the test, perhaps of a loop that was not closed:\n"
                        + left.stream()
                                .map(NothingLeft::describe)
                                .collect(Collectors.joining("\n")))
                .isEmpty();
    }

    private static List<Thread> platformThreadsOfTheLibrary() {
        return Thread.getAllStackTraces()
                .keySet()
                .stream()
                .filter(thread -> thread.getName().startsWith("asyncio4j")
                        || thread.getName().startsWith("asyncio_"))
                .filter(thread -> !PREPARATION.contains(thread.getName()) && !REPORTED.contains(thread))
                .toList();
    }

    private static String describe(Thread thread) {
        return thread + Arrays.stream(thread.getStackTrace())
                .map(frame -> "\n\tat " + frame)
                .collect(Collectors.joining());
    }
}
