package org.asyncio4j.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.sleep;
import static org.asyncio4j.Asyncio.waitFor;
import static org.asyncio4j.net.Net.connectAcceptedSocket;
import static org.asyncio4j.net.Net.createConnection;
import static org.asyncio4j.net.Net.createServer;
import static org.asyncio4j.net.Net.createUnixConnection;
import static org.asyncio4j.net.Net.createUnixServer;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.asyncio4j.CancelledError;
import org.asyncio4j.ExceptionContext;
import org.asyncio4j.ExceptionGroup;
import org.asyncio4j.Future;
import org.asyncio4j.NothingLeft;
import org.asyncio4j.Rule;
import org.asyncio4j.Task;
import org.asyncio4j.TimeoutError;
import org.asyncio4j.transport.ExtraInfo;
import org.asyncio4j.transport.Protocol;
import org.asyncio4j.transport.Transport;
import org.asyncio4j.transport.TransportSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Servers and the connections to them. */
@ExtendWith(NothingLeft.class)
class ServerTest {

    private static final ConnectOptions DEFAULTS = ConnectOptions.defaults();

    /** Greets who connects, and stays until the peer goes. */
    private static final class Greeting implements Protocol {
        @Override
        public void connectionMade(Transport transport) {
            transport.write("hi".getBytes(UTF_8));
        }
    }

    private static InetSocketAddress address(String host, int port) {
        return new InetSocketAddress(InetAddress.ofLiteral(host), port);
    }

    private static Server greetingServer() throws IOException {
        return createServer(Greeting::new, "127.0.0.1", 0);
    }

    private static Recorder connectTo(Server server) throws IOException {
        return createConnection(Recorder::new, "127.0.0.1", server.port()).protocol();
    }

    // ---- connecting ----

    @Test
    @Rule("I1")
    void connection_isKnownToItsProtocolWhenItIsReturned() {
        RealLoop.run(() -> {
            try (Server server = greetingServer()) {
                Connected<Recorder> connected = createConnection(Recorder::new, "localhost", server.port());
                assertThat(connected.protocol().events()).containsExactly("made");
                assertThat(connected.transport().getExtraInfo(ExtraInfo.PEERNAME))
                        .isEqualTo(address("127.0.0.1", server.port()));

                connected.protocol().awaitEvent("data hi");
                connected.transport().close();
                connected.protocol().awaitEvent("lost null");
            }
        });
    }

    @Test
    void closedPort_isRefused() {
        RealLoop.run(() -> {
            Server server = greetingServer();
            int port = server.port();
            server.close();

            assertThatThrownBy(() -> createConnection(Recorder::new, "127.0.0.1", port))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageStartingWith("Connect call failed /127.0.0.1:" + port);
            assertThatThrownBy(() -> createConnection(Recorder::new, "localhost", port)).isInstanceOf(IOException.class)
                    .hasMessageContaining("Connect call failed");
        });
    }

    @Test
    void allErrors_areThrownAsAGroup() {
        RealLoop.run(() -> {
            Server server = greetingServer();
            int port = server.port();
            server.close();

            assertThatThrownBy(
                    () -> createConnection(Recorder::new, "127.0.0.1", port, DEFAULTS.withAllErrors(true)))
                    .isInstanceOf(ExceptionGroup.class)
                    .hasMessageStartingWith("create_connection failed");
        });
    }

    @Test
    void happyEyeballs_takeTheAddressThatAnswers() {
        RealLoop.run(() -> {
            try (Server server = greetingServer()) {
                Connected<Recorder> connected = createConnection(Recorder::new, "localhost", server.port(),
                        DEFAULTS.withHappyEyeballsDelay(ofMillis(50)));
                connected.protocol().awaitEvent("data hi");
                connected.transport().close();
            }
        });
    }

    @Test
    void happyEyeballs_whenAllFail_throw() {
        RealLoop.run(() -> {
            Server server = greetingServer();
            int port = server.port();
            server.close();

            assertThatThrownBy(() -> createConnection(Recorder::new, "localhost", port,
                    DEFAULTS.withHappyEyeballsDelay(ofMillis(50)))).isInstanceOf(IOException.class);
        });
    }

    @Test
    void localAddress_isTheOneThatWasAskedFor() {
        RealLoop.run(() -> {
            try (Server server = greetingServer()) {
                Connected<Recorder> connected = createConnection(Recorder::new, "127.0.0.1", server.port(),
                        DEFAULTS.withLocalAddr(address("127.0.0.2", 0)));
                var sockname = (InetSocketAddress) connected.transport().getExtraInfo("sockname", "none");
                assertThat(sockname.getHostString()).isEqualTo("127.0.0.2");
                connected.transport().close();

                assertThatThrownBy(() -> createConnection(Recorder::new, "127.0.0.1", server.port(),
                        DEFAULTS.withLocalAddr(address("::1", 0)))).isInstanceOf(IOException.class)
                        .hasMessage("no matching local address with family=INET found");
            }
        });
    }

    @Test
    void interleaving_letsTheFamiliesTakeTurns() {
        var a = address("10.0.0.1", 1);
        var b = address("10.0.0.2", 1);
        var c = address("10.0.0.3", 1);
        var x = address("fd00::1", 1);
        var y = address("fd00::2", 1);

        assertThat(Connecting.interleaved(List.of(a, b, c, x, y), 1)).containsExactly(a, x, b, y, c);
        assertThat(Connecting.interleaved(List.of(a, b, c, x, y), 2)).containsExactly(a, b, x, c, y);
        assertThat(Connecting.interleaved(List.of(x, a), 1)).containsExactly(x, a);
    }

    @Test
    void cancelledConnect_leavesNothing() {
        RealLoop.run(() -> {
            try (Server server = greetingServer()) {
                for (int ticks = 0; ticks < 5; ticks++) {
                    Task<Recorder> connecting = createTask(() -> connectTo(server));
                    for (int i = 0; i <= ticks; i++) {
                        sleep(ZERO);
                    }
                    connecting.cancel();
                    try {
                        connecting.await().close();
                    } catch (CancelledError e) {
                        assertThat(connecting.cancelled()).isTrue();
                    }
                }
                server.closeAndDrain(ofSeconds(5));
            }
        });
    }

    // ---- serving ----

    @Test
    void server_onAllAddresses_takesBothFamilies() {
        RealLoop.run(() -> {
            try (Server server = createServer(Greeting::new, "", 0)) {
                for (String host : List.of("127.0.0.1", "::1")) {
                    Connected<Recorder> connected = createConnection(Recorder::new, host, server.port());
                    connected.protocol().awaitEvent("data hi");
                    connected.transport().close();
                }
            }
        });
    }

    @Test
    void server_ofSeveralHosts_listensOnEachOnce() {
        RealLoop.run(() -> {
            try (Server server = createServer(Greeting::new, List.of("127.0.0.1", "127.0.0.2", "127.0.0.1"), 0,
                    ServerOptions.defaults())) {
                assertThat(server.sockets()).hasSize(2);
            }
        });
    }

    @Test
    @Rule("I24")
    void addressOfAnotherMachine_isLeftOut_unlessThereIsNoOther() {
        RealLoop.run(() -> {
            try (Server server = createServer(Greeting::new, List.of("192.0.2.1", "127.0.0.1"), 0,
                    ServerOptions.defaults())) {
                assertThat(server.sockets()).singleElement()
                        .satisfies(socket -> assertThat(socket.getsockname())
                                .isEqualTo(address("127.0.0.1", server.port())));
            }
            assertThatThrownBy(() -> createServer(Greeting::new, "192.0.2.1", 0)).isInstanceOf(BindException.class)
                    .hasMessage("could not bind on any address out of [/192.0.2.1:0]")
                    .satisfies(failure -> assertThat(failure.getSuppressed()).singleElement()
                            .asInstanceOf(InstanceOfAssertFactories.THROWABLE)
                            .hasMessageStartingWith("error while attempting to bind on address /192.0.2.1:0: "));
        });
    }

    @Test
    void keepAlive_isAnOptionOfEachConnection() {
        RealLoop.run(() -> {
            for (boolean keep : List.of(true, false)) {
                Future<TransportSocket> accepted = getRunningLoop().createFuture();
                try (Server server = createServer(() -> new Recorder() {
                    @Override
                    public void connectionMade(Transport made) throws Exception {
                        accepted.setResult(Objects.requireNonNull(made.getExtraInfo(ExtraInfo.SOCKET)));
                    }
                }, "127.0.0.1", 0, ServerOptions.defaults().withKeepAlive(keep))) {
                    Recorder client = connectTo(server);
                    assertThat(accepted.await().getsockopt(StandardSocketOptions.SO_KEEPALIVE)).isEqualTo(keep);
                    client.close();
                    assertThat(server.closeAndDrain(ofSeconds(20))).isTrue();
                }
            }
        });
    }

    @Test
    void socketThatWasAcceptedElsewhere_isServed() {
        RealLoop.run(() -> {
            Pair pair = Pair.open();
            Transport server = connectAcceptedSocket(Greeting::new, pair.right(), null).transport();
            Recorder client = createConnection(Recorder::new, pair.left()).protocol();
            client.awaitEvent("data hi");
            server.close();
            client.awaitEvent("lost null");

            try (var unconnected = SocketChannel.open()) {
                assertThatThrownBy(() -> connectAcceptedSocket(Greeting::new, unconnected, null))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageStartingWith("A connected socket was expected, got ");
            }
        });
    }

    @Test
    void portInUse_isAnErrorThatNamesTheAddress() {
        RealLoop.run(() -> {
            try (Server server = greetingServer()) {
                assertThatThrownBy(() -> createServer(Greeting::new, "127.0.0.1", server.port()))
                        .isInstanceOf(BindException.class)
                        .hasMessageStartingWith(
                                "error while attempting to bind on address /127.0.0.1:" + server.port());
            }
        });
    }

    @Test
    @Rule("I24")
    void portInUse_onAnAddressOfNoInterface_isAnError() {
        RealLoop.run(() -> {
            try (Server server = createServer(Greeting::new, "127.0.0.5", 0)) {
                assertThatThrownBy(() -> createServer(Greeting::new, List.of("127.0.0.5", "127.0.0.1"), server.port(),
                        ServerOptions.defaults()))
                        .isInstanceOf(BindException.class)
                        .hasMessageStartingWith(
                                "error while attempting to bind on address /127.0.0.5:" + server.port());
            }
        });
    }

    @Test
    void serverThatDoesNotServeYet_acceptsLater() {
        RealLoop.run(() -> {
            try (Server server = createServer(Greeting::new, "127.0.0.1", 0,
                    ServerOptions.defaults().withStartServing(false))) {
                assertThat(server.isServing()).isFalse();
                Recorder early = connectTo(server);
                sleep(ofMillis(20));
                assertThat(early.events()).containsExactly("made");

                server.startServing();
                server.startServing();
                assertThat(server.isServing()).isTrue();
                early.awaitEvent("data hi");
                early.close();
            }
        });
    }

    @Test
    void closedServer_cannotServe() {
        RealLoop.run(() -> {
            Server server = greetingServer();
            server.close();
            server.close();

            assertThat(server.sockets()).isEmpty();
            assertThatThrownBy(server::startServing).isInstanceOf(IllegalStateException.class)
                    .hasMessage("server <Server sockets=[]> is closed");
            assertThatThrownBy(server::serveForever).hasMessage("server <Server sockets=[]> is closed");
            assertThatThrownBy(server::port).hasMessageContaining("listens on no port");
        });
    }

    @Test
    @Rule("I18")
    void serveForever_endsByCancellation_andTakesTheConnectionsAlong() {
        RealLoop.run(() -> {
            Server server = greetingServer();
            Task<@Nullable Void> serving = createTask(server::serveForever);
            Recorder client = connectTo(server);
            client.awaitEvent("data hi");
            assertThatThrownBy(server::serveForever).isInstanceOf(IllegalStateException.class)
                    .hasMessageEndingWith("is already being awaited on serve_forever()");

            serving.cancel();
            assertThatThrownBy(serving::await).isInstanceOf(CancelledError.class);
            assertThat(server.isServing()).isFalse();
            client.awaitEvent("lost null");
        });
    }

    @Test
    @Rule("I18")
    void close_endsServeForever() {
        RealLoop.run(() -> {
            Server server = greetingServer();
            Task<@Nullable Void> serving = createTask(server::serveForever);
            sleep(ZERO);
            sleep(ZERO);
            server.close();

            assertThatThrownBy(serving::await).isInstanceOf(CancelledError.class);
        });
    }

    @Test
    @Rule("I19")
    void waitClosed_waitsForTheLastConnection() {
        RealLoop.run(() -> {
            Server server = greetingServer();
            Recorder client = connectTo(server);
            client.awaitEvent("data hi");
            assertThatThrownBy(() -> waitFor(server::waitClosed, ofMillis(20))).isInstanceOf(TimeoutError.class);
            server.close();
            Task<@Nullable Void> closing = createTask(server::waitClosed);
            sleep(ofMillis(20));
            assertThat(closing.done()).isFalse();

            client.close();
            closing.await();
            server.waitClosed();
        });
    }

    @Test
    @Rule("I21")
    void closeAndDrain_abortsWhatDoesNotEnd() {
        RealLoop.run(() -> {
            Server server = greetingServer();
            Recorder client = connectTo(server);
            client.awaitEvent("data hi");

            assertThat(server.closeAndDrain(ofMillis(20))).isFalse();
            client.awaitEvent("lost null");
            assertThat(server.closeAndDrain(Duration.ZERO)).isTrue();
        });
    }

    @Test
    void closeClients_endsThem() {
        RealLoop.run(() -> {
            Server server = greetingServer();
            Recorder client = connectTo(server);
            client.awaitEvent("data hi");
            server.close();
            server.closeClients();
            server.waitClosed();
            client.awaitEvent("lost null");
        });
    }

    @Test
    void protocolFactoryThatFails_losesTheConnectionOnly() {
        List<ExceptionContext> reports = RealLoop.reportsOf(() -> {
            boolean[] fail = {true};
            try (Server server = createServer(() -> {
                if (fail[0]) {
                    throw new IllegalStateException("no protocol");
                }
                return new Greeting();
            }, "127.0.0.1", 0)) {
                Recorder unlucky = connectTo(server);
                unlucky.awaitEvent("lost null");
                fail[0] = false;
                Recorder lucky = connectTo(server);
                lucky.awaitEvent("data hi");
                lucky.close();
            }
        });
        assertThat(reports).as("only in debug mode").isEmpty();
    }

    @Test
    void manyConnectionsAtOnce_areAllServed() {
        RealLoop.run(() -> {
            Server server = greetingServer();
            List<Recorder> clients = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                clients.add(connectTo(server));
            }
            for (Recorder client : clients) {
                client.awaitEvent("data hi");
                client.close();
            }
            assertThat(server.closeAndDrain(ofSeconds(20))).isTrue();
        });
    }

    // ---- Unix sockets ----

    @Test
    void unixServer_removesItsFile(@TempDir Path folder) {
        Path path = folder.resolve("s");
        RealLoop.run(() -> {
            Server server = createUnixServer(Greeting::new, path);
            Recorder client = createUnixConnection(Recorder::new, path).protocol();
            client.awaitEvent("data hi");
            client.close();
            assertThat(Files.exists(path)).isTrue();
            server.close();

            assertThat(Files.exists(path)).isFalse();
            assertThatThrownBy(() -> createUnixConnection(Recorder::new, path)).isInstanceOf(NoSuchFileException.class);
        });
    }

    @Test
    void anotherLoopMayServeTheSamePortLater() {
        int[] port = new int[1];
        RealLoop.run(() -> {
            Server server = greetingServer();
            port[0] = server.port();
            Recorder client = connectTo(server);
            client.awaitEvent("data hi");
            server.closeAndDrain(ZERO);
        });
        RealLoop.run(() -> {
            try (Server server = createServer(Greeting::new, "127.0.0.1", port[0])) {
                assertThat(server.getLoop()).isSameAs(getRunningLoop());
            }
        });
    }
}
