package org.asyncio4j.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.ZERO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.asyncio4j.Asyncio.newEventLoop;
import static org.asyncio4j.Asyncio.sleep;
import static org.asyncio4j.net.Datagrams.createDatagramEndpoint;
import static org.asyncio4j.net.Net.createConnection;
import static org.asyncio4j.net.Net.createServer;
import static org.asyncio4j.net.Net.createUnixServer;
import static org.asyncio4j.net.Pipes.connectReadPipe;
import static org.asyncio4j.net.Sockets.sockRecv;
import static org.asyncio4j.net.Sockets.sockRecvfrom;
import static org.asyncio4j.net.Sockets.sockSendall;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Pipe;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.asyncio4j.Asyncio;
import org.asyncio4j.EventLoop;
import org.asyncio4j.LogLines;
import org.asyncio4j.NothingLeft;
import org.asyncio4j.Rule;
import org.asyncio4j.RunnerOptions;
import org.asyncio4j.transport.BaseTransport;
import org.asyncio4j.transport.DatagramProtocol;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A channel that belongs to a transport is nobody else's. */
@ExtendWith(NothingLeft.class)
class InUseTest {

    private static void assertRefused(Object channel, BaseTransport owner, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(IllegalStateException.class)
                .hasMessage("%s is used by transport %s: read and write through that", channel, owner);
    }

    @Test
    @Rule("I25")
    void socketOfATransport_isRefused_andStaysOpen() {
        RealLoop.run(() -> {
            try (var pair = Pair.open()) {
                Connected<Recorder> connected = createConnection(Recorder::new, pair.left());
                assertRefused(pair.left(), connected.transport(), () -> sockRecv(pair.left(), 1));
                assertRefused(pair.left(), connected.transport(), () -> sockSendall(pair.left(), new byte[1]));
                assertRefused(pair.left(), connected.transport(), () -> createConnection(Recorder::new, pair.left()));
                sockSendall(pair.right(), "still there".getBytes(UTF_8));
                connected.protocol().awaitEvent("data still there");
                connected.transport().abort();
                sleep(ZERO);
            }
        });
    }

    @Test
    void socketOfAnEndpoint_isRefused() {
        RealLoop.run(() -> {
            try (DatagramChannel socket = DatagramChannel.open()) {
                socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)).configureBlocking(false);
                BaseTransport endpoint = createDatagramEndpoint(() -> new DatagramProtocol() {}, socket).transport();
                assertRefused(socket, endpoint, () -> sockRecvfrom(socket, 1));
                assertRefused(socket, endpoint, () -> createDatagramEndpoint(() -> new DatagramProtocol() {}, socket));
                endpoint.close();
                sleep(ZERO);
            }
        });
    }

    @Test
    @Rule("I26")
    void transportThatIsLeftOpen_isClosedWithTheLoop() throws Exception {
        try (var pair = Pair.open()) {
            Asyncio.run(() -> createConnection(Recorder::new, pair.left()));

            assertThat(pair.left().isOpen()).isFalse();
            pair.right().configureBlocking(true);
            assertThat(pair.right().read(ByteBuffer.allocate(1))).as("the end").isEqualTo(-1);
        }
    }

    @Test
    @Rule("I26")
    void serverThatIsLeftOpen_isClosedWithTheLoop(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("socket");
        List<Server> servers = new ArrayList<>();
        List<SocketAddress> addresses = new ArrayList<>();
        Asyncio.run(() -> {
            servers.add(createServer(Recorder::new, "127.0.0.1", 0));
            servers.add(createUnixServer(Recorder::new, file));
            addresses.add(servers.getFirst().sockets().getFirst().getsockname());
        });

        assertThat(servers).noneMatch(Server::isServing);
        assertThat(file).doesNotExist();
        try (var next = ServerSocketChannel.open()) {
            assertThat(next.bind(addresses.getFirst()).getLocalAddress()).isEqualTo(addresses.getFirst());
        }
    }

    @Test
    @Rule("I26")
    void connectionAcceptedInTheLastTick_isClosedWithTheLoop(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("socket");
        EventLoop loop = newEventLoop();
        try (var client = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            loop.runUntilComplete(() -> {
                createUnixServer(Recorder::new, file);
            });
            client.connect(UnixDomainSocketAddress.of(file));
            loop.callSoon(loop::stop); // the tick that accepts is the last
            loop.runForever();
            loop.close();

            client.configureBlocking(false);
            assertThat(client.read(ByteBuffer.allocate(1))).as("the end").isEqualTo(-1);
        } finally {
            loop.close();
        }
    }

    @Test
    @Rule("I26")
    void whatIsLeftOpen_isToldOfInDebugMode() throws Exception {
        List<Object> left = new ArrayList<>();
        try (var log = new LogLines(); var pair = Pair.open(); var other = Pair.open()) {
            var options = RunnerOptions.defaults().withDebug(true);
            Asyncio.run(() -> {
                left.add("transport " + createConnection(Recorder::new, pair.left()).transport());
                createConnection(Recorder::new, other.left()).transport().close();
                left.add("server " + createServer(Recorder::new, "127.0.0.1", 0));
            }, options);

            assertThat(log.warnings()).containsExactly("unclosed " + left.get(0), "unclosed " + left.get(1));
        }
    }

    @Test
    void pipeOfATransport_isRefused_untilThatCloses() {
        RealLoop.run(() -> {
            Pipe pipe = Pipe.open();
            try (var source = pipe.source(); var sink = pipe.sink()) {
                BaseTransport reading = connectReadPipe(Recorder::new, source).transport();
                assertRefused(source, reading, () -> sockRecv(source, 1));
                reading.close();
                assertThat(sink.write(ByteBuffer.wrap(new byte[1]))).isEqualTo(1);
                assertThat(sockRecv(source, 1)).hasSize(1);
                sleep(ZERO);
            }
        });
    }
}
