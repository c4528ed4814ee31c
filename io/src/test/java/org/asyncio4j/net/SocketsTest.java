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
import static org.asyncio4j.net.Sockets.getaddrinfo;
import static org.asyncio4j.net.Sockets.getnameinfo;
import static org.asyncio4j.net.Sockets.sockAccept;
import static org.asyncio4j.net.Sockets.sockConnect;
import static org.asyncio4j.net.Sockets.sockRecv;
import static org.asyncio4j.net.Sockets.sockRecvInto;
import static org.asyncio4j.net.Sockets.sockRecvfrom;
import static org.asyncio4j.net.Sockets.sockRecvfromInto;
import static org.asyncio4j.net.Sockets.sockSendall;
import static org.asyncio4j.net.Sockets.sockSendto;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.NotYetConnectedException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import org.asyncio4j.CancelledError;
import org.asyncio4j.EventLoop;
import org.asyncio4j.NothingLeft;
import org.asyncio4j.Rule;
import org.asyncio4j.Task;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Channels that a task uses directly. */
@ExtendWith(NothingLeft.class)
class SocketsTest {

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static ServerSocketChannel listener() throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open();
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)).configureBlocking(false);
        return server;
    }

    /** Lets the kernel deliver what was sent, and the loop see it. */
    private static void settle() {
        sleep(ofMillis(20));
    }

    @Test
    @Rule("I16")
    void whatIsThereAlready_isReceivedWithoutATurnOfOthers() {
        RealLoop.run(() -> {
            try (var pair = Pair.open()) {
                sockSendall(pair.left(), bytes("hello"));
                settle();
                List<String> trace = new ArrayList<>();
                getRunningLoop().callSoon(() -> trace.add("others"));

                assertThat(new String(sockRecv(pair.right(), 3), UTF_8)).isEqualTo("hel");
                assertThat(new String(sockRecv(pair.right(), 100), UTF_8)).isEqualTo("lo");
                assertThat(trace).isEmpty();
            }
        });
    }

    @Test
    void receiving_waitsForDataAndForTheEnd() {
        RealLoop.run(() -> {
            try (var pair = Pair.open()) {
                Task<String> receiving = createTask(() -> new String(sockRecv(pair.right(), 100), UTF_8));
                sleep(ZERO);
                assertThat(receiving.done()).isFalse();
                sockSendall(pair.left(), bytes("later"));
                assertThat(receiving.await()).isEqualTo("later");

                Task<byte[]> end = createTask(() -> sockRecv(pair.right(), 100));
                sleep(ZERO);
                pair.left().close();
                assertThat(end.await()).isEmpty();
                assertThat(sockRecvInto(pair.right(), ByteBuffer.allocate(5))).isEqualTo(-1);
            }
        });
    }

    @Test
    void receivingIntoABuffer_movesItsPosition() {
        RealLoop.run(() -> {
            try (var pair = Pair.open()) {
                ByteBuffer into = ByteBuffer.allocate(10);
                Task<Integer> receiving = createTask(() -> sockRecvInto(pair.right(), into));
                sleep(ZERO);
                sockSendall(pair.left(), bytes("abc"));

                assertThat(receiving.await()).isEqualTo(3);
                assertThat(into.position()).isEqualTo(3);
                assertThat(sockRecvInto(pair.right(), ByteBuffer.allocate(0))).isZero();
            }
        });
    }

    @Test
    void sendingMuch_waitsForTheReader() {
        RealLoop.run(() -> {
            try (var pair = Pair.open()) {
                byte[] much = new byte[20_000_000];
                much[much.length - 1] = 7;
                Task<@Nullable Void> sending = createTask(() -> sockSendall(pair.left(), much));
                settle();
                assertThat(sending.done()).isFalse();

                int received = 0;
                byte last = 0;
                while (received < much.length) {
                    byte[] data = sockRecv(pair.right(), 1 << 20);
                    received += data.length;
                    last = data[data.length - 1];
                }
                sending.await();
                assertThat(received).isEqualTo(much.length);
                assertThat(last).isEqualTo((byte) 7);
            }
        });
    }

    @Test
    void cancelledReceive_leavesTheDataInTheSocket() {
        RealLoop.run(() -> {
            try (var pair = Pair.open()) {
                Task<byte[]> receiving = createTask(() -> sockRecv(pair.right(), 100));
                sleep(ZERO);
                receiving.cancel();
                sockSendall(pair.left(), bytes("kept"));
                assertThatThrownBy(receiving::await).isInstanceOf(CancelledError.class);
                settle();

                assertThat(getRunningLoop().removeReader(pair.right())).isFalse();
                assertThat(new String(sockRecv(pair.right(), 100), UTF_8)).isEqualTo("kept");
            }
        });
    }

    @Test
    @Rule("I16")
    void receiveCancelledInTheTickInWhichItIsWoken_leavesTheDataInTheSocket() {
        RealLoop.run(() -> {
            try (var pair = Pair.open()) {
                EventLoop loop = getRunningLoop();
                for (int ticks = 0; ticks < 6; ticks++) {
                    Task<byte[]> receiving = createTask(() -> sockRecv(pair.right(), 100));
                    sleep(ZERO);
                    pair.left().write(ByteBuffer.wrap(bytes("x")));
                    for (int i = 0; i < ticks; i++) {
                        sleep(ZERO);
                    }
                    boolean cancelled = receiving.cancel();
                    int got = 0;
                    try {
                        got = receiving.await().length;
                    } catch (CancelledError e) {
                        assertThat(cancelled).isTrue();
                        got = sockRecv(pair.right(), 100).length;
                    }
                    assertThat(got).as("cancelled after %d ticks", ticks).isEqualTo(1);
                    assertThat(loop.removeReader(pair.right())).isFalse();
                }
            }
        });
    }

    @Test
    void secondReader_takesThePlaceOfTheFirst_whichDoesNotRemoveItWhenItEnds() {
        RealLoop.run(() -> {
            try (var pair = Pair.open()) {
                Task<byte[]> first = createTask(() -> sockRecv(pair.right(), 100));
                sleep(ZERO);
                Task<byte[]> second = createTask(() -> sockRecv(pair.right(), 100));
                sleep(ZERO);
                first.cancel();
                sleep(ZERO);
                sleep(ZERO);
                sockSendall(pair.left(), bytes("ok"));

                assertThat(new String(second.await(), UTF_8)).isEqualTo("ok");
            }
        });
    }

    @Test
    void connectAndAccept_meet() {
        RealLoop.run(() -> {
            try (var server = listener(); var client = SocketChannel.open()) {
                client.configureBlocking(false);
                Task<SocketChannel> accepting = createTask(() -> sockAccept(server));
                sockConnect(client, server.getLocalAddress());
                try (SocketChannel peer = accepting.await()) {
                    assertThat(peer.isBlocking()).isFalse();
                    sockSendall(peer, bytes("hi"));
                    assertThat(new String(sockRecv(client, 2), UTF_8)).isEqualTo("hi");
                }
            }
        });
    }

    @Test
    void cancelledAccept_leavesTheConnectionToTheNext() {
        RealLoop.run(() -> {
            try (var server = listener()) {
                Task<SocketChannel> accepting = createTask(() -> sockAccept(server));
                sleep(ZERO);
                try (SocketChannel client = SocketChannel.open()) {
                    client.configureBlocking(false);
                    client.connect(server.getLocalAddress());
                    client.finishConnect();
                    accepting.cancel();
                    assertThatThrownBy(accepting::await).isInstanceOf(CancelledError.class);
                    try (SocketChannel peer = sockAccept(server)) {
                        assertThat(peer.getRemoteAddress()).isEqualTo(client.getLocalAddress());
                    }
                }
            }
        });
    }

    @Test
    void refusedConnection_namesTheAddress() {
        RealLoop.run(() -> {
            ServerSocketChannel server = listener();
            var address = server.getLocalAddress();
            server.close();
            try (var client = SocketChannel.open()) {
                client.configureBlocking(false);
                assertThatThrownBy(() -> sockConnect(client, address)).isInstanceOf(ConnectException.class)
                        .hasMessage("Connect call failed " + address + ": Connection refused");
            }
        });
    }

    @Test
    void receivingNothing_isRefused() {
        RealLoop.run(() -> {
            try (var pair = Pair.open()) {
                assertThatThrownBy(() -> sockRecv(pair.right(), 0)).isInstanceOf(IllegalArgumentException.class)
                        .hasMessage("the most to receive must be above 0, not 0");
            }
        });
    }

    @Test
    void socketThatBlocks_isRefused() {
        RealLoop.run(() -> {
            try (var pair = Pair.open()) {
                pair.right().configureBlocking(true);
                assertThatThrownBy(() -> sockRecv(pair.right(), 1)).isInstanceOf(IllegalArgumentException.class)
                        .hasMessage(
                                "the socket must be non-blocking: call configureBlocking(false) on " + pair.right());
            }
        });
    }

    // ---- datagrams ----

    private static DatagramChannel datagrams() throws IOException {
        DatagramChannel channel = DatagramChannel.open(StandardProtocolFamily.INET);
        channel.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0)).configureBlocking(false);
        return channel;
    }

    private static SocketAddress nobody() throws IOException {
        try (var gone = datagrams()) {
            return gone.getLocalAddress();
        }
    }

    @Test
    @Rule("U1")
    void datagrams_keepTheirBoundsAndTellWhereTheyComeFrom() {
        RealLoop.run(() -> {
            try (var left = datagrams(); var right = datagrams()) {
                Task<Datagram> receiving = createTask(() -> sockRecvfrom(right, 100));
                sleep(ZERO);
                for (String text : List.of("first", "", "third")) {
                    assertThat(sockSendto(left, bytes(text), right.getLocalAddress())).isEqualTo(text.length());
                }

                assertThat(receiving.await().data(UTF_8)).isEqualTo("first");
                assertThat(sockRecvfrom(right, 100).data()).isEmpty();
                ByteBuffer into = ByteBuffer.allocate(10);
                assertThat(sockRecvfromInto(right, into)).isEqualTo(left.getLocalAddress());
                assertThat(into.position()).isEqualTo(5);
                assertThat(receiving.result().address()).isEqualTo(left.getLocalAddress());
            }
        });
    }

    @Test
    void datagramThatIsLongerThanWanted_losesItsEnd() {
        RealLoop.run(() -> {
            try (var left = datagrams(); var right = datagrams()) {
                sockSendto(left, bytes("0123456789"), right.getLocalAddress());
                sockSendto(left, bytes("next"), right.getLocalAddress());

                assertThat(sockRecvfrom(right, 4).data(UTF_8)).isEqualTo("0123");
                assertThat(sockRecvfrom(right, 4).data(UTF_8)).isEqualTo("next");
            }
        });
    }

    @Test
    @Rule("U2")
    void cancelledRecvfrom_leavesTheDatagramInTheSocket() {
        RealLoop.run(() -> {
            try (var left = datagrams(); var right = datagrams()) {
                for (int ticks = 0; ticks < 6; ticks++) {
                    Task<Datagram> receiving = createTask(() -> sockRecvfrom(right, 100));
                    sleep(ZERO);
                    sockSendto(left, bytes("x"), right.getLocalAddress());
                    for (int i = 0; i < ticks; i++) {
                        sleep(ZERO);
                    }
                    receiving.cancel();
                    Datagram got;
                    try {
                        got = receiving.await();
                    } catch (CancelledError e) {
                        got = sockRecvfrom(right, 100);
                    }
                    assertThat(got.data(UTF_8)).as("cancelled after %d ticks", ticks).isEqualTo("x");
                    assertThat(getRunningLoop().removeReader(right)).isFalse();
                }
            }
        });
    }

    @Test
    @Rule("U3")
    void datagramToNobody_isAnErrorOfTheNextCallOnAConnectedSocket() {
        RealLoop.run(() -> {
            try (var sock = datagrams()) {
                SocketAddress nobody = nobody();
                sock.connect(nobody);
                Task<Datagram> receiving = createTask(() -> sockRecvfrom(sock, 100));
                sleep(ZERO);
                sockSendto(sock, bytes("hello?"), nobody);
                assertThatThrownBy(receiving::await).isInstanceOf(PortUnreachableException.class);
            }
        });
    }

    @Test
    void failedReceive_leavesTheEndpointsOfTheLoopWholeDatagrams() {
        RealLoop.run(() -> {
            try (var receiver = UdpSocket.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
                    var sender = datagrams();
                    var unconnected = SocketChannel.open()) {
                InetSocketAddress address = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), receiver.port());
                unconnected.configureBlocking(false);
                assertThatThrownBy(() -> sockRecv(unconnected, 1)).isInstanceOf(NotYetConnectedException.class);
                sockSendto(sender, bytes("one"), address);
                assertThat(waitFor(receiver::receive, ofSeconds(20)).data(UTF_8)).isEqualTo("one");

                receiveFromNobody();
                sockSendto(sender, bytes("two"), address);
                assertThat(waitFor(receiver::receive, ofSeconds(20)).data(UTF_8)).isEqualTo("two");
            }
        });
    }

    private static void receiveFromNobody() throws IOException {
        SocketAddress nobody = nobody();
        try (var sock = datagrams()) {
            sock.connect(nobody);
            sockSendto(sock, bytes("hello?"), nobody);
            assertThatThrownBy(() -> sockRecvfrom(sock, 1)).isInstanceOf(PortUnreachableException.class);
        }
    }

    @Test
    void datagramThatCannotBeSent_isAnError() {
        RealLoop.run(() -> {
            try (var left = datagrams(); var right = datagrams()) {
                assertThatThrownBy(() -> sockSendto(left, new byte[70_000], right.getLocalAddress()))
                        .isInstanceOf(IOException.class);
                left.connect(right.getLocalAddress());
                assertThatThrownBy(() -> sockSendto(left, new byte[0], right.getLocalAddress()))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessage("the JDK sends no empty datagram over a connected socket: use one that is only"
                                + " bound instead of " + left);
                assertThatThrownBy(() -> sockRecvfrom(left, 0)).isInstanceOf(IllegalArgumentException.class)
                        .hasMessage("the most to receive must be above 0, not 0");
            }
        });
    }

    @Test
    void nameOfAHost_isLookedUpForADatagram() {
        RealLoop.run(() -> {
            try (var left = datagrams(); var right = datagrams()) {
                int port = ((InetSocketAddress) right.getLocalAddress()).getPort();
                sockSendto(left, bytes("x"), InetSocketAddress.createUnresolved("127.0.0.1", port));
                assertThat(sockRecvfrom(right, 10).data(UTF_8)).isEqualTo("x");
            }
        });
    }

    // ---- names ----

    @Test
    void addressAsText_isTakenWithoutATurnOfOthers() {
        RealLoop.run(() -> {
            List<String> trace = new ArrayList<>();
            getRunningLoop().callSoon(() -> trace.add("others"));

            assertThat(getaddrinfo("127.0.0.1", 80))
                    .containsExactly(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 80));
            assertThat(getaddrinfo("::1", 80)).hasSize(1);
            assertThat(trace).isEmpty();
        });
    }

    @Test
    void name_isLookedUpWhileOthersGoOn() {
        RealLoop.run(() -> {
            List<String> trace = new ArrayList<>();
            getRunningLoop().callSoon(() -> trace.add("others"));

            assertThat(getaddrinfo("localhost", 80))
                    .contains(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 80));
            assertThat(trace).isNotEmpty();
            assertThat(getnameinfo(InetAddress.getLoopbackAddress())).isNotEmpty();
        });
    }

    @Test
    void unknownName_isAnError() {
        RealLoop.run(() -> assertThatThrownBy(() -> getaddrinfo("no-such-host.invalid", 80))
                .isInstanceOf(UnknownHostException.class)
                .hasMessageContaining("no-such-host.invalid"));
    }

    @Test
    void portOutOfRange_isRefused() {
        RealLoop.run(() -> assertThatThrownBy(() -> getaddrinfo("127.0.0.1", 65536))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("port must be 0-65535, not 65536"));
    }
}
