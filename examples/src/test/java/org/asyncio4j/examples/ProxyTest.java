package org.asyncio4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyTest {

    /** More than what two connections and the proxy hold. */
    private static final int MUCH = 20_000_000;

    private ServerSocket target;

    @BeforeEach
    void openTarget() throws IOException {
        target = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        target.setSoTimeout(20_000);
    }

    @AfterEach
    void closeTarget() throws IOException {
        target.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void clientThatHasSaidEverything_stillHearsTheAnswer(boolean withFlag) throws IOException, InterruptedException {
        byte[] question = new byte[MUCH];
        new Random(7).nextBytes(question);
        Program.Running proxy = start(withFlag, target.getLocalPort());
        try (var client = new Caller(proxy.port()); var server = new Caller(target.accept())) {
            CompletableFuture<byte[]> heard = CompletableFuture.supplyAsync(() -> hearAll(server));
            client.say(question);
            client.sayNoMore();
            assertThat(heard.join()).isEqualTo(question);

            server.say("an answer\n");
            assertThat(client.hear()).isEqualTo("an answer");
            server.sayNoMore();
            assertThat(client.hear()).isEqualTo("(end)");
        } finally {
            assertThat(proxy.stop().err()).doesNotContain("Exception");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void serverThatIsLost_takesTheClientWithIt_andTheProxyServesOn(boolean withFlag)
            throws IOException, InterruptedException {
        Program.Running proxy = start(withFlag, target.getLocalPort());
        try (var client = new Caller(proxy.port()); var server = new Caller(target.accept())) {
            server.reset();
            assertThat(endOf(client)).isEqualTo("(end)");
            try (var next = new Caller(proxy.port()); var answering = new Caller(target.accept())) {
                next.say("hello\n");
                assertThat(answering.hear()).isEqualTo("hello");
            }
        } finally {
            proxy.stop();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void noServer_endsTheConnection(boolean withFlag) throws IOException, InterruptedException {
        int port = target.getLocalPort();
        target.close();
        Program.Running proxy = start(withFlag, port);
        try (var client = new Caller(proxy.port())) {
            assertThat(endOf(client)).isEqualTo("(end)");
        } finally {
            assertThat(proxy.stop().err()).contains("proxy: ", "refused");
        }
    }

    private static Program.Running start(boolean withFlag, int port) {
        String[] arguments = {"127.0.0.1", Integer.toString(port)};
        Program program = withFlag
                ? Checkout.example("examples/Proxy.java", arguments)
                : Checkout.exampleWithoutFlag("examples/Proxy.java", arguments);
        return program.heedingInterrupts().start();
    }

    private static byte[] hearAll(Caller caller) {
        try {
            return caller.hearAll();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** A connection that is dropped ends in either way, as the system likes. */
    private static String endOf(Caller caller) {
        try {
            return caller.hear();
        } catch (SocketException reset) {
            return "(end)";
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
