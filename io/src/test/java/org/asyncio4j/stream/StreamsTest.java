package org.asyncio4j.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.currentTask;
import static org.asyncio4j.Asyncio.gather;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.sleep;
import static org.asyncio4j.stream.Ends.bytes;
import static org.asyncio4j.stream.Ends.play;
import static org.asyncio4j.stream.Ends.reset;
import static org.asyncio4j.stream.Streams.openConnection;
import static org.asyncio4j.stream.Streams.openUnixConnection;
import static org.asyncio4j.stream.Streams.startServer;
import static org.asyncio4j.stream.Streams.startUnixServer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.asyncio4j.CancelledError;
import org.asyncio4j.Coroutine;
import org.asyncio4j.ExceptionContext;
import org.asyncio4j.NothingLeft;
import org.asyncio4j.Rule;
import org.asyncio4j.Task;
import org.asyncio4j.net.RealLoop;
import org.asyncio4j.net.Server;
import org.asyncio4j.net.ServerOptions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Connections that tasks read and write, over sockets of this machine. */
@ExtendWith(NothingLeft.class)
class StreamsTest {

    private static final int MUCH = 20_000_000;

    private static void echo(StreamReader reader, StreamWriter writer) throws IOException {
        for (byte[] data = reader.read(1 << 16); data.length > 0; data = reader.read(1 << 16)) {
            writer.write(data);
            writer.drain();
        }
        writer.close();
    }

    // ---- the plain use ----

    @Test
    void connection_inATryStatement_isClosedWithIt() {
        RealLoop.run(() -> {
            try (Server server = startServer(StreamsTest::echo, "localhost", 0);
                    Connection connection = openConnection("localhost", server.port())) {
                connection.writer().write("héllo\n", UTF_8);
                assertThat(connection.reader().readline(UTF_8)).isEqualTo("héllo\n");
            }
        });
    }

    @Test
    void connectionThatIsLostInATryStatement_isThrownOnce_andByItsOwnName() {
        RealLoop.run(() -> play((client, served) -> {
            reset(served);

            assertThatThrownBy(() -> {
                try (client) {
                    client.reader().read(1);
                }
            }).isInstanceOf(SocketException.class).hasNoSuppressedExceptions();
        }));
    }

    @Test
    void unixSocket_worksTheSame(@TempDir Path folder) {
        RealLoop.run(() -> {
            Path path = folder.resolve("s");
            try (Server server = startUnixServer(StreamsTest::echo, path);
                    Connection connection = openUnixConnection(path)) {
                assertThat(server.isServing()).isTrue();
                connection.writer().write(ByteBuffer.wrap(bytes("over a file\n")));
                assertThat(connection.reader().readline(UTF_8)).isEqualTo("over a file\n");
            }
        });
    }

    @Test
    void socketsOfTheCaller_workTheSame() {
        RealLoop.run(() -> {
            var listening = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            try (Server server = startServer(StreamsTest::echo, listening, 1000, ServerOptions.defaults());
                    Connection connection = openConnection(SocketChannel.open(listening.getLocalAddress()), 1000)) {
                connection.writer().write("over a socket of mine\n", UTF_8);
                assertThat(connection.reader().readline(UTF_8)).isEqualTo("over a socket of mine\n");
                assertThat(server.isServing()).isTrue();
            }
        });
    }

    @Test
    void hundredClients_getTheirOwnBytesBack() {
        RealLoop.run(() -> {
            try (Server server = startServer(StreamsTest::echo, "127.0.0.1", 0)) {
                List<Coroutine<Integer>> clients = new ArrayList<>();
                for (int i = 0; i < 100; i++) {
                    int seed = i;
                    clients.add(() -> echoed(server.port(), seed));
                }
                assertThat(await(gather(clients))).hasSize(100).allMatch(rounds -> rounds == 20);
                assertThat(server.closeAndDrain(ofSeconds(20))).isTrue();
            }
        });
    }

    private static int echoed(int port, int seed) throws IOException {
        var random = new Random(seed);
        int rounds = 0;
        try (Connection connection = openConnection("127.0.0.1", port)) {
            for (; rounds < 20; rounds++) {
                byte[] data = new byte[1 + random.nextInt(5000)];
                random.nextBytes(data);
                connection.writer().write(data);
                connection.writer().drain();
                assertThat(connection.reader().readexactly(data.length)).isEqualTo(data);
            }
        }
        return rounds;
    }

    @RepeatedTest(5)
    void largeTransfer_withEveryKindOfRead_losesNothing(RepetitionInfo repetition) {
        RealLoop.run(() -> play((client, served) -> {
            var random = new Random(repetition.getCurrentRepetition());
            byte[] all = new byte[5_000_000];
            random.nextBytes(all);
            Task<@Nullable Void> writing = createTask(() -> {
                for (int at = 0; at < all.length;) {
                    int count = Math.min(all.length - at, 1 + random.nextInt(200_000));
                    served.writer().write(ByteBuffer.wrap(all, at, count));
                    served.writer().drain();
                    at += count;
                }
                served.writer().writeEof();
            });
            var received = new ByteArrayOutputStream();
            StreamReader reader = client.reader();
            ByteBuffer into = ByteBuffer.allocate(100_000);
            while (!reader.atEof()) {
                switch (random.nextInt(4)) {
                    case 0 -> received.writeBytes(reader.read(1 + random.nextInt(300_000)));
                    case 1 -> received.writeBytes(readExactly(reader, random.nextInt(300_000)));
                    case 2 -> received.writeBytes(reader.readline());
                    default -> {
                        int count = reader.read(into.clear().limit(1 + random.nextInt(100_000)));
                        received.write(into.array(), 0, Math.max(count, 0));
                    }
                }
            }
            writing.await();
            assertThat(Arrays.equals(received.toByteArray(), all)).isTrue();
        }));
    }

    private static byte[] readExactly(StreamReader reader, int count) throws IOException {
        try {
            return reader.readexactly(count);
        } catch (IncompleteReadError end) {
            return end.partial();
        }
    }

    // ---- flow control ----

    @Test
    void peerThatDoesNotRead_holdsUpDrain_notMemory() {
        RealLoop.run(() -> play((client, served) -> {
            StreamWriter writer = served.writer();
            long[] most = {0};
            int[] written = {0};
            Task<@Nullable Void> writing = createTask(() -> {
                byte[] block = new byte[10_000];
                while (written[0] < MUCH) {
                    writer.write(block);
                    written[0] += block.length;
                    most[0] = Math.max(most[0], writer.transport().getWriteBufferSize());
                    writer.drain();
                }
                writer.close();
            });
            sleep(ofMillis(100));
            assertThat(writing.done()).isFalse();
            assertThat(client.writer().transport().isReading()).as("the reader that is full").isFalse();

            assertThat(client.reader().read()).hasSize(MUCH);
            writing.await();
            assertThat(most[0]).isLessThan(65_536 + 10_000 + 1);
        }));
    }

    @Test
    @Rule("I14")
    void severalTasks_mayDrainAtOnce_andOneMayBeCancelled() {
        RealLoop.run(() -> play((client, served) -> {
            served.writer().write(new byte[MUCH]);
            Task<@Nullable Void> first = createTask(() -> served.writer().drain());
            Task<@Nullable Void> second = createTask(() -> served.writer().drain());
            sleep(ofMillis(10));
            first.cancel();
            assertThatThrownBy(first::await).isInstanceOf(CancelledError.class);
            assertThat(second.done()).isFalse();

            assertThat(client.reader().readexactly(MUCH)).hasSize(MUCH);
            second.await();
        }));
    }

    @Test
    @Rule("I13")
    void drain_withoutPressure_givesNobodyATurn() {
        RealLoop.run(() -> play((_, served) -> {
            List<String> trace = new ArrayList<>();
            getRunningLoop().callSoon(() -> trace.add("others"));
            served.writer().write(bytes("little"));
            served.writer().drain();

            assertThat(trace).isEmpty();
        }));
    }

    // ---- ends ----

    @Test
    @Rule("I13")
    void drain_ofALostConnection_fails() {
        RealLoop.run(() -> play((client, _) -> {
            client.writer().close();
            assertThatThrownBy(() -> client.writer().drain()).isInstanceOf(SocketException.class)
                    .hasMessage("Connection lost");
        }));
    }

    @Test
    void reset_isThrownByReadDrainAndWaitClosed() {
        RealLoop.run(() -> play((client, served) -> {
            Task<byte[]> reading = createTask(() -> client.reader().readline());
            Task<@Nullable Void> closing = createTask(() -> client.writer().waitClosed());
            sleep(ZERO);
            reset(served);

            assertThatThrownBy(reading::await).isInstanceOf(SocketException.class).hasMessage("Connection reset");
            assertThatThrownBy(closing::await).hasMessage("Connection reset");
            assertThatThrownBy(() -> client.writer().drain()).hasMessage("Connection reset");
            assertThatThrownBy(() -> client.reader().read(1)).hasMessage("Connection reset");
            assertThatThrownBy(() -> client.writer().waitClosed()).hasMessage("Connection reset");
        }));
    }

    @Test
    void drainThatWaits_isWokenByTheLossOfTheConnection() {
        RealLoop.run(() -> play((client, served) -> {
            served.writer().write(new byte[MUCH]);
            Task<@Nullable Void> draining = createTask(() -> served.writer().drain());
            sleep(ofMillis(10));
            reset(client);

            assertThatThrownBy(draining::await).isInstanceOf(IOException.class);
        }));
    }

    @Test
    void halfClose_leavesTheOtherDirectionOpen() {
        RealLoop.run(() -> play((client, served) -> {
            client.writer().write(bytes("question"));
            client.writer().writeEof();
            assertThat(new String(served.reader().read(), UTF_8)).isEqualTo("question");
            sleep(ofMillis(10));
            served.writer().write(bytes("answer"));
            served.close();
            assertThat(new String(client.reader().read(), UTF_8)).isEqualTo("answer");
        }));
    }

    @Test
    @Rule("I14")
    void waitClosed_cancelled_leavesTheOthersWaiting() {
        RealLoop.run(() -> play((client, served) -> {
            served.writer().write(new byte[MUCH]);
            served.writer().close();
            Task<@Nullable Void> first = createTask(() -> served.writer().waitClosed());
            Task<@Nullable Void> second = createTask(() -> served.writer().waitClosed());
            sleep(ofMillis(10));
            first.cancel();
            assertThatThrownBy(first::await).isInstanceOf(CancelledError.class);
            assertThat(client.reader().read()).hasSize(MUCH);
            second.await();
        }));
    }

    // ---- handlers ----

    @Test
    @Rule("I23")
    void handlerThatFails_isReported_andItsConnectionClosed() {
        var fault = new IOException("fault");
        List<ExceptionContext> reports = RealLoop.reportsOf(() -> {
            try (Server server = startServer((_, _) -> {
                throw fault;
            }, "127.0.0.1", 0); Connection connection = openConnection("127.0.0.1", server.port())) {
                assertThat(connection.reader().read()).isEmpty();
            }
        });
        assertThat(reports).singleElement().satisfies(report -> {
            assertThat(report.message()).isEqualTo("Unhandled exception in client_connected_cb");
            assertThat(report.exception()).isSameAs(fault);
        });
    }

    @Test
    @Rule("I23")
    void handlerThatIsCancelled_closesItsConnectionSilently() {
        RealLoop.run(() -> {
            List<Task<?>> handlers = new ArrayList<>();
            try (Server server = startServer((reader, _) -> {
                handlers.add(Objects.requireNonNull(currentTask()));
                reader.read();
            }, "127.0.0.1", 0); Connection connection = openConnection("127.0.0.1", server.port())) {
                while (handlers.isEmpty()) {
                    sleep(ofMillis(1));
                }
                handlers.getFirst().cancel();
                assertThat(connection.reader().read()).isEmpty();
            }
        });
    }

    // ---- cancellation ----

    @RepeatedTest(10)
    void readsCancelledAtRandom_loseNoByte(RepetitionInfo repetition) {
        RealLoop.run(() -> play((client, served) -> {
            var random = new Random(repetition.getCurrentRepetition());
            byte[] all = new byte[300_000];
            random.nextBytes(all);
            createTask(() -> {
                for (int at = 0; at < all.length;) {
                    int count = Math.min(all.length - at, 1 + random.nextInt(3000));
                    served.writer().write(ByteBuffer.wrap(all, at, count));
                    at += count;
                    sleep(ZERO);
                }
                served.writer().close();
            });
            var received = new ByteArrayOutputStream();
            int cancellations = 0;
            while (!client.reader().atEof()) {
                int kind = random.nextInt(5);
                int count = 1 + random.nextInt(20_000);
                Task<byte[]> reading = createTask(() -> read(client.reader(), kind, count));
                for (int ticks = random.nextInt(4); ticks > 0; ticks--) {
                    sleep(ZERO);
                }
                boolean asked = random.nextBoolean() && reading.cancel();
                try {
                    received.writeBytes(reading.await());
                } catch (CancelledError e) {
                    assertThat(asked).isTrue();
                    cancellations++;
                }
            }
            assertThat(Arrays.equals(received.toByteArray(), all)).isTrue();
            assertThat(cancellations).isPositive();
        }));
    }

    private static byte[] read(StreamReader reader, int kind, int count) throws IOException {
        return switch (kind) {
            case 0 -> reader.read(count);
            case 1 -> readExactly(reader, count);
            case 2 -> reader.readline();
            case 3 -> {
                ByteBuffer into = ByteBuffer.allocate(count);
                int got = reader.read(into);
                yield Arrays.copyOf(into.array(), Math.max(got, 0));
            }
            default -> {
                try {
                    yield reader.readuntil(List.of(new byte[] {1, 2}, new byte[] {3}));
                } catch (IncompleteReadError end) {
                    yield end.partial();
                }
            }
        };
    }

    @Test
    void limitThatIsNotAbove0_isRefusedBeforeThereIsAServerOrAConnection(@TempDir Path folder) {
        RealLoop.run(() -> {
            Path path = folder.resolve("refused");
            ServerOptions options = ServerOptions.defaults();
            for (ThrowingCallable call : List.<ThrowingCallable>of(
                    () -> startServer((_, writer) -> writer.close(), "127.0.0.1", 0, 0),
                    () -> startUnixServer((_, writer) -> writer.close(), path, -1, options),
                    () -> openConnection("127.0.0.1", 1, 0), () -> openUnixConnection(path, -1))) {
                assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class)
                        .hasMessage("Limit cannot be <= 0");
            }
            assertThat(path).doesNotExist();
        });
    }
}
