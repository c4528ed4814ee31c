package org.asyncio4j.net;

import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.asyncio4j.Asyncio.allTasks;
import static org.asyncio4j.Asyncio.currentTask;
import static org.asyncio4j.Asyncio.newEventLoop;
import static org.asyncio4j.Asyncio.sleep;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channel;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntConsumer;
import org.asyncio4j.ExceptionContext;
import org.asyncio4j.LoopOptions;
import org.asyncio4j.Runner;
import org.asyncio4j.RunnerOptions;
import org.asyncio4j.Task;
import org.asyncio4j.VoidCoroutine;
import org.asyncio4j.spi.LoopClock;
import org.asyncio4j.spi.Poller;
import org.jspecify.annotations.Nullable;

/**
 * Runs a test in a loop of real time, and checks that it leaves no task, no watched channel, no open one, and no socket of
 * the system.
 */
public final class RealLoop {

    /** The other end of a connection that was closed hears of it in real time. */
    private static final int PATIENCE_ROUNDS = 1000;

    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    static {
        // from the first socket on, the JDK keeps one for itself
        try {
            SocketChannel.open().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private RealLoop() {}

    /**
     * Runs the body of a test; an error that the loop reports fails it.
     *
     * @param body the test
     */
    public static void run(VoidCoroutine body) {
        assertThat(reportsOf(body)).as("errors that nobody received").isEmpty();
    }

    /**
     * Runs the body of a test that makes the loop report errors.
     *
     * @param body the test
     * @return what the exception handler was told until the loop was closed
     */
    public static List<ExceptionContext> reportsOf(VoidCoroutine body) {
        List<ExceptionContext> reports = new ArrayList<>();
        var poller = new RememberingPoller();
        Set<String> before = sockets();
        RunnerOptions options = RunnerOptions.defaults()
                .withLoopFactory(
                        () -> newEventLoop(LoopOptions.defaults().withTime(LoopClock.system(), () -> poller)));
        try (var runner = new Runner(options)) {
            runner.getLoop().setExceptionHandler((_, context) -> reports.add(context));
            runner.run(body);
            runner.run(() -> awaitEnd(poller, before));
        }
        return reports;
    }

    private static void awaitEnd(RememberingPoller poller, Set<String> before) {
        for (int i = 0; i < PATIENCE_ROUNDS && !isEnd(poller, before); i++) {
            sleep(ofMillis(i < 5 ? 0 : 5));
        }
        assertThat(othersThan(currentTask())).as("tasks that are left").isEmpty();
        assertThat(poller.seen).as("channels that are open").noneMatch(Channel::isOpen);
        assertThat(poller.isWatching()).as("channels are watched").isFalse();
        assertThat(sockets()).as("sockets that are open").isSubsetOf(before);
    }

    private static boolean isEnd(RememberingPoller poller, Set<String> before) {
        return poller.isDone() && othersThan(currentTask()).isEmpty() && before.containsAll(sockets());
    }

    /** The sockets that this process has open, as far as the system tells. */
    private static Set<String> sockets() {
        if (!Files.isDirectory(DESCRIPTORS)) {
            return Set.of();
        }
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(DESCRIPTORS)) {
            Set<String> sockets = new HashSet<>();
            for (Path descriptor : descriptors) {
                targetOf(descriptor).filter(target -> target.startsWith("socket:")).ifPresent(sockets::add);
            }
            return sockets;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<String> targetOf(Path descriptor) throws IOException {
        try {
            return Optional.of(Files.readSymbolicLink(descriptor).toString());
        } catch (NoSuchFileException _) {
            return Optional.empty(); // closed meanwhile, as is the one of the listing itself
        }
    }

    private static Set<Task<?>> othersThan(@Nullable Task<?> self) {
        Set<Task<?>> tasks = new HashSet<>(allTasks());
        tasks.remove(self);
        return tasks;
    }

    /** Knows every channel that was ever watched. */
    private static final class RememberingPoller implements Poller {

        private final Poller nio = Poller.nio();
        private final Set<SelectableChannel> seen = new HashSet<>();

        boolean isDone() {
            return !isWatching() && seen.stream().noneMatch(Channel::isOpen);
        }

        @Override
        public void poll(long timeoutNanos) {
            nio.poll(timeoutNanos);
        }

        @Override
        public void wakeup() {
            nio.wakeup();
        }

        @Override
        public void watch(SelectableChannel channel, int operations, IntConsumer watcher)
                throws ClosedChannelException {
            seen.add(channel);
            nio.watch(channel, operations, watcher);
        }

        @Override
        public @Nullable IntConsumer watcherOf(SelectableChannel channel) {
            return nio.watcherOf(channel);
        }

        @Override
        public void unwatch(SelectableChannel channel) {
            nio.unwatch(channel);
        }

        @Override
        public boolean isWatching() {
            return nio.isWatching();
        }

        @Override
        public void close() {
            nio.close();
        }
    }
}
