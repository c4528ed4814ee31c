package org.asyncio4j.tls;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.asyncio4j.Asyncio.sleep;
import static org.asyncio4j.Asyncio.toThread;
import static org.asyncio4j.Asyncio.waitFor;
import static org.asyncio4j.stream.Streams.openConnection;
import static org.asyncio4j.stream.Streams.startServer;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.net.ssl.SSLException;
import org.asyncio4j.NothingLeft;
import org.asyncio4j.Rule;
import org.asyncio4j.net.ConnectOptions;
import org.asyncio4j.net.RealLoop;
import org.asyncio4j.net.Server;
import org.asyncio4j.net.ServerOptions;
import org.asyncio4j.stream.Connection;
import org.asyncio4j.stream.StreamReader;
import org.asyncio4j.stream.StreamWriter;
import org.asyncio4j.sync.Event;
import org.asyncio4j.tls.TlsContext.ClientAuth;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** TLS with other implementations on the other side: the openssl program, and asyncio of Python. */
@ExtendWith(NothingLeft.class)
class TlsInteropTest {

    private static final String PYTHON = System.getProperty("asyncio4j.python", "python3");
    private static final int LIMIT = StreamReader.DEFAULT_LIMIT;

    @TempDir
    static Path folder;

    static Certificates certificates;
    static TlsContext client;
    static TlsContext server;

    @BeforeAll
    static void makeCertificates() throws Exception {
        certificates = new Certificates(folder);
        certificates.issue("one", "one.test", "-days", "2");
        certificates.issue("localhost", "localhost", "-days", "2");
        certificates.openssl("ec", "-in", "localhost.key", "-out", "sec1.key");
        client = TlsContext.client(certificates.authority());
        server = TlsContext.of(certificates.file("localhost.pem"), certificates.file("sec1.key"),
                certificates.authority());
    }

    private static Process start(String... command) throws IOException {
        return new ProcessBuilder(List.of(command)).directory(folder.toFile()).redirectErrorStream(true).start();
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static Connection connectWhenItListens(int port, ConnectOptions options) throws IOException {
        for (int i = 0;; i++) {
            try {
                return openConnection("127.0.0.1", port, LIMIT, options);
            } catch (ConnectException e) {
                if (i == 200) {
                    throw e;
                }
                sleep(ofMillis(50));
            }
        }
    }

    private static ConnectOptions options(TlsContext context) {
        return ConnectOptions.defaults().withSsl(TlsOptions.of(context).withServerHostname("localhost"));
    }

    @ParameterizedTest
    @CsvSource({"-tls1_2, TLSv1.2", "-tls1_3, TLSv1.3"})
    void opensslAsClient_isAnswered(String option, String version) {
        RealLoop.run(() -> {
            try (Server here = startServer((reader, writer) -> {
                assertThat(writer.getExtraInfo(TlsInfo.VERSION)).isEqualTo(version);
                writer.write("you said " + reader.readline(UTF_8), UTF_8);
                writer.close();
                writer.waitClosed();
            }, "127.0.0.1", 0, LIMIT, ServerOptions.defaults().withSsl(server))) {
                Process openssl = start("openssl", "s_client", "-quiet", "-verify_return_error", "-CAfile", "ca.pem",
                        "-verify_hostname", "localhost", option, "-connect", "127.0.0.1:" + here.port());
                try (var input = openssl.outputWriter(UTF_8)) {
                    input.write("hello\n");
                    input.flush();
                    String output = waitFor(
                            () -> toThread(() -> new String(openssl.getInputStream().readAllBytes(), UTF_8)),
                            ofSeconds(20));
                    assertThat(output).contains("you said hello\n");
                } finally {
                    openssl.destroyForcibly();
                }
            }
        });
    }

    @ParameterizedTest
    @CsvSource({"-tls1_2, TLSv1.2", "-tls1_3, TLSv1.3"})
    void opensslAsServer_answers(String option, String version) {
        RealLoop.run(() -> {
            int port = freePort();
            Process openssl = start("openssl", "s_server", "-quiet", "-rev", "-cert", "localhost.pem", "-key",
                    "localhost.key", option, "-accept", Integer.toString(port));
            try {
                try (Connection to = connectWhenItListens(port, options(client))) {
                    assertThat(to.writer().getExtraInfo(TlsInfo.VERSION)).isEqualTo(version);
                    to.writer().write("hello\n", UTF_8);
                    assertThat(to.reader().readline(UTF_8)).isEqualTo("olleh\n");
                }
            } finally {
                openssl.destroyForcibly();
            }
        });
    }

    @ParameterizedTest
    @CsvSource({"-tls1_2, TLSv1.2", "-tls1_3, TLSv1.3"})
    void opensslAsClient_withCertificateAlpnAndServerName(String option, String version) {
        RealLoop.run(() -> {
            TlsContext one = certificates.context("one").withClientAuth(ClientAuth.NEED).withAlpn("h2", "echo");
            TlsContext choosing = server.withSniCallback(Map.of("one.test", one)::get);
            try (Server here = startServer((reader, writer) -> {
                writer.write(reader.readline(UTF_8).strip() + " " + described(writer) + "\n", UTF_8);
                writer.close();
                writer.waitClosed();
            }, "127.0.0.1", 0, LIMIT, ServerOptions.defaults().withSsl(choosing))) {
                Process openssl = start("openssl", "s_client", "-quiet", "-verify_return_error", "-CAfile", "ca.pem",
                        "-verify_hostname", "one.test", "-servername", "one.test", "-alpn", "echo", "-cert",
                        "localhost.pem", "-key", "localhost.key", option, "-connect", "127.0.0.1:" + here.port());
                try (var input = openssl.outputWriter(UTF_8)) {
                    input.write("hello\n");
                    input.flush();
                    assertThat(output(openssl)).contains("hello " + version + " echo CN=localhost\n");
                } finally {
                    openssl.destroyForcibly();
                }
            }
        });
    }

    @ParameterizedTest
    @CsvSource({"-tls1_2, TLSv1.2", "-tls1_3, TLSv1.3"})
    void opensslAsServer_withCertificateAlpnAndServerName(String option, String version) {
        RealLoop.run(() -> {
            int port = freePort();
            Process openssl = start("openssl", "s_server", "-quiet", "-rev", "-cert", "localhost.pem", "-key",
                    "localhost.key", "-servername", "one.test", "-cert2", "one.pem", "-key2", "one.key", "-alpn",
                    "echo", "-Verify", "1", "-verify_return_error", "-CAfile", "ca.pem", option, "-accept",
                    Integer.toString(port));
            try {
                TlsContext own = certificates.context("localhost").withAlpn("h2", "echo");
                try (Connection to = connectWhenItListens(port, nameless(own))) {
                    assertThat(described(to.writer())).isEqualTo(version + " echo CN=localhost");
                    to.writer().write("hello\n", UTF_8);
                    assertThat(to.reader().readline(UTF_8)).isEqualTo("olleh\n");
                }
                TlsOptions other = TlsOptions.of(own).withServerHostname("one.test");
                try (Connection to = connectWhenItListens(port, ConnectOptions.defaults().withSsl(other))) {
                    // its second context has no ALPN
                    assertThat(described(to.writer())).isEqualTo(version + " null CN=one.test");
                }
                assertThatThrownBy(() -> {
                    try (Connection to = connectWhenItListens(port, nameless(client))) {
                        to.reader().readline();
                    }
                }).isInstanceOf(SSLException.class);
            } finally {
                openssl.destroyForcibly();
            }
        });
    }

    private static ConnectOptions nameless(TlsContext context) {
        return ConnectOptions.defaults().withSsl(TlsOptions.of(context).withServerHostname(""));
    }

    private static String described(StreamWriter writer) {
        return writer.getExtraInfo(TlsInfo.VERSION) + " " + writer.getExtraInfo(TlsInfo.ALPN) + " "
                + Objects.requireNonNull(writer.getExtraInfo(TlsInfo.PEERCERT)).getSubjectX500Principal().getName();
    }

    @Test
    @Rule("L13")
    void renegotiation_isRefused() {
        RealLoop.run(() -> {
            List<String> ends = new ArrayList<>();
            var over = new Event();
            try (Server here = startServer((reader, writer) -> {
                writer.write("welcome\n", UTF_8);
                try {
                    reader.readline();
                } catch (SSLException refused) {
                    ends.add(String.valueOf(refused.getMessage()));
                }
                over.set();
            }, "127.0.0.1", 0, LIMIT, ServerOptions.defaults().withSsl(server))) {
                Process openssl = start("openssl", "s_client", "-tls1_2", "-connect", "127.0.0.1:" + here.port());
                try (var input = openssl.outputWriter(UTF_8); var lines = openssl.inputReader(UTF_8)) {
                    awaitLine(lines, "welcome");
                    input.write("R\n");
                    input.flush();
                    waitFor(over::await, ofSeconds(20));
                } finally {
                    openssl.destroyForcibly();
                }
            }
            assertThat(ends).containsExactly("the peer asks for a renegotiation, which is refused");
        });
    }

    @Test
    @Rule("L13")
    void updateOfKeys_isDone() {
        RealLoop.run(() -> {
            try (Server here = startServer((reader, writer) -> {
                writer.write("welcome\n", UTF_8);
                writer.write("you said " + reader.readline(UTF_8), UTF_8);
                writer.close();
            }, "127.0.0.1", 0, LIMIT, ServerOptions.defaults().withSsl(server))) {
                Process openssl = start("openssl", "s_client", "-tls1_3", "-connect", "127.0.0.1:" + here.port());
                try (var input = openssl.outputWriter(UTF_8); var lines = openssl.inputReader(UTF_8)) {
                    awaitLine(lines, "welcome");
                    input.write("K\n");
                    input.flush();
                    awaitLine(lines, "KEYUPDATE");
                    input.write("hello\n");
                    input.flush();
                    awaitLine(lines, "you said hello");
                } finally {
                    openssl.destroyForcibly();
                }
            }
        });
    }

    private static void awaitLine(BufferedReader lines, String wanted) throws Exception {
        waitFor(() -> toThread(() -> {
            for (String line = lines.readLine(); !wanted.equals(line); line = lines.readLine()) {
                assertThat(line).as("waited for '%s'", wanted).isNotNull();
            }
        }), ofSeconds(20));
    }

    @Test
    void asyncioAsClient_withTlsAndWithStartTls() {
        RealLoop.run(() -> {
            Files.writeString(folder.resolve("client.py"), """
                    import asyncio, hashlib, ssl, sys
                    async def main(port, upgrade):
                        context = ssl.create_default_context(cafile="ca.pem")
                        data = bytes(range(256)) * 8000
                        if upgrade:
                            reader, writer = await asyncio.open_connection("127.0.0.1", port)
                            writer.write(b"STARTTLS\\n")
                            await writer.start_tls(context, server_hostname="localhost")
                        else:
                            reader, writer = await asyncio.open_connection(
                                "127.0.0.1", port, ssl=context, server_hostname="localhost")
                        writer.write(data)
                        back, _ = await asyncio.gather(reader.readexactly(len(data)), writer.drain())
                        writer.close()
                        await writer.wait_closed()
                        print("equal" if back == data else "different")
                    asyncio.run(main(int(sys.argv[1]), sys.argv[2] == "upgrade"))
                    """);
            for (String how : List.of("tls", "upgrade")) {
                boolean upgrade = how.equals("upgrade");
                ServerOptions plain = ServerOptions.defaults();
                try (Server here = startServer((reader, writer) -> {
                    if (upgrade) {
                        assertThat(reader.readline(UTF_8)).isEqualTo("STARTTLS\n");
                        writer.startTls(TlsOptions.of(server));
                    }
                    TlsTest.echo(reader, writer);
                }, "127.0.0.1", 0, LIMIT, upgrade ? plain : plain.withSsl(server))) {
                    Process python = start(PYTHON, "client.py", Integer.toString(here.port()), how);
                    assertThat(output(python)).isEqualTo("equal\n");
                    assertThat(python.waitFor()).isZero();
                }
            }
        });
    }

    @Test
    void asyncioAsServer_withTlsAndWithStartTls() {
        RealLoop.run(() -> {
            Files.writeString(folder.resolve("server.py"),
                    """
                            import asyncio, ssl, sys
                            async def main(port, upgrade):
                                context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
                                context.load_cert_chain("localhost.pem", "localhost.key")
                                over = asyncio.Event()
                                async def serve(reader, writer):
                                    if upgrade:
                                        assert await reader.readline() == b"STARTTLS\\n"
                                        writer.write(b"go\\n")
                                        await writer.start_tls(context)
                                    while data := await reader.read(65536):
                                        writer.write(data)
                                        await writer.drain()
                                    writer.close()
                                    await writer.wait_closed()
                                    over.set()
                                async with await asyncio.start_server(serve, "127.0.0.1", port, ssl=None if upgrade else context):
                                    await over.wait()
                                print("over")
                            asyncio.run(main(int(sys.argv[1]), sys.argv[2] == "upgrade"))
                            """);
            for (String how : List.of("tls", "upgrade")) {
                boolean upgrade = how.equals("upgrade");
                int port = freePort();
                Process python = start(PYTHON, "server.py", Integer.toString(port), how);
                try {
                    try (Connection to = connectWhenItListens(port,
                            upgrade ? ConnectOptions.defaults() : options(client))) {
                        if (upgrade) {
                            to.writer().write("STARTTLS\n", UTF_8);
                            assertThat(to.reader().readline(UTF_8)).isEqualTo("go\n");
                            to.writer().startTls(TlsOptions.of(client).withServerHostname("localhost"));
                        }
                        byte[] data = new byte[200_000];
                        data[100_000] = 7;
                        to.writer().write(data);
                        assertThat(to.reader().readexactly(data.length)).isEqualTo(data);
                    }
                    assertThat(output(python)).isEqualTo("over\n");
                } finally {
                    python.destroyForcibly();
                }
            }
        });
    }

    @Test
    void asyncioAsClient_withCertificateAndAlpn() {
        RealLoop.run(() -> {
            Files.writeString(folder.resolve("certified_client.py"),
                    """
                            import asyncio, ssl, sys
                            async def main(port):
                                context = ssl.create_default_context(cafile="ca.pem")
                                context.load_cert_chain("one.pem", "one.key")
                                context.set_alpn_protocols(["other", "echo"])
                                reader, writer = await asyncio.open_connection(
                                    "127.0.0.1", port, ssl=context, server_hostname="localhost")
                                tls = writer.get_extra_info("ssl_object")
                                print("here", tls.version(), tls.selected_alpn_protocol(), tls.getpeercert()["subject"][0][0][1])
                                print("there", (await reader.readline()).decode().strip())
                                writer.close()
                                await writer.wait_closed()
                            asyncio.run(main(int(sys.argv[1])))
                            """);
            TlsContext demanding = server.withClientAuth(ClientAuth.NEED).withAlpn("h2", "echo");
            try (Server here = startServer((reader, writer) -> {
                writer.write(described(writer) + "\n", UTF_8);
                reader.read();
                writer.close();
                writer.waitClosed();
            }, "127.0.0.1", 0, LIMIT, ServerOptions.defaults().withSsl(demanding))) {
                Process python = start(PYTHON, "certified_client.py", Integer.toString(here.port()));
                assertThat(output(python)).isEqualTo("here TLSv1.3 echo localhost\nthere TLSv1.3 echo CN=one.test\n");
            }
        });
    }

    @Test
    void asyncioAsServer_withCertificateAndAlpn() {
        RealLoop.run(() -> {
            Files.writeString(folder.resolve("demanding_server.py"), """
                    import asyncio, ssl, sys
                    async def main(port):
                        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH, cafile="ca.pem")
                        context.verify_mode = ssl.CERT_REQUIRED
                        context.load_cert_chain("localhost.pem", "localhost.key")
                        context.set_alpn_protocols(["other", "echo"])
                        async def serve(reader, writer):
                            tls = writer.get_extra_info("ssl_object")
                            who = tls.getpeercert()["subject"][0][0][1]
                            writer.write(f"{tls.version()} {tls.selected_alpn_protocol()} {who}\\n".encode())
                            writer.close()
                            await writer.wait_closed()
                        async with await asyncio.start_server(serve, "127.0.0.1", port, ssl=context) as server:
                            await server.serve_forever()
                    asyncio.run(main(int(sys.argv[1])))
                    """);
            int port = freePort();
            Process python = start(PYTHON, "demanding_server.py", Integer.toString(port));
            try {
                TlsContext own = certificates.context("one").withAlpn("h2", "echo");
                try (Connection to = connectWhenItListens(port, options(own))) {
                    assertThat(described(to.writer())).isEqualTo("TLSv1.3 echo CN=localhost");
                    assertThat(to.reader().readline(UTF_8)).isEqualTo("TLSv1.3 echo one.test\n");
                }
            } finally {
                python.destroyForcibly();
            }
        });
    }

    private static String output(Process process) throws Exception {
        return waitFor(() -> toThread(() -> new String(process.getInputStream().readAllBytes(), UTF_8)), ofSeconds(20));
    }
}
