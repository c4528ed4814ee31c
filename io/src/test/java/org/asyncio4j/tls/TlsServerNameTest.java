package org.asyncio4j.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.net.ssl.SSLException;
import org.asyncio4j.ExceptionContext;
import org.asyncio4j.NothingLeft;
import org.asyncio4j.Rule;
import org.asyncio4j.tls.TlsContext.ClientAuth;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One server for several names. */
@ExtendWith(NothingLeft.class)
class TlsServerNameTest {

    @TempDir
    static Path folder;

    static TlsContext client;
    static Map<String, TlsContext> servers;
    static TlsContext server;
    static TlsContext withUnderscore;

    @BeforeAll
    static void makeCertificates() throws Exception {
        var certificates = new Certificates(folder);
        client = TlsContext.client(certificates.authority()).withAlpn("h2", "http/1.1");
        certificates.issue("localhost", "localhost", "-days", "2");
        certificates.issue("one", "one.test", "-days", "2");
        certificates.issue("two", "two.test", "-days", "2");
        certificates.issue("my_service", "my_service", "-days", "2");
        withUnderscore = certificates.context("my_service");
        servers = Map.of("one.test",
                certificates.context("one").withAlpn("h2"),
                "two.test", certificates.context("two").withClientAuth(ClientAuth.NEED).withAlpn("http/1.1"));
        server = certificates.context("localhost").withSniCallback(servers::get);
    }

    private static Joined ask(TlsContext from, String name) {
        return Joined.start(TlsOptions.of(from).withServerHostname(name), TlsOptions.of(server));
    }

    private static String nameShownTo(Side side) {
        return Objects.requireNonNull(side.transport().getExtraInfo(TlsInfo.PEERCERT))
                .getSubjectX500Principal()
                .getName();
    }

    private static void close(Joined joined) {
        joined.client().transport().close();
        joined.assertOver();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    @Rule("L11")
    void nameThatIsAskedFor_choosesEverything(String version) {
        Joined.run(() -> {
            Joined joined = ask(client.withProtocols(version), "one.test");
            Joined.settle();
            assertThat(nameShownTo(joined.client())).isEqualTo("CN=one.test");
            assertThat(joined.client().transport().getExtraInfo(TlsInfo.ALPN)).isEqualTo("h2");
            assertThat(joined.server().transport().getExtraInfo(TlsInfo.SSLCONTEXT)).isSameAs(servers.get("one.test"));
            joined.client().write("hello");
            Joined.settle();
            assertThat(joined.server().text()).isEqualTo("hello");
            close(joined);
        });
    }

    @Test
    void demandOnClients_isThatOfTheChosenContext() {
        Joined.run(() -> {
            Joined joined = ask(client.withProtocols("TLSv1.2"), "two.test");
            joined.assertOver();
            assertThat(joined.client().layer().handshake().exception()).isInstanceOf(SSLException.class)
                    .hasMessageContaining("Received fatal alert");
        });
    }

    @Test
    @Rule("L11")
    void otherNames_areServedByTheFirstContext() {
        Joined.run(() -> {
            Joined joined = ask(client, "localhost");
            Joined.settle();
            assertThat(nameShownTo(joined.client())).isEqualTo("CN=localhost");
            assertThat(joined.server().transport().getExtraInfo(TlsInfo.SSLCONTEXT)).isSameAs(server);
            close(joined);
            Joined nameless = ask(client.withCheckHostname(false), "");
            Joined.settle();
            assertThat(nameShownTo(nameless.client())).isEqualTo("CN=localhost");
            close(nameless);
        });
    }

    @Test
    void nameWithADotAtItsEnd_isAskedForAndCheckedWithoutIt() {
        Joined.run(() -> {
            Joined joined = ask(client, "one.test.");
            Joined.settle();
            assertThat(nameShownTo(joined.client())).isEqualTo("CN=one.test");
            close(joined);
        });
    }

    @Test
    void nameThatTheJdkDoesNotAskFor_isConnectedToUnlessItIsChecked() {
        Joined.run(() -> {
            TlsOptions withIt = TlsOptions.of(withUnderscore);
            Joined joined = Joined.start(
                    TlsOptions.of(client.withCheckHostname(false)).withServerHostname("my_service"), withIt);
            Joined.settle();
            assertThat(nameShownTo(joined.client())).isEqualTo("CN=my_service");
            close(joined);
            Joined checked = Joined.start(TlsOptions.of(client).withServerHostname("my_service"), withIt);
            checked.assertOver();
            assertThat(checked.client().layer().handshake().exception()).isInstanceOf(SSLException.class)
                    .hasMessageContaining("Illegal given domain name: my_service");
        });
    }

    @Test
    void helloThatComesInPieces_isWaitedFor() {
        Joined.run(() -> {
            var joined = new Joined();
            joined.layClient(TlsOptions.of(client).withServerHostname("one.test"));
            joined.layServer(TlsOptions.of(server));
            joined.toServer().stallAfter(50);
            joined.connect();
            Joined.settle();
            for (int next = 51; next < 120; next++) { // byte by byte
                assertThat(joined.client().events()).isEmpty();
                joined.toServer().stallAfter(next);
                Joined.settle();
            }
            joined.toServer().resume();
            Joined.settle();
            assertThat(nameShownTo(joined.client())).isEqualTo("CN=one.test");
            close(joined);
        });
    }

    @Test
    void choiceThatFails_isReported_andEndsTheConnectionOnly() {
        List<ExceptionContext> reports = Joined.reportsOf(() -> {
            TlsContext failing = server.withSniCallback(name -> {
                throw new IllegalStateException("no idea of " + name);
            });
            Joined joined = Joined.start(TlsOptions.of(client).withServerHostname("one.test"), TlsOptions.of(failing));
            joined.assertOver();
            assertThat(joined.client().events()).isEmpty();
            assertThat(joined.server().events()).isEmpty();
        });
        assertThat(reports).singleElement()
                .satisfies(report -> assertThat(report.exception()).hasMessage("no idea of one.test"));
    }
}
