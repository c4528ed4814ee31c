package org.asyncio4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CertificatesTest {

    private static final String FILE = "examples/Certificates.java";
    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir(factory = SpacedFolder.class)
    Path folder;

    private final List<HttpServer> servers = new ArrayList<>();

    @AfterEach
    void stopServers() {
        servers.forEach(server -> server.stop(0));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void everyProblem_isTold_andWhatIsGoodIsNot(boolean withFlag) throws Exception {
        String good = serve("good", "-validity", "30");
        keytool("good", "-exportcert", "-rfc", "-file", folder.resolve("good.pem").toString());
        String selfSigned = serve("other", "-validity", "30");
        String expired = serve("expired", "-startdate", "-10d", "-validity", "5");
        String soon = serve("soon", "-validity", "3");
        Program.Result result;
        try (var mail = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> greet(mail));
            result = program(withFlag, "--trust", folder.resolve("good.pem").toString(), "--timeout", "50", good,
                    good.replace("localhost", "127.0.0.1"), selfSigned, expired, soon,
                    "localhost:" + mail.getLocalPort()).run();
        }

        assertThat(result.err()).doesNotContain("Exception");
        assertThat(result.out()).matches("""
                \\Q%s\\E  CN=good, by CN=good, 29 days left, TLSv1.3
                127.0.0.1:\\d+  CN=good, by CN=good, 29 days left, TLSv1.3
                    problem: wrong host: it is for localhost
                \\Q%s\\E  CN=other, by CN=other, 29 days left, TLSv1.3
                    problem: self-signed
                \\Q%s\\E  CN=expired, by CN=expired, -\\d days left, TLSv1.3
                    problem: expired since .*Z
                    problem: self-signed
                \\Q%s\\E  CN=soon, by CN=soon, 2 days left, TLSv1.3
                    problem: expires in 2 days
                    problem: self-signed
                localhost:\\d+  no certificate
                    problem: the peer does not speak TLS: it began with "220 mail.test.."
                """.formatted(good, selfSigned, expired, soon));
        assertThat(result.status()).isEqualTo(1);
    }

    /** A server that speaks first, and in the clear. */
    private static void greet(ServerSocket mail) {
        try (Socket caller = mail.accept()) {
            caller.getOutputStream().write("220 mail.test\r\n".getBytes(StandardCharsets.US_ASCII));
            caller.getInputStream().readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void serverThatSaysNothing_isGivenUp() throws Exception {
        try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String place = "localhost:" + silent.getLocalPort();

            Program.Result result = program(true, "--timeout", "1", place).run();

            assertThat(result)
                    .isEqualTo(new Program.Result(1,
                            place + "  no certificate\n    problem: no answer within 1 s\n", ""));
        }
    }

    @Test
    void certificatesThatAreGood_areNoProblem() throws Exception {
        String good = serve("good", "-validity", "30");
        keytool("good", "-exportcert", "-rfc", "-file", folder.resolve("good.pem").toString());
        List<String> arguments = new ArrayList<>(List.of("--trust", folder.resolve("good.pem").toString(), "--jobs",
                "3"));
        arguments.addAll(Collections.nCopies(20, good));

        Program.Result result = program(true, arguments.toArray(new String[0])).run();

        assertThat(result.out().lines()).hasSize(20)
                .containsOnly(good + "  CN=good, by CN=good, 29 days left, TLSv1.3");
        assertThat(result.status()).isZero();
    }

    @Test
    void wrongUsage_isExplained() throws Exception {
        for (String[] arguments : new String[][] {{}, {"--jobs", "0", "x"}, {"--trust"}, {"--unknown"}}) {
            Program.Result result = program(true, arguments).run();
            assertThat(result.status()).isEqualTo(2);
            assertThat(result.err()).startsWith("Certificates: ").contains("usage: Certificates");
        }
    }

    private static Program program(boolean withFlag, String... arguments) {
        return withFlag ? Checkout.example(FILE, arguments) : Checkout.exampleWithoutFlag(FILE, arguments);
    }

    // ---- servers ----

    /** Serves with a certificate of its own for localhost; returns where. */
    private String serve(String name, String... validity) throws Exception {
        List<String> arguments = new ArrayList<>(
                List.of("-genkeypair", "-keyalg", "EC", "-dname", "CN=" + name, "-ext", "san=dns:localhost"));
        Collections.addAll(arguments, validity);
        keytool(name, arguments.toArray(new String[0]));
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(KeyStore.getInstance(folder.resolve(name + ".p12").toFile(), PASSWORD), PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        HttpsServer server = HttpsServer.create(loopback(), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        return "localhost:" + start(server).getAddress().getPort();
    }

    private HttpServer start(HttpServer server) {
        servers.add(server);
        server.start();
        return server;
    }

    private static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    private void keytool(String name, String... arguments) throws InterruptedException {
        List<String> command = new ArrayList<>(List.of(Checkout.JDK.resolve("bin/keytool").toString(), "-alias", name,
                "-keystore", folder.resolve(name + ".p12").toString(), "-storetype", "PKCS12", "-storepass",
                "changeit"));
        Collections.addAll(command, arguments);
        assertThat(new Program(command).run().status()).isZero();
    }
}
