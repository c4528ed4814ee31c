package org.asyncio4j.spi;

import static java.nio.channels.SelectionKey.OP_READ;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.Pipe;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What a loop sleeps in. */
class NioPollerTest {

    private static final long AGES = SECONDS.toNanos(1000);

    @Test
    void poll_returnsWhenTheTimeIsUp() {
        try (Poller poller = Poller.nio()) {
            long end = System.nanoTime() + 2_000_000;
            int polls = 0;
            while (System.nanoTime() < end) {
                poller.poll(2_000_000);
                polls++;
            }
            // one, and some more where a sleep ends early, as it may; without any sleep there would be thousands
            assertThat(polls).isBetween(1, 100);
        }
    }

    @Test
    void wakeup_beforePoll_makesItReturnAtOnce() {
        try (Poller poller = Poller.nio()) {
            poller.wakeup();
            poller.wakeup();
            long before = System.nanoTime();
            poller.poll(AGES);

            assertThat(System.nanoTime() - before).isLessThan(SECONDS.toNanos(100));
        }
    }

    @Test
    void wakeup_fromAnotherThread_endsASleepWithoutLimit() throws InterruptedException {
        try (Poller poller = Poller.nio()) {
            Thread other = Thread.ofPlatform().start(poller::wakeup);
            poller.poll(Poller.FOREVER);
            other.join();

            assertThat(other.isAlive()).isFalse();
        }
    }

    @Test
    void wakeup_beforeTheFirstChannelIsWatched_makesPollReturnAtOnce() throws IOException {
        try (Poller poller = Poller.nio(); var pipe = new TestPipe()) {
            poller.wakeup();
            poller.watch(pipe.source(), OP_READ, _ -> {});
            poller.poll(AGES);

            assertThat(poller.isWatching()).isTrue();
        }
    }

    @Test
    void wakeup_whileAChannelIsWatchedAndAfterwards_endsTheSleep() throws IOException, InterruptedException {
        try (Poller poller = Poller.nio(); var pipe = new TestPipe()) {
            poller.watch(pipe.source(), OP_READ, _ -> {});
            assertThat(isWoken(poller)).isTrue();
            poller.unwatch(pipe.source());
            assertThat(isWoken(poller)).isTrue();
            poller.watch(pipe.source(), OP_READ, _ -> {});
            assertThat(isWoken(poller)).isTrue();
        }
    }

    /** Sleeps until another thread wakes this one, if need be for ever. */
    private static boolean isWoken(Poller poller) throws InterruptedException {
        var asked = new AtomicBoolean();
        Thread other = Thread.ofPlatform().start(() -> {
            asked.set(true);
            poller.wakeup();
        });
        while (!asked.get()) {
            poller.poll(Poller.FOREVER); // may return early
        }
        other.join();
        return asked.get();
    }

    /** A pipe that nobody writes to. */
    private record TestPipe(Pipe pipe) implements AutoCloseable {

        TestPipe() throws IOException {
            this(Pipe.open());
            pipe.source().configureBlocking(false);
        }

        Pipe.SourceChannel source() {
            return pipe.source();
        }

        @Override
        public void close() throws IOException {
            pipe.sink().close();
            pipe.source().close();
        }
    }

    @Test
    void interrupt_endsASleepAndStaysSet() {
        try (Poller poller = Poller.nio()) {
            Thread.currentThread().interrupt();
            poller.poll(AGES);

            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void wakeup_afterClose_doesNothing() {
        Poller poller = Poller.nio();
        poller.close();
        poller.wakeup();
        poller.close();
    }
}
