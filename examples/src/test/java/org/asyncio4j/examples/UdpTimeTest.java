package org.asyncio4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UdpTimeTest {

    private static final String FILE = "examples/UdpTime.java";

    private static Program example(boolean withFlag, String... arguments) {
        return withFlag ? Checkout.example(FILE, arguments) : Checkout.exampleWithoutFlag(FILE, arguments);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void client_andNetcat_areToldTheTime(boolean withFlag) throws InterruptedException {
        Program.Running server = example(withFlag, "serve").heedingInterrupts().start();
        try {
            String port = Integer.toString(server.port());
            Instant before = Instant.now();

            Program.Result asked = example(withFlag, "ask", "127.0.0.1", port).run();
            Program.Result netcat = new Program(
                    List.of("sh", "-c", "echo 42 | nc -u -w 20 -W 1 127.0.0.1 " + port)).run();

            assertThat(asked.status()).isZero();
            assertThat(Instant.parse(asked.out().strip())).isBetween(before, Instant.now());
            assertThat(netcat.out()).startsWith("42 ").endsWith("\n");
            assertThat(Instant.parse(netcat.out().substring(3).strip())).isBetween(before, Instant.now());
        } finally {
            assertThat(server.stop().err()).doesNotContain("Exception");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void nobodyThere_isSaid(boolean withFlag) throws IOException, InterruptedException {
        int port;
        try (var gone = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            port = gone.getLocalPort();
        }
        Program.Result result = example(withFlag, "ask", "127.0.0.1", Integer.toString(port)).run();

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err()).contains("nobody listens on /127.0.0.1:" + port,
                "no answer from /127.0.0.1:" + port + " to 5 questions");
    }
}
