package org.asyncio4j.net;

import static java.net.StandardProtocolFamily.INET;
import static java.net.StandardProtocolFamily.INET6;
import static java.net.StandardProtocolFamily.UNIX;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.asyncio4j.net.Net.createConnection;
import static org.asyncio4j.net.Net.createServer;
import static org.asyncio4j.net.Sockets.getaddrinfo;

import java.net.ConnectException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.asyncio4j.NothingLeft;
import org.asyncio4j.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A program that wants addresses of one family gets no other. */
@ExtendWith(NothingLeft.class)
class AddressFamilyTest {

    private static final ConnectOptions CONNECT = ConnectOptions.defaults();
    private static final ServerOptions SERVE = ServerOptions.defaults();
    private static final DatagramOptions DATAGRAMS = DatagramOptions.defaults();

    private static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
    }

    private static InetSocketAddress addressOf(Server server) {
        assertThat(server.sockets()).hasSize(1);
        return (InetSocketAddress) Objects.requireNonNull(server.sockets().getFirst().getsockname());
    }

    private static void connect(String host, int port, UnaryOperator<ConnectOptions> options) throws Exception {
        createConnection(Recorder::new, host, port, options.apply(CONNECT)).transport().abort();
    }

    @Test
    @Rule("I27")
    void connection_usesTheFamilyThatIsWanted() {
        RealLoop.run(() -> {
            try (Server server = createServer(Recorder::new, "", 0)) {
                Connected<Recorder> connected = createConnection(Recorder::new, "localhost", server.port(),
                        CONNECT.withFamily(INET));
                var peername = (InetSocketAddress) connected.transport().getExtraInfo("peername", "none");
                assertThat(peername.getAddress()).isInstanceOf(Inet4Address.class);
                connected.transport().abort();
            }
        });
    }

    @Test
    @Rule("I27")
    void hostWithoutAnAddressOfTheFamily_isUnknown() {
        RealLoop.run(() -> {
            assertThatThrownBy(() -> connect("127.0.0.1", 1, options -> options.withFamily(INET6)))
                    .isInstanceOf(UnknownHostException.class)
                    .hasMessage("127.0.0.1: no address of the family INET6");
            assertThatThrownBy(() -> createServer(Recorder::new, "::1", 0, SERVE.withFamily(INET)))
                    .isInstanceOf(UnknownHostException.class)
                    .hasMessage("::1: no address of the family INET");
            assertThatThrownBy(() -> UdpSocket.open(loopback(0), null, 10,
                    DATAGRAMS.withFamily(INET6)))
                    .isInstanceOf(UnknownHostException.class)
                    .hasMessageContaining("127.0.0.1:0: not of the family INET6");
        });
    }

    @Test
    @Rule("I27")
    void serverOnAllAddressesOfIpv4_refusesIpv6() {
        RealLoop.run(() -> {
            try (Server server = createServer(Recorder::new, "", 0, SERVE.withFamily(INET))) {
                assertThat(addressOf(server).getAddress()).isInstanceOf(Inet4Address.class);
                connect("127.0.0.1", server.port(), UnaryOperator.identity());
                assertThatThrownBy(() -> connect("::1", server.port(), UnaryOperator.identity()))
                        .isInstanceOf(ConnectException.class);
            }
        });
    }

    @Test
    void serverOnAllAddressesOfIpv6_takesIpv6() {
        RealLoop.run(() -> {
            try (Server server = createServer(Recorder::new, "", 0, SERVE.withFamily(INET6))) {
                assertThat(addressOf(server).getAddress()).isInstanceOf(Inet6Address.class);
                connect("::1", server.port(), options -> options.withFamily(INET6));
            }
        });
    }

    @Test
    @Rule("I27")
    void endpointWithAFamily_needsNoAddress() {
        RealLoop.run(() -> {
            try (var socket = UdpSocket.open(null, null, 10, DATAGRAMS.withFamily(INET));
                    var other = UdpSocket.open(null, null, 10, DATAGRAMS.withFamily(INET))) {
                socket.send(new byte[] {1}, loopback(other.port()));
                assertThat(other.receive().data()).containsExactly(1);
            }
            assertThatThrownBy(() -> UdpSocket.open(null, null, 10, DATAGRAMS))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("unexpected address family");
        });
    }

    @Test
    void lookup_givesTheAddressesOfTheFamily() {
        RealLoop.run(() -> {
            assertThat(getaddrinfo("localhost", 80, INET))
                    .isNotEmpty()
                    .allMatch(address -> address.getAddress() instanceof Inet4Address);
            assertThat(getaddrinfo("::1", 80, INET6)).hasSize(1).isEqualTo(getaddrinfo("", 80, INET6));
            assertThat(getaddrinfo("127.0.0.1", 80, INET)).isEqualTo(getaddrinfo("", 80, INET));
            assertThatThrownBy(() -> getaddrinfo("::1", 80, INET)).isInstanceOf(UnknownHostException.class);
        });
    }

    @Test
    void familyThatHostsDoNotHave_isRefusedAtOnce() {
        assertThatThrownBy(() -> CONNECT.withFamily(UNIX))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a host has addresses of the families INET and INET6, not UNIX");
        assertThatThrownBy(() -> SERVE.withFamily(UNIX)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> DATAGRAMS.withFamily(UNIX)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> getaddrinfo("localhost", 80, UNIX)).isInstanceOf(IllegalArgumentException.class);
    }
}
