package org.asyncio4j;

import static java.time.Duration.ZERO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.asyncio4j.Asyncio.newEventLoop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.Pipe;
import java.nio.channels.SelectableChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntConsumer;
import org.asyncio4j.spi.LoopClock;
import org.asyncio4j.spi.Poller;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Channels that a loop watches, with pipes and sockets of the machine. */
@ExtendWith(NothingLeft.class)
class LoopIoTest {

    private final List<String> trace = new ArrayList<>();
    private final CountingPoller poller = new CountingPoller();
    private final EventLoop loop = newEventLoop(
            LoopOptions.defaults().withTime(LoopClock.system(), () -> poller));
    private Pipe pipe;

    /** Counts the looks at channels of a loop that is awake. */
    private static final class CountingPoller implements Poller {
        private final Poller nio = Poller.nio();
        private int looks;

        @Override
        public void poll(long timeoutNanos) {
            if (timeoutNanos == 0) {
                looks++;
            }
            nio.poll(timeoutNanos);
        }

        @Override
        public void wakeup() {
            nio.wakeup();
        }

        @Override
        public void watch(SelectableChannel channel, int operations, IntConsumer watcher)
                throws ClosedChannelException {
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

    @BeforeEach
    void openPipe() throws IOException {
        pipe = newPipe();
    }

    @AfterEach
    void closeAll() throws IOException {
        if (!loop.isClosed()) {
            runOneTick();
            loop.removeChannel(pipe.source());
            loop.removeChannel(pipe.sink());
            assertThat(poller.isWatching()).as("channels are watched at the end").isFalse();
            loop.close();
        }
        pipe.source().close();
        pipe.sink().close();
    }

    private static Pipe newPipe() throws IOException {
        Pipe made = Pipe.open();
        made.source().configureBlocking(false);
        made.sink().configureBlocking(false);
        return made;
    }

    private Runnable note(String what) {
        return () -> trace.add(what);
    }

    private void runOneTick() {
        loop.stop();
        loop.runForever();
    }

    private static void put(Pipe pipe) throws IOException {
        pipe.sink().write(ByteBuffer.wrap(new byte[] {1}));
    }

    private static void take(Pipe pipe) {
        try {
            pipe.source().read(ByteBuffer.allocate(1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // ---- being called ----

    @Test
    void reader_runsInEveryTickWhileThereIsSomethingToRead() throws IOException {
        loop.addReader(pipe.source(), note("readable"));
        runOneTick();
        assertThat(trace).isEmpty();

        put(pipe);
        runOneTick();
        runOneTick();
        assertThat(trace).containsExactly("readable", "readable");

        take(pipe);
        runOneTick();
        assertThat(trace).hasSize(2);
    }

    @Test
    void writer_runsInEveryTickWhileThereIsRoom() throws IOException {
        loop.addWriter(pipe.sink(), note("writable"));
        runOneTick();
        runOneTick();
        assertThat(trace).containsExactly("writable", "writable");

        ByteBuffer block = ByteBuffer.allocate(1 << 16);
        while (pipe.sink().write(block.clear()) > 0) {
            assertThat(block.capacity()).isPositive();
        }
        runOneTick();
        assertThat(trace).hasSize(2);
    }

    @Test
    void sleepingLoop_isWokenByAChannel() throws Exception {
        loop.addReader(pipe.source(), () -> {
            take(pipe);
            trace.add("woken");
            loop.removeReader(pipe.source());
            loop.stop();
        });
        var asleep = new CompletableFuture<Void>();
        loop.callSoon(() -> asleep.complete(null));
        Thread other = Thread.ofPlatform().start(() -> {
            asleep.join();
            try {
                put(pipe);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        loop.runForever();
        other.join();

        assertThat(trace).containsExactly("woken");
    }

    @Test
    void channels_comeAfterWhatWasReadyAndBeforeTimers() throws IOException {
        put(pipe);
        loop.callLater(ZERO, note("timer"));
        loop.addReader(pipe.source(), note("channel"));
        loop.callSoon(note("ready"));
        loop.callSoonThreadsafe(note("threadsafe"));
        runOneTick();

        assertThat(trace).containsExactly("ready", "threadsafe", "channel", "timer");
    }

    @Test
    void oneChannel_readsBeforeItWrites() throws IOException {
        try (var server = ServerSocketChannel.open()) {
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            try (var client = SocketChannel.open(server.getLocalAddress()); var peer = server.accept()) {
                peer.write(ByteBuffer.wrap(new byte[] {1}));
                client.configureBlocking(false);
                loop.addWriter(client, note("write"));
                loop.addReader(client, () -> {
                    trace.add("read");
                    loop.stop();
                });
                loop.runForever();
                assertThat(trace.subList(trace.size() - 2, trace.size())).containsExactly("read", "write");
                assertThat(loop.removeWriter(client)).isTrue();
                trace.clear();
                runOneTick();
                assertThat(trace).containsExactly("read");
                loop.removeChannel(client);
            }
        }
    }

    @Test
    void callback_runsInTheContextOfItsRegistration() throws IOException {
        ContextVar<String> who = new ContextVar<>("who", "nobody");
        put(pipe);
        Context context = Context.copyCurrent();
        context.run(() -> {
            who.set("me");
        });
        loop.addReader(pipe.source(), () -> trace.add(who.get()), context);
        runOneTick();

        assertThat(trace).containsExactly("me");
    }

    @Test
    void callbackThatFails_isReportedAndStays() throws IOException {
        loop.setExceptionHandler((_, context) -> trace.add(context.message()));
        put(pipe);
        loop.addReader(pipe.source(), () -> {
            throw new IllegalStateException("fault");
        });
        runOneTick();
        runOneTick();

        assertThat(trace).hasSize(2).allMatch(message -> message.startsWith("Exception in callback"));
    }

    // ---- replacing and removing ----

    @Test
    void adding_twice_replaces() throws IOException {
        put(pipe);
        loop.addReader(pipe.source(), note("first"));
        loop.addReader(pipe.source(), note("second"));
        runOneTick();

        assertThat(trace).containsExactly("second");
    }

    @Test
    void removing_tellsWhetherThereWasOne() {
        assertThat(loop.removeReader(pipe.source())).isFalse();
        loop.addReader(pipe.source(), note("never"));

        assertThat(loop.removeWriter(pipe.source())).isFalse();
        assertThat(loop.removeReader(pipe.source())).isTrue();
        assertThat(loop.removeReader(pipe.source())).isFalse();
    }

    @Test
    void removing_inTheCallback_isTheLastOfIt() throws IOException {
        put(pipe);
        loop.addReader(pipe.source(), () -> {
            trace.add("once");
            loop.removeReader(pipe.source());
        });
        runOneTick();
        runOneTick();

        assertThat(trace).containsExactly("once");
    }

    @Test
    void removing_whatIsQueuedAlready_keepsItFromRunning() throws IOException {
        Pipe other = newPipe();
        put(pipe);
        put(other);
        loop.addReader(pipe.source(), () -> {
            trace.add("one of two");
            loop.removeReader(other.source());
        });
        loop.addReader(other.source(), () -> {
            trace.add("one of two");
            loop.removeReader(pipe.source());
        });
        runOneTick();

        assertThat(trace).containsExactly("one of two");
        loop.removeChannel(other.source());
        other.source().close();
        other.sink().close();
    }

    @Test
    void removedAndAddedAgain_isWatchedAgain() throws IOException {
        put(pipe);
        loop.addReader(pipe.source(), () -> {
            trace.add("first");
            loop.removeReader(pipe.source());
            loop.addReader(pipe.source(), note("second"));
        });
        runOneTick();
        runOneTick();
        assertThat(trace).containsExactly("first", "second");

        loop.removeReader(pipe.source());
        runOneTick(); // the poller lets go of it
        loop.addReader(pipe.source(), note("third"));
        runOneTick();
        assertThat(trace).containsExactly("first", "second", "third");
    }

    @Test
    void removeChannel_letsGoAtOnce() throws IOException {
        loop.addReader(pipe.source(), note("never"));
        runOneTick();

        assertThat(loop.removeChannel(pipe.source())).isTrue();
        assertThat(loop.removeChannel(pipe.source())).isFalse();
        assertThat(pipe.source().isRegistered()).isFalse();
        pipe.source().configureBlocking(true);
    }

    @Test
    void serverThatIsRemoved_refusesAsSoonAsItIsClosed() throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open();
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)).configureBlocking(false);
        var address = server.getLocalAddress();
        loop.addReader(server, note("never"));
        runOneTick();
        loop.removeChannel(server);
        server.close();

        assertThatThrownBy(() -> SocketChannel.open(address)).isInstanceOf(ConnectException.class);
    }

    // ---- channels that are closed ----

    @Test
    void closedChannel_isForgotten() throws IOException {
        put(pipe);
        loop.addReader(pipe.source(), note("never"));
        pipe.source().close();
        runOneTick();

        assertThat(trace).isEmpty();
        assertThat(poller.isWatching()).isFalse();
        assertThat(loop.removeReader(pipe.source())).isFalse();
        assertThat(loop.removeChannel(pipe.source())).isFalse();
    }

    @Test
    void closedChannel_isRefused() throws IOException {
        pipe.source().close();

        assertThatThrownBy(() -> loop.addReader(pipe.source(), note("never")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Invalid file object: ")
                .hasMessageEndingWith(" is closed");
    }

    @Test
    void closingALoop_letsGoOfItsChannels() throws IOException {
        loop.addReader(pipe.source(), note("never"));
        runOneTick();
        loop.close();

        assertThat(pipe.source().isRegistered()).isFalse();
        assertThatThrownBy(() -> loop.addReader(pipe.source(), note("never")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("Event loop is closed");
    }

    // ---- what is refused ----

    @Test
    void blockingChannel_isRefused() throws IOException {
        pipe.source().configureBlocking(true);

        assertThatThrownBy(() -> loop.addReader(pipe.source(), note("never")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("the socket must be non-blocking: call configureBlocking(false) on ");
    }

    @Test
    void channelOfTheOtherDirection_isRefused() {
        assertThatThrownBy(() -> loop.addReader(pipe.sink(), note("never")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith("cannot be watched for reading");
        assertThatThrownBy(() -> loop.addWriter(pipe.source(), note("never")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith("cannot be watched for writing");
    }

    @Test
    void anotherThread_isRefusedWhileTheLoopRuns() {
        loop.callSoon(() -> {
            Thread other = Thread.ofPlatform()
                    .start(() -> assertThatThrownBy(() -> loop.addReader(pipe.source(), note("never")))
                            .isInstanceOf(IllegalStateException.class)
                            .hasMessageStartingWith("Non-thread-safe operation"));
            try {
                other.join();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            loop.stop();
        });
        loop.runForever();
    }

    @Test
    void loopInVirtualTime_refusesChannels() {
        try (EventLoop virtual = TestLoop.create()) {
            assertThatThrownBy(() -> virtual.addReader(pipe.source(), note("never")))
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessageContaining("watches no channels; use a loop in real time");
        }
    }

    // ---- what it costs ----

    @Test
    void loopWithoutChannels_neverLooksForThem() {
        loop.callSoon(() -> loop.callSoon(note("two ticks")));
        runOneTick();
        runOneTick();
        assertThat(trace).isNotEmpty();
        assertThat(poller.looks).isZero();

        loop.addReader(pipe.source(), note("never"));
        runOneTick();
        assertThat(poller.looks).isOne();

        loop.removeReader(pipe.source());
        runOneTick();
        assertThat(poller.looks).as("the look that lets go of it").isEqualTo(2);
        runOneTick();
        assertThat(poller.looks).isEqualTo(2);
    }
}
