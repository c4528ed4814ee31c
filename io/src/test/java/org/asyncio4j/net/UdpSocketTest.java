package org.asyncio4j.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.ZERO;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.newEventLoop;
import static org.asyncio4j.Asyncio.sleep;
import static org.asyncio4j.Asyncio.waitFor;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;
import org.asyncio4j.CancelledError;
import org.asyncio4j.LoopOptions;
import org.asyncio4j.NothingLeft;
import org.asyncio4j.Rule;
import org.asyncio4j.Runner;
import org.asyncio4j.RunnerOptions;
import org.asyncio4j.Task;
import org.asyncio4j.VoidCoroutine;
import org.asyncio4j.spi.LoopClock;
import org.asyncio4j.sync.Event;
import org.asyncio4j.transport.DatagramProtocol;
import org.asyncio4j.transport.DatagramTransport;
import org.asyncio4j.transport.WriteBufferLimits;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** UDP in tasks, on this machine. */
@ExtendWith(NothingLeft.class)
class UdpSocketTest {

    private static InetSocketAddress local(int port) {
        return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static String next(UdpSocket socket) {
        return waitFor(() -> socket.receive().data(UTF_8), ofSeconds(20));
    }

    private static void awaitArrivals(UdpSocket socket, long count) {
        while (socket.statistics().received() + socket.statistics().dropped() < count) {
            sleep(ZERO);
        }
    }

    @Test
    @Rule("U1")
    void question_isAnsweredToWhereItCameFrom() {
        RealLoop.run(() -> {
            try (var server = UdpSocket.bind(local(0)); var client = UdpSocket.connect(local(server.port()))) {
                Task<Datagram> receiving = createTask(server::receive);
                sleep(ZERO);
                client.send(bytes("question"));
                Datagram question = waitFor(receiving, ofSeconds(20));
                assertThat(question.data(UTF_8)).isEqualTo("question");
                assertThat(question.address()).isEqualTo(local(client.port()));

                server.send(bytes("answer"), question.address());
                server.send(ByteBuffer.allocate(0), question.address());
                client.send(new byte[0]);
                assertThat(next(client)).isEqualTo("answer");
                assertThat(next(client)).isEmpty();
                assertThat(next(server)).isEmpty();
                assertThat(server.statistics()).isEqualTo(new UdpSocket.Statistics(0, 256, 2, 0, 2));
            }
        });
    }

    @Test
    void nameOfAHost_isLookedUp() {
        RealLoop.run(() -> {
            try (var server = UdpSocket.bind(InetSocketAddress.createUnresolved("127.0.0.1", 0));
                    var client = UdpSocket.bind(local(0))) {
                client.send(bytes("x"), InetSocketAddress.createUnresolved("127.0.0.1", server.port()));
                assertThat(next(server)).isEqualTo("x");
            }
        });
    }

    @Test
    @Rule("U4")
    void whatExceedsTheLimit_isDroppedAndCounted() {
        RealLoop.run(() -> {
            try (var server = UdpSocket.open(local(0), null, 3, DatagramOptions.defaults());
                    var client = UdpSocket.connect(local(server.port()))) {
                for (int i = 0; i < 5; i++) {
                    client.send(bytes("d" + i));
                }
                awaitArrivals(server, 5);
                assertThat(server.statistics()).isEqualTo(new UdpSocket.Statistics(3, 3, 3, 2, 0));
                assertThat(server).hasToString("<UdpSocket sockname=" + local(server.port())
                        + " peername=null queued=3 dropped=2>");

                client.send(bytes("later"));
                assertThat(List.of(next(server), next(server), next(server))).containsExactly("d0", "d1", "d2");
                awaitArrivals(server, 6);
                assertThat(server.statistics().received() + server.statistics().dropped()).isEqualTo(6);
            }
        });
    }

    @Test
    @Rule("U2")
    void cancelledReceive_takesNothing() {
        RealLoop.run(() -> {
            try (var server = UdpSocket.bind(local(0)); var client = UdpSocket.connect(local(server.port()))) {
                for (int ticks = 0; ticks < 6; ticks++) {
                    Task<Datagram> receiving = createTask(server::receive);
                    sleep(ZERO);
                    client.send(bytes("d" + ticks));
                    for (int i = 0; i < ticks; i++) {
                        sleep(ZERO);
                    }
                    receiving.cancel();
                    String got;
                    try {
                        got = receiving.await().data(UTF_8);
                    } catch (CancelledError e) {
                        got = next(server);
                    }
                    assertThat(got).isEqualTo("d" + ticks);
                }
                assertThat(server.statistics().queued()).isZero();
            }
        });
    }

    @Test
    @Rule("U5")
    void loopOverASocket_endsWhenItIsClosedAndEmpty() {
        RealLoop.run(() -> {
            var server = UdpSocket.bind(local(0));
            try (var client = UdpSocket.connect(local(server.port()))) {
                List<String> got = new ArrayList<>();
                VoidCoroutine body = () -> {
                    for (Datagram each : server) {
                        got.add(each.data(UTF_8));
                    }
                };
                client.send(bytes("a"));
                client.send(bytes("b"));
                awaitArrivals(server, 2);
                server.close();
                waitFor(body, ofSeconds(20));
                assertThat(got).containsExactly("a", "b");
                assertThat(server.iterator().hasNext()).isFalse();
            }
        });
    }

    @Test
    @Rule("U5")
    void closing_isHeardByWhoWaits_andRefusesWhatComesLater() {
        RealLoop.run(() -> {
            var socket = UdpSocket.bind(local(0));
            Task<Datagram> receiving = createTask(socket::receive);
            sleep(ZERO);
            socket.close();
            socket.close();
            String closed = "<UdpSocket closed sockname=" + local(socket.port()) + " peername=null queued=0>";
            assertThatThrownBy(receiving::await).isInstanceOf(SocketException.class)
                    .hasMessage(closed + " is closed and has nothing left to receive");
            assertThatThrownBy(() -> socket.send(bytes("x"), local(9))).isInstanceOf(SocketException.class)
                    .hasMessage(closed + " is closed: nothing can be sent any more");
        });
    }

    @Test
    @Rule("U3")
    void nobodyThere_isThrownToTheReceiver_andTheSocketGoesOn() {
        RealLoop.run(() -> {
            var gone = UdpSocket.bind(local(0));
            gone.close();
            try (var client = UdpSocket.connect(local(gone.port()))) {
                Task<Datagram> receiving = createTask(client::receive);
                sleep(ZERO);
                client.send(bytes("to nobody"));
                assertThatThrownBy(() -> waitFor(receiving, ofSeconds(20)))
                        .isInstanceOf(PortUnreachableException.class);
                try (var back = UdpSocket.bind(local(gone.port()))) {
                    client.send(bytes("to somebody"));
                    assertThat(next(back)).isEqualTo("to somebody");
                }
            }
        });
    }

    @Test
    @Rule("U3")
    void datagramThatCannotBeSent_isAnErrorOfTheCall() {
        RealLoop.run(() -> {
            try (var server = UdpSocket.bind(local(0)); var client = UdpSocket.connect(local(server.port()))) {
                assertThatThrownBy(() -> client.send(new byte[70_000])).isInstanceOf(IOException.class);
                assertThatThrownBy(() -> client.send(bytes("x"), local(9))).isInstanceOf(IllegalArgumentException.class)
                        .hasMessage("Invalid address: must be None or " + local(server.port()));
                assertThatThrownBy(() -> server.send(bytes("x"))).isInstanceOf(IllegalArgumentException.class)
                        .hasMessageStartingWith("an address is needed: ");
                client.send(bytes("small"));
                assertThat(next(server)).isEqualTo("small");
                assertThat(client.statistics().sent()).isEqualTo(1);
            }
        });
    }

    @Test
    void limit_mustBeAboveZero() {
        RealLoop.run(() -> assertThatThrownBy(
                () -> UdpSocket.open(local(0), null, 0, DatagramOptions.defaults()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("limit must be above 0: the number of datagrams that may wait, not 0"));
    }

    // ---- a full send buffer ----

    private interface CrowdedScene {
        void play(CrowdedChannel channel, UdpSocket socket) throws Exception;
    }

    private static void crowded(CrowdedScene scene) {
        var channel = new CrowdedChannel();
        onLoopOf(channel, () -> {
            try (var socket = UdpSocket.open(channel, 1)) {
                socket.transport().setWriteBufferLimits(new WriteBufferLimits(20, 40));
                scene.play(channel, socket);
            }
        });
    }

    private static void onLoopOf(CrowdedChannel channel, VoidCoroutine body) {
        RunnerOptions options = RunnerOptions.defaults()
                .withLoopFactory(
                        () -> newEventLoop(LoopOptions.defaults().withTime(LoopClock.system(), channel::poller)));
        try (var runner = new Runner(options)) {
            runner.run(body);
        }
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    @Rule("U6")
    void fullSendBuffer_makesSendersWaitAtTheWaterMark() {
        crowded((channel, socket) -> {
            socket.send(new byte[10], local(9)); // 10 and 8 more for each that waits
            socket.send(new byte[11], local(9));
            socket.send(new byte[12], local(9));
            assertThat(socket.transport().getWriteBufferSize()).isEqualTo(57);
            Task<@Nullable Void> fourth = createTask(() -> socket.send(new byte[13], local(9)));
            Task<@Nullable Void> cancelled = createTask(() -> socket.send(new byte[14], local(9)));
            sleep(ZERO);
            cancelled.cancel();
            assertThatThrownBy(cancelled::await).isInstanceOf(CancelledError.class);
            assertThat(fourth.done()).isFalse();

            channel.makeRoom(2);
            fourth.await();
            assertThat(channel.sizes).containsExactly(10, 11);
            channel.makeRoom(2);
            socket.close();
            assertThat(channel.sizes).containsExactly(10, 11, 12, 13);
        });
    }

    @Test
    @Rule("U6")
    void datagramThatIsRefusedLater_isAnErrorOfTheReceiver() {
        crowded((channel, socket) -> {
            socket.send(new byte[10], local(9));
            channel.refuse(new BindException("refused"));
            assertThatThrownBy(socket::receive).isInstanceOf(BindException.class).hasMessage("refused");
            assertThat(socket.transport().getWriteBufferSize()).isZero();
        });
    }

    private static void assertThatWrongAddressesAreRefused(DatagramTransport transport) {
        var unresolved = InetSocketAddress.createUnresolved("example.invalid", 9);
        assertThatThrownBy(() -> transport.sendto(new byte[11], unresolved))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a datagram needs an address of a host that is looked up, by getaddrinfo for one, not "
                        + unresolved);
        var other = new InetSocketAddress(InetAddress.ofLiteral("::1"), 9);
        assertThatThrownBy(() -> transport.sendto(new byte[11], other))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(transport + " sends to addresses of the family INET only, not to " + other);
    }

    @Test
    void addressThatCannotBeSentTo_isRefusedAtOnce_withAFullBufferToo() {
        RealLoop.run(() -> {
            try (var socket = UdpSocket.bind(local(0))) {
                assertThatWrongAddressesAreRefused(socket.transport());
            }
        });
        crowded((channel, socket) -> {
            socket.send(new byte[10], local(9));
            assertThatWrongAddressesAreRefused(socket.transport());
            assertThat(socket.transport().getWriteBufferSize()).isEqualTo(18);
            channel.makeRoom(1);
        });
    }

    @Test
    void protocolThatFailsOverARefusal_doesNotGetTheDatagramSentAgain() {
        var channel = new CrowdedChannel();
        List<Throwable> reports = new ArrayList<>();
        onLoopOf(channel, () -> {
            getRunningLoop().setExceptionHandler((_, report) -> reports.add(report.exception()));
            var endpoint = Datagrams.createDatagramEndpoint(Failing::new, channel);
            endpoint.transport().sendto(new byte[10], local(9));
            endpoint.transport().sendto(new byte[11], local(9));
            channel.refuse(new BindException("refused"));
            channel.makeRoom(2);
            endpoint.transport().close();
            waitFor(endpoint.protocol().ended::await, ofSeconds(20));
        });
        assertThat(channel.sizes).containsExactly(11);
        assertThat(reports).singleElement().isInstanceOf(IllegalStateException.class);
    }

    private static final class Failing implements DatagramProtocol {
        private final Event ended = new Event();

        @Override
        public void datagramReceived(byte[] data, SocketAddress address) {
            throw new AssertionError("nothing is received here");
        }

        @Override
        public void errorReceived(IOException error) {
            throw new IllegalStateException("fault");
        }

        @Override
        public void connectionLost(@Nullable Throwable error) {
            ended.set();
        }
    }

    @Test
    @Rule("U5")
    void closing_isHeardByWhoWaitsToSend() {
        crowded((channel, socket) -> {
            socket.send(new byte[50], local(9));
            Task<@Nullable Void> waiting = createTask(() -> socket.send(new byte[1], local(9)));
            sleep(ZERO);
            Task<@Nullable Void> closing = createTask(socket::close);
            sleep(ZERO);
            assertThatThrownBy(waiting::await).isInstanceOf(SocketException.class)
                    .hasMessageEndingWith(" is closed: nothing can be sent any more");
            assertThat(closing.done()).as("something is still to be sent").isFalse();
            channel.makeRoom(1);
            closing.await();
            assertThat(channel.sizes).containsExactly(50);
        });
    }

    @Test
    void socketOfTheJdk_isTakenOver() {
        RealLoop.run(() -> {
            DatagramChannel own = DatagramChannel.open().bind(local(0));
            try (var socket = UdpSocket.open(own, 10); var other = UdpSocket.bind(local(0))) {
                other.send(bytes("x"), local(socket.port()));
                assertThat(next(socket)).isEqualTo("x");
            }
            assertThat(own.isOpen()).isFalse();
        });
    }
}
