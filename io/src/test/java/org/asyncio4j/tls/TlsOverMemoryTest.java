package org.asyncio4j.tls;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.ZERO;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.sleep;
import static org.asyncio4j.Asyncio.waitFor;
import static org.asyncio4j.net.MemoryTransports.memoryTransportPair;
import static org.asyncio4j.net.Net.sendfile;
import static org.asyncio4j.stream.MemoryStreams.memoryStreamPair;

import java.io.IOException;
import java.net.SocketException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;
import org.asyncio4j.NothingLeft;
import org.asyncio4j.Task;
import org.asyncio4j.net.MemoryWire;
import org.asyncio4j.net.RealLoop;
import org.asyncio4j.net.SendfileNotAvailableError;
import org.asyncio4j.stream.MemoryStreamPair;
import org.asyncio4j.transport.Protocol;
import org.asyncio4j.transport.Transport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** TLS needs no socket below it: any stream of bytes will do, in pieces of any size. */
@ExtendWith(NothingLeft.class)
class TlsOverMemoryTest {

    @TempDir
    static Path folder;

    static TlsOptions client;
    static TlsOptions server;

    @BeforeAll
    static void makeCertificates() throws Exception {
        var certificates = new Certificates(folder);
        certificates.issue("localhost", "localhost", "-days", "2");
        client = TlsOptions.of(TlsContext.client(certificates.authority())).withServerHostname("localhost");
        server = TlsOptions
                .of(TlsContext.server(certificates.file("localhost.pem"), certificates.file("localhost.key")));
    }

    private interface Scene {
        void play(MemoryStreamPair pair) throws Exception;
    }

    private static void encrypted(MemoryWire toServer, MemoryWire toClient, Scene scene) {
        RealLoop.run(() -> {
            try (var pair = memoryStreamPair(toServer, toClient)) {
                Task<@Nullable Void> serving = createTask(() -> pair.right().writer().startTls(server));
                pair.left().writer().startTls(client);
                waitFor(serving, ofSeconds(20));
                scene.play(pair);
            }
        });
    }

    private static byte[] much() {
        byte[] data = new byte[300_000];
        new Random(11).nextBytes(data);
        return data;
    }

    @Test
    void streams_areUpgraded_whateverThePieces() {
        byte[] data = much();
        for (int chunk : new int[] {7, 1000, 1_000_000}) {
            encrypted(new MemoryWire(5000, chunk), new MemoryWire(5000, chunk), pair -> {
                Task<@Nullable Void> writing = createTask(() -> {
                    pair.left().writer().write(data);
                    pair.left().writer().drain();
                    pair.left().close();
                });
                assertThat(pair.right().reader().read()).isEqualTo(data);
                pair.right().close();
                writing.await();
            });
        }
    }

    @Test
    @SuppressWarnings("NullAway") // null is what is tested
    void null_isRefusedByName() {
        encrypted(new MemoryWire(), new MemoryWire(), pair -> {
            Transport transport = pair.left().writer().transport();
            assertThatThrownBy(() -> transport.write((byte[]) null)).isInstanceOf(NullPointerException.class)
                    .hasMessage("data");
            assertThatThrownBy(() -> transport.writelines(null)).isInstanceOf(NullPointerException.class)
                    .hasMessage("data");
        });
    }

    @Test
    void layer_goesBetweenATransportAndItsProtocol() {
        RealLoop.run(() -> {
            var loop = getRunningLoop();
            var received = loop.<String>createFuture();
            TlsLayer asClient = TlsLayer.client(loop, new Protocol() {}, client, "");
            TlsLayer asServer = TlsLayer.server(loop, new Protocol() {
                @Override
                public void dataReceived(byte[] data) {
                    received.setResult(new String(data, UTF_8));
                }
            }, server);
            memoryTransportPair(asClient::protocol, asServer::protocol);
            waitFor(asClient.handshake(), ofSeconds(20));
            asClient.transport().write("secret".getBytes(UTF_8));
            assertThat(waitFor(received, ofSeconds(20))).isEqualTo("secret");
            asClient.transport().close();
        });
    }

    @Test
    void recordThatIsCutShort_isNoCleanEnd() {
        var toServer = new MemoryWire();
        encrypted(toServer, new MemoryWire(), pair -> {
            toServer.resetAfter(1);
            assertThatThrownBy(() -> pair.right().reader().read(1)).isInstanceOf(SocketException.class)
                    .hasMessage("Connection reset by peer");
        });
    }

    @Test
    void file_isReadAndWritten_asTheWaterMarksAllow() {
        RealLoop.run(() -> {
            byte[] data = much();
            Path path = Files.write(folder.resolve("file"), data);
            encryptedFile(path, data);
        });
    }

    private static void encryptedFile(Path path, byte[] data) throws IOException {
        try (var pair = memoryStreamPair(); FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
            Task<@Nullable Void> serving = createTask(() -> pair.right().writer().startTls(server));
            pair.left().writer().startTls(client);
            waitFor(serving, ofSeconds(20));
            assertThatThrownBy(() -> sendfile(pair.left().writer().transport(), file, 0, 10, false))
                    .isInstanceOf(SendfileNotAvailableError.class)
                    .hasMessage("fallback is disabled and native sendfile is not supported for transport "
                            + pair.left().writer().transport());
            Task<byte[]> reading = createTask(() -> pair.right().reader().readexactly(data.length));
            assertThat(sendfile(pair.left().writer().transport(), file)).isEqualTo(data.length);
            assertThat(reading.await()).isEqualTo(data);
            assertThat(file.position()).isEqualTo(data.length);
        }
    }

    @Test
    void readerThatWaitsWhileAFileIsSent_getsWhatItWaitsFor() {
        RealLoop.run(() -> {
            byte[] data = much();
            Path path = Files.write(folder.resolve("other"), data);
            try (var pair = memoryStreamPair(); FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
                Task<@Nullable Void> serving = createTask(() -> pair.right().writer().startTls(server));
                pair.left().writer().startTls(client);
                waitFor(serving, ofSeconds(20));
                pair.right().writer().write(data);
                while (pair.left().writer().transport().isReading()) {
                    sleep(ZERO);
                }
                Task<Long> sending = createTask(() -> sendfile(pair.left().writer().transport(), file));
                Task<byte[]> answer = createTask(() -> pair.left().reader().readexactly(data.length));
                assertThat(pair.right().reader().readexactly(data.length)).isEqualTo(data);
                assertThat(sending.await()).isEqualTo(data.length);
                assertThat(answer.await()).isEqualTo(data);
            }
        });
    }
}
