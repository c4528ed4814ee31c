package org.asyncio4j.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.UnrecoverableKeyException;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import org.asyncio4j.NothingLeft;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(NothingLeft.class)
class TlsContextTest {

    private static final char[] PASSWORD = "secret".toCharArray();

    @TempDir
    static Path folder;

    static Certificates certificates;

    @BeforeAll
    static void makeKeysOfEveryForm() throws Exception {
        certificates = new Certificates(folder);
        certificates.issue("ec", "localhost", "-days", "2");
        certificates.openssl("ec", "-in", "ec.key", "-out", "ec-sec1.key");
        certificates.openssl("pkcs8", "-topk8", "-in", "ec.key", "-out", "ec-encrypted.key", "-passout", "pass:secret");
        certificates.issueFor("rsa", "localhost", "rsa:2048");
        certificates.openssl("rsa", "-in", "rsa.key", "-out", "rsa-pkcs1.key", "-traditional");
        certificates.openssl("rsa", "-in", "rsa.key", "-out", "rsa-old.key", "-traditional", "-aes128", "-passout",
                "pass:secret");
        certificates.openssl("pkcs8", "-topk8", "-v2", "aes-128-cbc", "-v2prf", "hmacWithSHA1", "-in", "rsa.key",
                "-out", "rsa-encrypted.key", "-passout", "pass:secret");
        certificates.openssl("pkcs8", "-topk8", "-v1", "PBE-SHA1-3DES", "-in", "rsa.key", "-out", "rsa-pbe1.key",
                "-passout", "pass:secret");
        certificates.issueFor("ed25519", "localhost", "ed25519");
    }

    private static Path file(String name) {
        return certificates.file(name);
    }

    private static Path written(String name, String... parts) throws IOException {
        return Files.writeString(folder.resolve(name), String.join("", parts));
    }

    private static String content(String name) throws IOException {
        return Files.readString(file(name));
    }

    /** Whether a client takes what the server shows. */
    private static void assertServes(TlsContext server) {
        Joined.run(() -> {
            Joined joined = Joined.open(TlsOptions.of(TlsContext.client(certificates.authority())),
                    TlsOptions.of(server));
            joined.client().write("hello");
            joined.client().transport().close();
            joined.assertOver();
            assertThat(joined.server().text()).isEqualTo("hello");
        });
    }

    // ---- PEM ----

    @ParameterizedTest
    @CsvSource({"ec, ec", "ec, ec-sec1", "rsa, rsa", "rsa, rsa-pkcs1", "ed25519, ed25519"})
    void keyOfEveryForm_isRead(String certificate, String key) throws Exception {
        assertServes(TlsContext.server(file(certificate + ".pem"), file(key + ".key")));
    }

    @ParameterizedTest
    @CsvSource({"ec, ec-encrypted", "rsa, rsa-encrypted", "rsa, rsa-pbe1", "ec, ec"})
    void encryptedKey_isReadWithItsPassword(String certificate, String key) throws Exception {
        Path chain = file(certificate + ".pem");
        assertServes(TlsContext.server(chain, file(key + ".key"), PASSWORD));
        assertServes(TlsContext.of(chain, file(key + ".key"), PASSWORD, certificates.authority()));
    }

    @Test
    void encryptedKey_withoutItsPassword_isRefused() {
        assertThatIOException().isThrownBy(() -> TlsContext.server(file("ec.pem"), file("ec-encrypted.key")))
                .withMessage("%s has a key that is encrypted: give its password", file("ec-encrypted.key"));
        for (String key : new String[] {"ec-encrypted.key", "rsa-encrypted.key", "rsa-pbe1.key"}) {
            assertThatIOException()
                    .isThrownBy(() -> TlsContext.server(file("ec.pem"), file(key), "wrong".toCharArray()))
                    .withMessage("%s has a key that cannot be decrypted: the password is wrong", file(key));
        }
        assertThatIOException().isThrownBy(() -> TlsContext.server(file("rsa.pem"), file("rsa-old.key"), PASSWORD))
                .withMessage("%s has a key that is encrypted in the old way, which is not supported: convert it with"
                        + " openssl pkcs8 -topk8", file("rsa-old.key"));
    }

    @Test
    void chainAndKeyInOneFile_areFound_whateverIsBetween() throws Exception {
        Path all = written("all.pem", "Bag Attributes: none\n", content("ec.key"), "subject=CN = localhost\n",
                content("ec.pem"), content("ca.pem"));
        assertServes(TlsContext.server(all, all));
    }

    @Test
    void filesThatAreNotWhatTheyShouldBe_areNamed() throws Exception {
        Path nothing = written("nothing.pem", "-----BEGIN SOMETHING-----\nAAAA\n-----END SOMETHING-----\n");
        Path broken = written("broken.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        Path brokenKey = written("broken.key", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
        Path brokenEc = written("brokenEc.key", "-----BEGIN EC PRIVATE KEY-----\nAAAA\n-----END EC PRIVATE KEY-----\n");
        Path strange = written("strange.key",
                "-----BEGIN OPENSSH PRIVATE KEY-----\nA\n-----END OPENSSH PRIVATE KEY-----");
        assertThatIOException().isThrownBy(() -> TlsContext.client(nothing))
                .withMessage("%s has no certificate: it should have a block BEGIN CERTIFICATE", nothing);
        assertThatIOException().isThrownBy(() -> TlsContext.client(broken))
                .withMessageStartingWith("%s has a certificate that cannot be read: ", broken);
        assertThatIOException().isThrownBy(() -> TlsContext.server(file("ec.pem"), nothing))
                .withMessage("%s has no key: it should have a block BEGIN PRIVATE KEY", nothing);
        assertThatIOException().isThrownBy(() -> TlsContext.server(file("ec.pem"), brokenKey))
                .withMessageStartingWith("%s has a key that cannot be read: ", brokenKey);
        assertThatIOException().isThrownBy(() -> TlsContext.server(file("ec.pem"), brokenEc))
                .withMessageStartingWith("%s has a key that cannot be read: ", brokenEc);
        assertThatIOException().isThrownBy(() -> TlsContext.server(file("ec.pem"), strange))
                .withMessage("%s has a key of the kind OPENSSH PRIVATE KEY, which is not supported: convert it with"
                        + " openssl pkcs8 -topk8", strange);
        assertThatThrownBy(() -> TlsContext.client(folder.resolve("absent"))).isInstanceOf(NoSuchFileException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rsa", "ca", "ed25519"})
    void keyOfAnotherCertificate_isRefused(String key) {
        assertThatIOException().isThrownBy(() -> TlsContext.server(file("ec.pem"), file(key + ".key")))
                .withMessage("%s is not the key of the first certificate in %s: the own certificate comes first, and"
                        + " those that certify it after it", file(key + ".key"), file("ec.pem"));
    }

    @Test
    void certificatesThatAreNoChain_areRefused() throws Exception {
        Path unordered = written("unordered.pem", content("ec.pem"), content("rsa.pem"));
        assertThatIOException().isThrownBy(() -> TlsContext.server(unordered, file("ec.key")))
                .withMessageStartingWith(
                        "the certificates in %s are no chain: each is followed by the one that certifies it",
                        unordered);
    }

    // ---- options ----

    @Test
    void namesThatTheJdkDoesNotHave_areRefused() {
        TlsContext context = TlsContext.client();
        assertThatThrownBy(() -> context.withProtocols("TLSv1.3", "TLS 1.9"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the JDK has no version of TLS with the name 'TLS 1.9':"
                        + " those it has are in sslContext().getSupportedSSLParameters()");
        assertThatThrownBy(() -> context.withCiphers("TLS_AES_128_GCM_SHA256", "AES128-SHA"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the JDK has no cipher suite with the name 'AES128-SHA':"
                        + " those it has are in sslContext().getSupportedSSLParameters()");
        for (String name : new String[] {"", "x".repeat(256)}) {
            assertThatThrownBy(() -> context.withAlpn("h2", name)).isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("'%s' is no application protocol: a name has 1 to 255 characters", name);
        }
        assertThat(context.withCiphers("TLS_AES_128_GCM_SHA256").withAlpn("x".repeat(255))).isNotNull();
    }

    // ---- other origins ----

    @Test
    void keyStore_showsTheCertificateThatIsAskedFor() throws Exception {
        certificates.issue("one", "one.test", "-days", "2");
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(null, null);
        for (String name : new String[] {"ec", "one"}) {
            certificates.openssl("pkcs12", "-export", "-in", name + ".pem", "-inkey", name + ".key", "-name", name,
                    "-out", name + ".p12", "-passout", "pass:secret");
            KeyStore single = KeyStore.getInstance(file(name + ".p12").toFile(), PASSWORD);
            keys.setKeyEntry(name, single.getKey(name, PASSWORD), PASSWORD, single.getCertificateChain(name));
        }
        KeyStore trusted = KeyStores.trusting(certificates.authority());
        TlsContext server = TlsContext.of(keys, PASSWORD, null);
        TlsContext client = TlsContext.of(null, null, trusted);
        Joined.run(() -> {
            for (String name : new String[] {"localhost", "one.test"}) {
                Joined joined = Joined.open(TlsOptions.of(client).withServerHostname(name), TlsOptions.of(server));
                assertThat(Objects.requireNonNull(joined.client().transport().getExtraInfo(TlsInfo.PEERCERT))
                        .getSubjectX500Principal()
                        .getName()).isEqualTo("CN=" + name);
                joined.client().transport().close();
                joined.assertOver();
            }
        });
        assertThatThrownBy(() -> TlsContext.of(keys, "wrong".toCharArray(), null))
                .isInstanceOf(UnrecoverableKeyException.class);
    }

    @Test
    void contextOfTheJdk_isUsedAsItIs() throws Exception {
        SSLContext jdk = SSLContext.getDefault();
        assertThat(TlsContext.of(jdk).sslContext()).isSameAs(jdk);
        assertThat(TlsContext.of(jdk).checksHostname()).isTrue();
    }

    @Test
    void change_leavesTheFirstContextAsItIs() {
        TlsContext first = TlsContext.client();
        assertThat(first.withCheckHostname(false).withAlpn("h2").withProtocols("TLSv1.3"))
                .hasToString("<TlsContext TLSv1.3 names not checked alpn=[h2]>");
        assertThat(first).hasToString("<TlsContext TLS>");
    }
}
