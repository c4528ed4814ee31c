package org.asyncio4j.tls;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.asyncio4j.Asyncio.allTasks;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.sleep;

import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.asyncio4j.CancelledError;
import org.asyncio4j.ExceptionContext;
import org.asyncio4j.NothingLeft;
import org.asyncio4j.Rule;
import org.asyncio4j.Task;
import org.asyncio4j.TimeoutError;
import org.asyncio4j.transport.Protocol;
import org.asyncio4j.transport.Transport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a peer or a network can do to a connection with TLS. */
@ExtendWith(NothingLeft.class)
class TlsFaultsTest {

    private static final long LARGEST_BACKLOG = TlsTransport.DEFAULT_WRITE_LIMITS.high();

    @TempDir
    static Path folder;

    static TlsContext trusting;
    static TlsContext serving;

    @BeforeAll
    static void makeCertificates() throws Exception {
        var certificates = new Certificates(folder);
        certificates.issue("localhost", "localhost", "-days", "2");
        trusting = TlsContext.client(certificates.authority());
        serving = TlsContext.of(certificates.file("localhost.pem"), certificates.file("localhost.key"),
                certificates.authority());
    }

    static TlsOptions client() {
        return TlsOptions.of(trusting);
    }

    static TlsOptions client(String version) {
        return TlsOptions.of(trusting.withProtocols(version));
    }

    static TlsOptions server() {
        return TlsOptions.of(serving);
    }

    // ---- records ----

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    @Rule("L8")
    void corruptedRecord_endsBothSidesWithAnError(String version) {
        Joined.run(() -> {
            Joined joined = Joined.open(client(version), server());
            joined.toServer().distort(data -> {
                data[data.length - 1] ^= 1;
                return data;
            });
            joined.client().write("hello");
            joined.assertOver();
            assertThat(joined.server().text()).isEmpty();
            assertThat(joined.server().events()).containsExactly("made", "lost");
            assertThat(joined.server().lostBy()).isInstanceOf(SSLException.class);
            assertThat(joined.client().lostBy()).isInstanceOf(SSLException.class)
                    .hasMessageContaining("bad_record_mac");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    @Rule("L8")
    void truncatedRecord_isNotDelivered_andEndsLikeAnEndOfInput(String version) {
        Joined.run(() -> {
            Joined joined = Joined.open(client(version), server());
            joined.client().write("whole");
            Joined.settle();
            joined.toServer().distort(data -> Arrays.copyOf(data, data.length - 3));
            joined.client().write("cut off");
            joined.client().below().close();
            joined.assertOver();
            assertThat(joined.server().text()).isEqualTo("whole");
            assertThat(joined.server().events()).containsExactly("made", "eof", "lost");
        });
    }

    @ParameterizedTest
    @CsvSource({"GET / HTTP/1.1|Host: localhost||, GET / HTTP/1.1..", "||||||||||, ................",
        "SSH-2.0-OpenSSH_9.6|,SSH-2.0-OpenSSH_"})
    void anotherProtocolOnATlsPort_isRefused(String hello, String begin) {
        Joined.run(() -> {
            Joined joined = new Joined();
            joined.layServer(server());
            joined.connect();
            joined.client().below().write(ByteBuffer.wrap(hello.replace("|", "\r\n").getBytes(UTF_8)));
            Joined.settle();
            assertThat(joined.server().isLost()).isTrue();
            assertThat(joined.server().events()).isEmpty();
            assertThat(joined.server().layer().handshake().exception()).isInstanceOf(SSLException.class)
                    .hasMessage("the peer does not speak TLS: it began with \"" + begin + "\"");
            assertThat(joined.client().events()).endsWith("eof", "lost");
        });
    }

    @Test
    void tlsToAPlainPort_isRefused() {
        Joined.run(() -> {
            Joined joined = new Joined();
            joined.layClient(client());
            joined.connect();
            joined.server().below().write(ByteBuffer.wrap("220 mail.test ESMTP\r\n".getBytes(UTF_8)));
            Joined.settle();
            assertThat(joined.client().isLost()).isTrue();
            assertThat(joined.client().layer().handshake().exception()).isInstanceOf(SSLException.class)
                    .hasMessage("the peer does not speak TLS: it began with \"220 mail.test ES\"");
        });
    }

    // ---- the handshake ----

    /** How a connection ends below TLS. */
    enum Loss {
        END, RESET
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    @Rule("L2")
    void connectionLostAtAnyMomentOfTheHandshake_isAnErrorOnBothSides(String version) {
        Joined.run(() -> {
            for (Loss loss : Loss.values()) {
                int moment = 0;
                while (losesAt(moment, loss, version)) {
                    moment++;
                }
                assertThat(moment).as("moments of a handshake").isGreaterThan(4);
            }
        });
    }

    /** Returns whether the handshake was not over yet. */
    private static boolean losesAt(int tick, Loss loss, String version) {
        Joined joined = Joined.start(client(version), server());
        for (int i = 0; i < tick; i++) {
            sleep(ofSeconds(0));
        }
        boolean tooLate = joined.client().layer().handshake().done() && joined.server().layer().handshake().done();
        if (loss == Loss.RESET) {
            joined.toServer().resetAfter(0);
        } else {
            joined.client().below().close();
            joined.server().below().close();
        }
        joined.assertOver();
        for (Side side : List.of(joined.client(), joined.server())) {
            if (side.events().isEmpty()) {
                assertThat(side.layer().handshake().exception()).isInstanceOf(IOException.class);
            } else {
                assertThat(side.events()).startsWith("made").endsWith("lost");
            }
        }
        return !tooLate;
    }

    @Test
    @Rule("L3")
    void peerThatNeverFinishesTheHandshake_isGivenUp() {
        Joined.run(() -> {
            Joined joined = Joined.start(client().withHandshakeTimeout(ofSeconds(5)),
                    server().withHandshakeTimeout(ofSeconds(7)));
            var records = new AtomicInteger();
            joined.toServer().distort(data -> records.getAndIncrement() < 1 ? data : new byte[0]);
            joined.toClient().distort(data -> new byte[0]);
            sleep(ofSeconds(6));
            assertThat(joined.client().layer().handshake().exception()).isInstanceOf(SocketException.class)
                    .hasMessage("SSL handshake is taking longer than 5 seconds: aborting the connection");
            joined.assertOver();
            assertThat(joined.server().events()).isEmpty();
        });
    }

    @Test
    @Rule("L3")
    void clientThatSaysNothing_isGivenUpByTheServer() {
        Joined.run(() -> {
            Joined joined = new Joined();
            joined.layServer(server().withHandshakeTimeout(ofSeconds(7)));
            joined.connect();
            sleep(ofSeconds(8));
            assertThat(joined.server().isLost()).isTrue();
            assertThat(joined.server().layer().handshake().exception())
                    .hasMessage("SSL handshake is taking longer than 7 seconds: aborting the connection");
        });
    }

    @Test
    void nothingInCommon_isToldToBothSides() {
        Joined.run(() -> {
            assertRefused(trusting.withProtocols("TLSv1.2"), serving.withProtocols("TLSv1.3"), "protocol");
            assertRefused(trusting.withProtocols("TLSv1.3"), serving.withProtocols("TLSv1.2"), "protocol");
            assertRefused(trusting.withCiphers("TLS_AES_128_GCM_SHA256").withProtocols("TLSv1.3"),
                    serving.withCiphers("TLS_AES_256_GCM_SHA384"), "cipher");
            assertRefused(trusting.withAlpn("h2"), serving.withAlpn("http/1.1"), "application");
        });
    }

    private static void assertRefused(TlsContext client, TlsContext server, String missing) {
        Joined joined = Joined.start(TlsOptions.of(client), TlsOptions.of(server));
        joined.assertOver();
        assertThat(joined.server().layer().handshake().exception()).isInstanceOf(SSLHandshakeException.class)
                .hasMessageContaining(missing);
        assertThat(joined.client().layer().handshake().exception()).isInstanceOf(SSLHandshakeException.class)
                .hasMessageStartingWith("(");
        assertThat(joined.client().events()).isEmpty();
        assertThat(joined.server().events()).isEmpty();
    }

    // ---- the end ----

    @Test
    @Rule("L5")
    void peerThatNeverSaysGoodbye_isGivenUp() {
        Joined.run(() -> {
            Joined joined = Joined.open(client().withShutdownTimeout(ofSeconds(3)), server());
            joined.toServer().distort(data -> new byte[0]);
            joined.client().transport().close();
            sleep(ofSeconds(2));
            assertThat(joined.client().events()).containsExactly("made");
            sleep(ofSeconds(2));
            assertThat(joined.client().events()).containsExactly("made", "lost");
            assertThat(joined.client().lostBy()).isInstanceOf(TimeoutError.class).hasMessage("SSL shutdown timed out");
            joined.assertOver();
        });
    }

    @Test
    @Rule("L5")
    void peerThatDoesNotReadTheRest_isGivenUp() {
        Joined.run(() -> {
            Joined joined = Joined.open(client().withShutdownTimeout(ofSeconds(3)), server());
            joined.server().below().pauseReading();
            joined.client().transport().write(new byte[1_000_000]);
            joined.client().transport().close();
            sleep(ofSeconds(4));
            assertThat(joined.client().lostBy()).isInstanceOf(TimeoutError.class);
            assertThat(joined.client().isLost()).isTrue();
            joined.server().below().resumeReading();
            joined.assertOver();
        });
    }

    @Test
    @Rule("L9")
    void peerThatNeverReads_stopsTheWriter_whoseMemoryIsBounded() {
        Joined.run(() -> {
            Joined joined = Joined.open(client(), server());
            Side writer = joined.client();
            joined.server().transport().pauseReading();
            int written = 0;
            while (!writer.events().contains("pause")) {
                writer.transport().write(new byte[10_000]);
                written += 10_000;
                Joined.settle();
                assertThat(writer.transport().getWriteBufferSize()).isLessThan(LARGEST_BACKLOG + 10_001);
                assertThat(writer.below().getWriteBufferSize()).isLessThan(200_000);
            }
            assertThat(written).isGreaterThan(500_000);
            joined.server().transport().resumeReading();
            Joined.settle();
            assertThat(writer.events()).containsExactly("made", "pause", "resume");
            assertThat(joined.server().size()).isEqualTo(written);
            assertThat(writer.transport().getWriteBufferSize()).isZero();
            joined.client().transport().abort();
            joined.assertOver();
        });
    }

    // ---- applications ----

    @Test
    void protocolThatFailsAtBothEnds_isReportedByItsName() {
        List<ExceptionContext> reports = Joined.reportsOf(() -> {
            Joined joined = new Joined();
            joined.layClient(client());
            joined.server().lay(TlsLayer.server(getRunningLoop(), new Protocol() {
                @Override
                public void connectionMade(Transport transport) {
                    throw new IllegalStateException("made");
                }

                @Override
                public void dataReceived(byte[] data) {}

                @Override
                public void connectionLost(@Nullable Throwable error) {
                    throw new IllegalStateException("lost");
                }
            }, server()));
            joined.connect();
            Joined.settle();
            joined.client().transport().close();
            joined.assertOver();
        });
        assertThat(reports).extracting(ExceptionContext::message)
                .containsExactly("Exception in callback protocol.connection_made()",
                        "Exception in callback protocol.connection_lost()");
    }

    @Test
    void protocolThatFails_losesItsConnectionOnly() {
        List<ExceptionContext> reports = Joined.reportsOf(() -> {
            Joined joined = new Joined();
            joined.layClient(client());
            List<String> events = new ArrayList<>();
            joined.server().lay(TlsLayer.server(getRunningLoop(), new Protocol() {
                @Override
                public void dataReceived(byte[] data) {
                    throw new IllegalStateException("cannot read " + new String(data, UTF_8));
                }

                @Override
                public void connectionLost(@Nullable Throwable error) {
                    events.add("lost by " + Objects.requireNonNull(error).getMessage());
                }
            }, server()));
            joined.connect();
            Joined.settle();
            joined.client().write("this");
            joined.assertOver();
            assertThat(events).containsExactly("lost by cannot read this");
        });
        assertThat(reports).singleElement()
                .satisfies(report -> assertThat(report.message()).isEqualTo("Fatal error on SSL protocol"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    @Rule("L10")
    void startTls_cancelledAtAnyMoment_closesTheConnection(String version) {
        Joined.run(() -> {
            int moment = 1; // the task has begun
            while (cancelsStartTlsAt(moment, version)) {
                moment++;
            }
            assertThat(moment).as("moments of a handshake").isGreaterThan(4);
        });
    }

    /** Returns whether the handshake was not over yet. */
    private static boolean cancelsStartTlsAt(int tick, String version) {
        Joined joined = new Joined();
        joined.layServer(server());
        joined.connect();
        Transport left = joined.client().below();
        Task<Transport> upgrade = createTask(() -> Tls.startTls(left, joined.client(),
                client(version).withServerHostname("localhost"), false));
        for (int i = 0; i < tick; i++) {
            sleep(ofSeconds(0));
        }
        boolean inTime = upgrade.cancel();
        Joined.settle();
        if (inTime) {
            assertThatThrownBy(upgrade::await).isInstanceOf(CancelledError.class);
        } else {
            upgrade.await().abort();
        }
        Joined.settle();
        assertThat(joined.client().isLost()).isTrue();
        assertThat(joined.server().isLost()).isTrue();
        assertThat(joined.client().events()).startsWith("made").endsWith("lost").doesNotHaveDuplicates();
        assertThat(allTasks()).hasSize(1);
        return inTime;
    }

    @Test
    @Rule("L4")
    void computations_areLeftToTheExecutor() {
        Joined.run(() -> {
            var executor = new AtOnce();
            getRunningLoop().setDefaultExecutor(executor);
            Joined joined = Joined.open(client().withServerHostname("localhost"), server());
            assertThat(executor.count()).isPositive();
            joined.client().transport().close();
            joined.assertOver();
        });
    }

    @Test
    void buffersAreGivenBack_whateverHappens() {
        Joined.run(() -> {
            TlsBuffers buffers = TlsBuffers.of(getRunningLoop());
            Joined first = Joined.open(client(), server());
            first.client().write("x");
            first.client().transport().close();
            first.assertOver();
            int atRest = buffers.free();
            for (int i = 0; i < 50; i++) {
                losesAt(i % 12, Loss.values()[i % 2], "TLSv1.3");
            }
            assertThat(buffers.free()).isEqualTo(atRest);
        });
    }
}
