package org.asyncio4j.tls;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.sleep;
import static org.asyncio4j.net.MemoryTransports.memoryTransportPair;
import static org.asyncio4j.stream.Streams.openConnection;
import static org.asyncio4j.stream.Streams.openUnixConnection;
import static org.asyncio4j.stream.Streams.startServer;
import static org.asyncio4j.stream.Streams.startUnixServer;

import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Random;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.asyncio4j.CancelledError;
import org.asyncio4j.NothingLeft;
import org.asyncio4j.Rule;
import org.asyncio4j.Task;
import org.asyncio4j.net.ConnectOptions;
import org.asyncio4j.net.RealLoop;
import org.asyncio4j.net.Server;
import org.asyncio4j.net.ServerOptions;
import org.asyncio4j.stream.ClientHandler;
import org.asyncio4j.stream.Connection;
import org.asyncio4j.stream.StreamReader;
import org.asyncio4j.stream.StreamWriter;
import org.asyncio4j.sync.Event;
import org.asyncio4j.transport.Protocol;
import org.asyncio4j.transport.Transport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams with TLS, from end to end. */
@ExtendWith(NothingLeft.class)
class TlsTest {

    private static final int LIMIT = StreamReader.DEFAULT_LIMIT;

    @TempDir
    static Path folder;

    static Certificates certificates;
    static TlsContext client;
    static TlsContext server;

    @BeforeAll
    static void makeCertificates() throws Exception {
        certificates = new Certificates(folder);
        certificates.issue("localhost", "localhost", "-days", "2");
        certificates.issue("other", "other.test", "-days", "2");
        client = TlsContext.client(certificates.authority());
        server = certificates.context("localhost");
    }

    static Server serve(TlsContext context, ClientHandler handler) throws IOException {
        return startServer(handler, "127.0.0.1", 0, LIMIT, ServerOptions.defaults().withSsl(context));
    }

    static Connection connect(Server to, TlsContext context) throws IOException {
        return connect(to.port(), TlsOptions.of(context).withServerHostname("localhost"));
    }

    static Connection connect(int port, TlsOptions options) throws IOException {
        return openConnection("127.0.0.1", port, LIMIT, ConnectOptions.defaults().withSsl(options));
    }

    static void echo(StreamReader reader, StreamWriter writer) throws IOException {
        for (byte[] data = reader.read(LIMIT); data.length > 0; data = reader.read(LIMIT)) {
            writer.write(data);
            writer.drain();
        }
        writer.close();
        writer.waitClosed();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void line_comesBack_andBothSidesKnowWhatWasAgreedOn(String version) {
        RealLoop.run(() -> {
            try (Server here = serve(server.withAlpn("h2", "echo"), TlsTest::echo)) {
                try (Connection to = connect(here, client.withProtocols(version).withAlpn("echo"))) {
                    to.writer().write("hello\n", UTF_8);
                    assertThat(to.reader().readline(UTF_8)).isEqualTo("hello\n");
                    assertThat(to.writer().getExtraInfo(TlsInfo.VERSION)).isEqualTo(version);
                    assertThat(to.writer().getExtraInfo(TlsInfo.ALPN)).isEqualTo("echo");
                    assertThat(to.writer().getExtraInfo(TlsInfo.PEERCERT)).isNotNull()
                            .satisfies(peer -> assertThat(peer.getSubjectX500Principal().getName())
                                    .isEqualTo("CN=localhost"));
                    assertThat(to.writer().getExtraInfo(TlsInfo.CIPHER)).startsWith("TLS_");
                    assertThat(to.writer().getExtraInfo("peername")).isNotNull();
                }
                assertThat(here.closeAndDrain(ofSeconds(5))).isTrue();
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void largeTransferInBothDirections_keepsEveryByte(String version) {
        RealLoop.run(() -> {
            byte[] data = new byte[8 * 1024 * 1024];
            new Random(1).nextBytes(data);
            try (Server here = serve(server, TlsTest::echo);
                    Connection to = connect(here, client.withProtocols(version))) {
                Task<byte[]> back = createTask(() -> to.reader().readexactly(data.length));
                long most = 0;
                for (int at = 0; at < data.length; at += 100_000) {
                    to.writer().write(Arrays.copyOfRange(data, at, Math.min(data.length, at + 100_000)));
                    most = Math.max(most, to.writer().transport().getWriteBufferSize());
                    to.writer().drain();
                }
                assertThat(sha(back.await())).isEqualTo(sha(data));
                assertThat(most).isLessThanOrEqualTo(512 * 1024 + 100_000);
            }
        });
    }

    private static byte[] sha(byte[] data) throws Exception {
        return MessageDigest.getInstance("SHA-256").digest(data);
    }

    @Test
    void peerThatSendsWhileItIsClosedOn_doesNotDisturbTheEnd() {
        RealLoop.run(() -> {
            try (Server here = serve(server, (reader, writer) -> {
                writer.write(new byte[300_000]);
                reader.read();
                writer.close();
            }); Connection to = connect(here, client)) {
                assertThat(to.reader().readexactly(10)).hasSize(10);
                to.writer().close();
                to.writer().waitClosed();
            }
        });
    }

    @Test
    @Rule("L9")
    void peerThatDoesNotRead_holdsTheWriterUp() {
        RealLoop.run(() -> {
            var full = new Event();
            try (Server here = serve(server, (reader, writer) -> {
                writer.transport().pauseReading();
                full.await();
                writer.transport().abort();
            })) {
                Connection to = connect(here, client);
                long high = TlsTransport.DEFAULT_WRITE_LIMITS.high();
                while (to.writer().transport().getWriteBufferSize() <= high) {
                    to.writer().write(new byte[100_000]);
                    sleep(ofSeconds(0));
                }
                var draining = createTask(() -> to.writer().drain());
                sleep(ofSeconds(0));
                assertThat(draining.done()).isFalse();
                full.set();
                assertThatThrownBy(draining::await).isInstanceOf(IOException.class);
            }
        });
    }

    @Test
    void unixSocket_carriesTlsLikeAnyOther() {
        RealLoop.run(() -> {
            Path path = folder.resolve("socket");
            try (Server _ = startUnixServer(TlsTest::echo, path, LIMIT, ServerOptions.defaults().withSsl(server));
                    Connection to = openUnixConnection(path, LIMIT, named("localhost"))) {
                to.writer().write("hello\n", UTF_8);
                assertThat(to.reader().readline(UTF_8)).isEqualTo("hello\n");
                assertThat(to.writer().getExtraInfo(TlsInfo.VERSION)).isEqualTo("TLSv1.3");
                assertThatThrownBy(() -> openUnixConnection(path, LIMIT, ConnectOptions.defaults().withSsl(client)))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageStartingWith("check_hostname requires server_hostname");
                assertThatThrownBy(() -> openUnixConnection(path, LIMIT, named("other.test")))
                        .isInstanceOf(SSLHandshakeException.class);
            }
        });
    }

    private static ConnectOptions named(String name) {
        return ConnectOptions.defaults().withSsl(TlsOptions.of(client).withServerHostname(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    @Rule("L10")
    void startTls_handsOverWhatTheReaderHolds(String version) {
        RealLoop.run(() -> {
            try (Server here = startServer((reader, writer) -> {
                assertThat(reader.readline(UTF_8)).isEqualTo("STARTTLS\n");
                writer.startTls(TlsOptions.of(server));
                echo(reader, writer);
            }, "127.0.0.1", 0); Connection to = openConnection("127.0.0.1", here.port())) {
                // the command and the hello of the client are one write, so the reader has both
                TlsLayer layer = TlsLayer.client(getRunningLoop(), new Protocol() {},
                        TlsOptions.of(client.withProtocols(version)), "localhost", 443);
                var carried = new Carried(to, "STARTTLS\n".getBytes(UTF_8));
                Transport wire = memoryTransportPair(layer::protocol, () -> carried).right().transport();
                var back = createTask(() -> carried.carryBack(wire));
                layer.handshake().await();
                layer.transport().write("secret\n".getBytes(UTF_8));
                layer.transport().close();
                back.await();
            }
        });
    }

    /** Carries bytes between the end of a connection in memory and a real one. */
    private static final class Carried implements Protocol {

        private final Connection to;
        private byte[] before;

        Carried(Connection to, byte[] before) {
            this.to = to;
            this.before = before;
        }

        @Override
        public void dataReceived(byte[] data) {
            byte[] all = Arrays.copyOf(before, before.length + data.length);
            System.arraycopy(data, 0, all, before.length, data.length);
            before = new byte[0];
            to.writer().write(all);
        }

        void carryBack(Transport wire) throws IOException {
            for (byte[] data = to.reader().read(LIMIT); data.length > 0; data = to.reader().read(LIMIT)) {
                wire.write(ByteBuffer.wrap(data));
            }
            wire.close();
        }
    }

    @Test
    void startTls_overTls_works() {
        RealLoop.run(() -> {
            try (Server here = serve(server, (reader, writer) -> {
                writer.startTls(TlsOptions.of(certificates.context("other")));
                echo(reader, writer);
            }); Connection to = connect(here, client)) {
                to.writer().startTls(TlsOptions.of(client).withServerHostname("other.test"));
                byte[] data = new byte[1_000_000];
                new Random(2).nextBytes(data);
                Task<byte[]> back = createTask(() -> to.reader().readexactly(data.length));
                to.writer().write(data);
                assertThat(back.await()).isEqualTo(data);
            }
        });
    }

    @Test
    @Rule("L2")
    void startTls_thatFails_closesTheConnection() {
        RealLoop.run(() -> {
            try (Server here = startServer((reader, writer) -> {
                writer.write("no TLS here, sorry\n", UTF_8);
                reader.read();
                writer.close();
            }, "127.0.0.1", 0)) {
                Connection to = openConnection("127.0.0.1", here.port());
                assertThatThrownBy(() -> to.writer()
                        .startTls(TlsOptions.of(client).withServerHostname("localhost")))
                        .isInstanceOf(SSLException.class);
                assertThatThrownBy(() -> to.writer().waitClosed()).isInstanceOf(SSLException.class);
            }
        });
    }

    @Test
    @Rule("L10")
    void startTls_withoutANameToCheck_isRefusedAndChangesNothing() {
        RealLoop.run(() -> {
            try (Server here = startServer(TlsTest::echo, "127.0.0.1", 0);
                    Connection to = openConnection("127.0.0.1", here.port())) {
                to.writer().write("ready\nheld\n", UTF_8);
                assertThat(to.reader().readline(UTF_8)).isEqualTo("ready\n");
                assertThatThrownBy(() -> to.writer().startTls(TlsOptions.of(client)))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageStartingWith("check_hostname requires server_hostname");
                assertThat(to.reader().readline(UTF_8)).isEqualTo("held\n");
                to.writer().write("new\n", UTF_8);
                assertThat(to.reader().readline(UTF_8)).isEqualTo("new\n");
            }
        });
    }

    @Test
    void handshakeThatIsCancelled_leavesNothing() {
        RealLoop.run(() -> {
            var begun = new Event();
            try (Server silent = startServer((reader, writer) -> {
                reader.readexactly(10);
                begun.set();
                reader.read();
                writer.close();
            }, "127.0.0.1", 0)) {
                Task<Connection> connecting = createTask(
                        () -> connect(silent.port(), TlsOptions.of(client).withServerHostname("localhost")));
                begun.await();
                connecting.cancel();
                assertThatThrownBy(connecting::await).isInstanceOf(CancelledError.class);
            }
        });
    }

    @Test
    void connecting_cancelledAtAnyMoment_leavesNothing() {
        RealLoop.run(() -> {
            try (Server here = serve(server, TlsTest::echo)) {
                boolean inTime = true;
                for (int ticks = 0; inTime; ticks++) {
                    Task<Connection> connecting = createTask(() -> connect(here, client));
                    for (int i = 0; i < ticks && !connecting.done(); i++) {
                        sleep(ofSeconds(0));
                    }
                    inTime = connecting.cancel();
                    if (inTime) {
                        assertThatThrownBy(connecting::await).isInstanceOf(CancelledError.class);
                    } else {
                        connecting.await().close();
                    }
                }
            }
        });
    }

    @Test
    void closing_cancelledWhileItWaits_goesOnByItself() {
        RealLoop.run(() -> {
            try (Server here = serve(server, TlsTest::echo)) {
                Connection to = connect(here, client);
                var closing = createTask(to::close);
                sleep(ofSeconds(0));
                closing.cancel();
                assertThatThrownBy(closing::await).isInstanceOf(CancelledError.class);
                assertThat(here.closeAndDrain(ofSeconds(5))).isTrue();
            }
        });
    }

    @Test
    void peerThatGoesAwayInTheHandshake_isAnError() {
        RealLoop.run(() -> {
            for (boolean reset : new boolean[] {true, false}) {
                try (Server rude = startServer((reader, writer) -> {
                    reader.read(10);
                    if (reset) {
                        writer.transport().abort();
                    } else {
                        writer.close();
                    }
                }, "127.0.0.1", 0)) {
                    assertThatThrownBy(
                            () -> connect(rude.port(), TlsOptions.of(client).withServerHostname("localhost")))
                            .isInstanceOf(IOException.class);
                }
            }
        });
    }

    @Test
    void garbage_endsOnlyTheConnectionItComesOn() {
        RealLoop.run(() -> {
            var random = new Random(4);
            try (Server here = serve(server, TlsTest::echo)) {
                for (int i = 0; i < 200; i++) {
                    byte[] garbage = new byte[1 + random.nextInt(300)];
                    random.nextBytes(garbage);
                    if (random.nextBoolean() && garbage.length > 5) {
                        System.arraycopy(new byte[] {22, 3, 1, 0, (byte) (garbage.length - 5)}, 0, garbage, 0, 5);
                    }
                    Connection to = openConnection("127.0.0.1", here.port());
                    to.writer().write(garbage);
                    to.writer().writeEof();
                    try {
                        to.reader().read();
                    } catch (SocketException reset) {
                        assertThat(reset).hasMessageContaining("reset");
                    }
                    to.writer().transport().abort();
                }
                try (Connection to = connect(here, client)) {
                    to.writer().write("alive\n", UTF_8);
                    assertThat(to.reader().readline(UTF_8)).isEqualTo("alive\n");
                }
            }
        });
    }
}
