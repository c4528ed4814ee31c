package org.asyncio4j.tls;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.sleep;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.asyncio4j.NothingLeft;
import org.asyncio4j.Rule;
import org.asyncio4j.transport.Protocol;
import org.asyncio4j.transport.Transport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How connections with TLS end when nothing goes wrong. */
@ExtendWith(NothingLeft.class)
class TlsEndTest {

    @TempDir
    static Path folder;

    static TlsContext client;
    static TlsOptions server;

    @BeforeAll
    static void makeCertificates() throws Exception {
        var certificates = new Certificates(folder);
        certificates.issue("localhost", "localhost", "-days", "2");
        client = TlsContext.client(certificates.authority());
        server = TlsOptions.of(certificates.context("localhost"));
    }

    private static Joined open(String version) {
        return Joined.open(TlsOptions.of(client.withProtocols(version)), server);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    @Rule("L5")
    void close_sendsWhatWasWritten_andBothSidesSayGoodbye(String version) {
        Joined.run(() -> {
            Joined joined = open(version);
            joined.client().write("last words");
            joined.client().transport().close();
            assertThat(joined.client().transport().isClosing()).isTrue();
            joined.assertOver();
            assertThat(joined.server().text()).isEqualTo("last words");
            assertThat(joined.server().events()).containsExactly("made", "eof", "lost");
            assertThat(joined.server().lostBy()).isNull();
            assertThat(joined.client().events()).containsExactly("made", "eof", "lost");
            assertThat(joined.client().lostBy()).isNull();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void close_byBothAtOnce_isAnOrdinaryEnd(String version) {
        Joined.run(() -> {
            Joined joined = open(version);
            joined.client().transport().close();
            joined.server().transport().close();
            joined.client().transport().close();
            joined.assertOver();
            assertThat(joined.client().lostBy()).isNull();
            assertThat(joined.server().lostBy()).isNull();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    @Rule("L6")
    void dataThatComesAfterClose_isDropped(String version) {
        Joined.run(() -> {
            Joined joined = open(version);
            joined.server().transport().write(new byte[2_000_000]);
            joined.client().transport().close();
            joined.assertOver();
            assertThat(joined.client().size()).isZero();
            assertThat(joined.client().lostBy()).isNull();
            assertThat(joined.server().lostBy()).isNull();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    @Rule("L7")
    void endOfTheInputBelow_withoutAGoodbye_isAnEndToo(String version) {
        Joined.run(() -> {
            Joined joined = open(version);
            joined.client().write("all");
            Joined.settle();
            joined.toServer().endAfter(0);
            joined.assertOver();
            assertThat(joined.server().text()).isEqualTo("all");
            assertThat(joined.server().events()).containsExactly("made", "eof", "lost");
        });
    }

    @Test
    @Rule("L7")
    void oneDirection_cannotBeEndedAlone() {
        Joined.run(() -> {
            Joined joined = open("TLSv1.3");
            Transport transport = joined.client().transport();
            assertThat(transport.canWriteEof()).isFalse();
            assertThatThrownBy(transport::writeEof).isInstanceOf(UnsupportedOperationException.class)
                    .hasMessage("TLS cannot end one direction only: close the transport instead");
            transport.close();
            joined.assertOver();
        });
    }

    @Test
    @Rule("L7")
    void answerToTheEndOfInput_isSent_sinceThePeerMayHaveClosedOneDirectionOnly() {
        Joined.run(() -> {
            List<String> events = new ArrayList<>();
            Joined joined = new Joined();
            joined.layClient(TlsOptions.of(client));
            joined.server().lay(TlsLayer.server(getRunningLoop(), new Protocol() {
                private @Nullable Transport transport;

                @Override
                public void connectionMade(Transport made) {
                    transport = made;
                }

                @Override
                public boolean eofReceived() {
                    if (transport != null) {
                        transport.write("bye".getBytes(UTF_8));
                    }
                    events.add("eof");
                    return false;
                }

                @Override
                public void connectionLost(@Nullable Throwable error) {
                    events.add("lost by " + error);
                }
            }, server));
            joined.connect();
            Joined.settle();
            joined.toServer().endAfter(0);
            joined.assertOver();
            assertThat(events).containsExactly("eof", "lost by null");
            assertThat(joined.client().text()).isEqualTo("bye");
        });
    }

    @Test
    void abort_endsBothSidesAtOnce() {
        Joined.run(() -> {
            Joined joined = open("TLSv1.3");
            joined.client().write("on its way");
            joined.client().transport().abort();
            joined.client().transport().abort();
            joined.assertOver();
            assertThat(joined.client().events()).containsExactly("made", "lost");
            assertThat(joined.client().lostBy()).isNull();
            assertThat(joined.server().text()).isEqualTo("on its way");
        });
    }

    @Test
    void writeAfterClose_isDropped() {
        Joined.run(() -> {
            Joined joined = open("TLSv1.3");
            joined.client().transport().close();
            joined.client().write("too late");
            joined.assertOver();
            joined.client().write("much too late");
            assertThat(joined.server().text()).isEmpty();
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void close_beforeTheHandshakeIsOver_endsTheConnection(int ticks) {
        Joined.run(() -> {
            Joined joined = Joined.start(TlsOptions.of(client), server);
            for (int i = 0; i < ticks; i++) {
                sleep(ofSeconds(0));
            }
            joined.client().transport().close();
            assertThat(joined.client().transport().isClosing()).isTrue();
            joined.assertOver();
            assertThat(joined.client().events()).isEmpty();
        });
    }
}
