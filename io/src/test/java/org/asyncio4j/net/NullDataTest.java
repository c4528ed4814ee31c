package org.asyncio4j.net;

import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.asyncio4j.Asyncio.sleep;
import static org.asyncio4j.net.Datagrams.createDatagramEndpoint;
import static org.asyncio4j.net.MemoryTransports.memoryTransportPair;
import static org.asyncio4j.net.Net.createConnection;
import static org.asyncio4j.net.Pipes.connectWritePipe;
import static org.asyncio4j.net.Sockets.sockSendall;
import static org.asyncio4j.net.Sockets.sockSendto;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Pipe;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.asyncio4j.NothingLeft;
import org.asyncio4j.transport.DatagramProtocol;
import org.asyncio4j.transport.DatagramTransport;
import org.asyncio4j.transport.WriteTransport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Null in the place of data is refused by the name of the parameter, whatever the data is sent by. */
@ExtendWith(NothingLeft.class)
@SuppressWarnings("NullAway") // null is what is tested
class NullDataTest {

    private static final byte[] NO_ARRAY = null;
    private static final ByteBuffer NO_BUFFER = null;
    private static final List<byte[]> NO_LIST = null;

    private static void assertRefused(ThrowingCallable call) {
        assertThatNullPointerException().isThrownBy(call).withMessage("data");
    }

    private static InetSocketAddress anyPort() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    @Test
    void bareSocket_sendsNoNull() {
        RealLoop.run(() -> {
            try (var pair = Pair.open(); var datagrams = DatagramChannel.open()) {
                assertRefused(() -> sockSendall(pair.left(), NO_ARRAY));
                assertRefused(() -> sockSendall(pair.left(), NO_BUFFER));
                assertRefused(() -> sockSendto(datagrams, NO_ARRAY, anyPort()));
                assertRefused(() -> sockSendto(datagrams, NO_BUFFER, anyPort()));
            }
        });
    }

    @Test
    void socketForDatagrams_sendsNoNull() {
        RealLoop.run(() -> {
            try (var socket = UdpSocket.bind(anyPort())) {
                assertRefused(() -> socket.send(NO_ARRAY));
                assertRefused(() -> socket.send(NO_ARRAY, anyPort()));
                assertRefused(() -> socket.send(NO_BUFFER, anyPort()));
            }
        });
    }

    @Test
    void endpoint_sendsNoNull() {
        RealLoop.run(() -> {
            DatagramTransport endpoint = createDatagramEndpoint(() -> new DatagramProtocol() {}, anyPort(), null)
                    .transport();
            assertRefused(() -> endpoint.sendto(NO_ARRAY));
            assertRefused(() -> endpoint.sendto(NO_ARRAY, anyPort()));
            assertRefused(() -> endpoint.sendto(NO_BUFFER, anyPort()));
            endpoint.close();
            sleep(Duration.ZERO);
        });
    }

    @Test
    void transports_writeNoNull() {
        RealLoop.run(() -> {
            Pipe pipe = Pipe.open();
            try (var pair = Pair.open(); var _ = pipe.source()) {
                var memory = memoryTransportPair(Recorder::new, Recorder::new).left().transport();
                var socket = createConnection(Recorder::new, pair.left()).transport();
                var sink = connectWritePipe(Recorder::new, pipe.sink()).transport();
                for (WriteTransport transport : List.of(memory, socket, sink)) {
                    assertRefused(() -> transport.write(NO_ARRAY));
                    assertRefused(() -> transport.write(NO_BUFFER));
                    assertRefused(() -> transport.writelines(NO_LIST));
                    transport.close();
                }
                sleep(Duration.ZERO);
            }
        });
    }
}
