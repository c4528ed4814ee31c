package org.asyncio4j.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.asyncio4j.Asyncio.waitFor;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.util.Objects;
import org.asyncio4j.NothingLeft;
import org.asyncio4j.transport.ExtraInfo;
import org.asyncio4j.transport.TransportSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the options of an endpoint do. */
@ExtendWith(NothingLeft.class)
class DatagramOptionsTest {

    private static InetSocketAddress local(int port) {
        return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static String next(UdpSocket socket) {
        return waitFor(() -> socket.receive().data(UTF_8), ofSeconds(20));
    }

    @Test
    void portThatIsShared_canBeBoundTwice() {
        RealLoop.run(() -> {
            DatagramOptions shared = DatagramOptions.defaults().withReusePort(true);
            try (var first = UdpSocket.open(local(0), null, 10, shared)) {
                try (var second = UdpSocket.open(local(first.port()), null, 10, shared)) {
                    assertThat(second.port()).isEqualTo(first.port());
                }
                assertThatThrownBy(() -> UdpSocket.bind(local(first.port()))).isInstanceOf(BindException.class);
            }
        });
    }

    @Test
    void broadcast_isSentToARemoteAddress_andReceivedFromEverywhere() {
        RealLoop.run(() -> {
            try (var target = UdpSocket.bind(local(0));
                    var other = UdpSocket.bind(local(0));
                    var socket = UdpSocket.open(local(0), local(target.port()), 10,
                            DatagramOptions.defaults().withAllowBroadcast(true))) {
                socket.send(bytes("to all"));
                assertThat(next(target)).isEqualTo("to all");
                other.send(bytes("from elsewhere"), local(socket.port()));
                assertThat(next(socket)).isEqualTo("from elsewhere");
            }
        });
    }

    @Test
    void broadcast_isRefusedWithoutTheOption() {
        RealLoop.run(() -> {
            var everybody = new InetSocketAddress(InetAddress.ofLiteral("255.255.255.255"), 9);
            try (var plain = UdpSocket.bind(local(0));
                    var allowed = UdpSocket.open(local(0), everybody, 10,
                            DatagramOptions.defaults().withAllowBroadcast(true))) {
                assertThatThrownBy(() -> plain.send(bytes("x"), everybody)).isInstanceOf(IOException.class);
                TransportSocket socket = Objects.requireNonNull(allowed.transport().getExtraInfo(ExtraInfo.SOCKET));
                assertThat(socket.getsockopt(StandardSocketOptions.SO_BROADCAST)).isTrue();
                assertThat(allowed.transport().getExtraInfo(ExtraInfo.PEERNAME)).isNull();
                assertThatThrownBy(() -> allowed.send(bytes("x"), local(9)))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessage("Invalid address: must be None or " + everybody);
            }
        });
    }
}
