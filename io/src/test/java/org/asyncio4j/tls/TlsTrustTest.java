package org.asyncio4j.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.asyncio4j.NothingLeft;
import org.asyncio4j.Rule;
import org.asyncio4j.tls.TlsContext.ClientAuth;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whom each side takes for whom. */
@ExtendWith(NothingLeft.class)
class TlsTrustTest {

    @TempDir
    static Path folder;

    static Certificates certificates;
    /** Of another authority with the same name. */
    static Certificates impostors;
    static TlsContext client;
    static TlsContext server;

    @BeforeAll
    static void makeCertificates() throws Exception {
        certificates = new Certificates(folder);
        certificates.issue("localhost", "localhost", "-days", "2");
        certificates.issue("other", "other.test", "-days", "2");
        certificates.issue("expired", "localhost", "-days", "-1");
        certificates.issueBetween("early", "localhost", "20990101000000Z", "20990201000000Z");
        certificates.openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout",
                "self.key", "-out", "self.pem");
        impostors = new Certificates(Files.createDirectory(folder.resolve("impostors")));
        impostors.issue("other", "other.test", "-days", "2");
        client = TlsContext.client(certificates.authority());
        server = certificates.context("localhost");
    }

    // ---- servers ----

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            other   | No subject alternative DNS name matching localhost found.
            expired | PKIX path validation failed: java.security.cert.CertPathValidatorException: validity check failed
            early   | PKIX path validation failed: java.security.cert.CertPathValidatorException: validity check failed
            self    | unable to find valid certification path to requested target
            """)
    @Rule("L1")
    void serverWithTheWrongCertificate_isRefused_andHearsWhy(String name, String message) {
        Joined.run(() -> {
            for (String version : new String[] {"TLSv1.2", "TLSv1.3"}) {
                Joined joined = Joined.start(TlsOptions.of(client.withProtocols(version)),
                        TlsOptions.of(certificates.context(name)));
                joined.assertOver();
                assertThat(joined.client().events()).isEmpty();
                assertThat(joined.client().layer().handshake().exception()).isInstanceOf(SSLHandshakeException.class)
                        .hasMessageContaining(message);
                assertThat(joined.server().layer().handshake().exception()).isInstanceOf(SSLException.class)
                        .hasMessageContaining("Received fatal alert: ");
            }
        });
    }

    @Test
    @Rule("L1")
    void unknownAuthority_isRefused() {
        Joined.run(() -> {
            Joined joined = Joined.start(TlsOptions.of(TlsContext.client()), TlsOptions.of(server));
            joined.assertOver();
            assertThat(joined.client().layer().handshake().exception()).isInstanceOf(SSLHandshakeException.class)
                    .hasMessageContaining("unable to find valid certification path to requested target");
        });
    }

    @Test
    @Rule("L1")
    void name_isNotChecked_whereThatIsSaid() {
        Joined.run(() -> {
            Joined joined = Joined.open(TlsOptions.of(client.withCheckHostname(false)),
                    TlsOptions.of(certificates.context("other")));
            close(joined);
            Joined nameless = Joined.open(TlsOptions.of(client).withServerHostname(""),
                    TlsOptions.of(certificates.context("other")));
            close(nameless);
        });
    }

    @Test
    void unverified_takesEverybody_andKnowsWho() {
        Joined.run(() -> {
            for (String name : new String[] {"other", "expired", "early", "self"}) {
                Joined joined = Joined.open(TlsOptions.of(TlsContext.unverified()),
                        TlsOptions.of(certificates.context(name)));
                assertThat(joined.client().transport().getExtraInfo(TlsInfo.PEERCERT)).isNotNull();
                close(joined);
            }
        });
    }

    private static void close(Joined joined) {
        joined.client().transport().close();
        joined.assertOver();
    }

    // ---- clients ----

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void demandedCertificateOfTheClient_isSeen(String version) {
        Joined.run(() -> {
            for (ClientAuth demand : new ClientAuth[] {ClientAuth.NEED, ClientAuth.WANT}) {
                Joined joined = Joined.open(TlsOptions.of(certificates.context("other").withProtocols(version)),
                        TlsOptions.of(server.withClientAuth(demand)));
                assertThat(Objects.requireNonNull(joined.server().transport().getExtraInfo(TlsInfo.PEERCERT))
                        .getSubjectX500Principal()
                        .getName()).isEqualTo("CN=other.test");
                close(joined);
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    @Rule("L12")
    void clientWithoutACertificate_isTakenUnlessItNeedsOne(String version) {
        Joined.run(() -> {
            TlsOptions without = TlsOptions.of(client.withProtocols(version));
            Joined wanted = Joined.open(without, TlsOptions.of(server.withClientAuth(ClientAuth.WANT)));
            assertThat(wanted.server().transport().getExtraInfo(TlsInfo.PEERCERT)).isNull();
            close(wanted);
            Joined needed = Joined.start(without, TlsOptions.of(server.withClientAuth(ClientAuth.NEED)));
            needed.assertOver();
            assertThat(needed.server().events()).isEmpty();
            assertThat(needed.server().layer().handshake().exception()).isInstanceOf(SSLHandshakeException.class);
            // in TLS 1.3 the client is done before the server has seen that it shows nothing
            Throwable told = needed.client().events().isEmpty()
                    ? needed.client().layer().handshake().exception()
                    : needed.client().lostBy();
            assertThat(told).isInstanceOf(SSLException.class).hasMessageContaining("Received fatal alert: ");
        });
    }

    @ParameterizedTest
    @EnumSource(names = {"WANT", "NEED"})
    @Rule("L12")
    void clientWithACertificateThatIsNotTrusted_isRefused(ClientAuth demand) {
        Joined.run(() -> {
            TlsContext other = TlsContext.of(impostors.file("other.pem"), impostors.file("other.key"),
                    certificates.authority());
            Joined joined = Joined.start(TlsOptions.of(other), TlsOptions.of(server.withClientAuth(demand)));
            joined.assertOver();
            assertThat(joined.server().events()).isEmpty();
            assertThat(joined.server().layer().handshake().exception()).isInstanceOf(SSLHandshakeException.class)
                    .hasMessageContaining("PKIX path");
        });
    }

    // ---- sessions ----

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    @Rule("L14")
    void secondConnection_resumesTheSession_soNobodyIsCheckedAgain(String version) throws Exception {
        var checks = new Counting();
        SSLContext jdk = SSLContext.getInstance("TLS");
        jdk.init(null, new TrustManager[] {checks}, null);
        TlsContext counting = TlsContext.of(jdk).withProtocols(version).withCheckHostname(false);
        Joined.run(() -> {
            for (int i = 0; i < 3; i++) {
                Joined joined = Joined.open(TlsOptions.of(counting), TlsOptions.of(server));
                joined.server().write("hello");
                Joined.settle();
                assertThat(joined.client().text()).isEqualTo("hello");
                assertThat(joined.client().transport().getExtraInfo(TlsInfo.PEERCERT)).isNotNull();
                close(joined);
            }
        });
        assertThat(checks.count).isEqualTo(1);
    }

    private static final class Counting implements X509TrustManager {

        private int count;

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {
            count++;
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
