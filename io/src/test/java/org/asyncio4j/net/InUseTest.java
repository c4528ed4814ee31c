package org.asyncio4j.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.ZERO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.asyncio4j.Asyncio.sleep;
import static org.asyncio4j.net.Datagrams.createDatagramEndpoint;
import static org.asyncio4j.net.Net.createConnection;
import static org.asyncio4j.net.Pipes.connectReadPipe;
import static org.asyncio4j.net.Sockets.sockRecv;
import static org.asyncio4j.net.Sockets.sockRecvfrom;
import static org.asyncio4j.net.Sockets.sockSendall;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Pipe;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.asyncio4j.NothingLeft;
import org.asyncio4j.Rule;
import org.asyncio4j.transport.BaseTransport;
import org.asyncio4j.transport.DatagramProtocol;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

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
