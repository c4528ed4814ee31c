package org.asyncio4j.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.asyncio4j.Asyncio.waitFor;
import static org.asyncio4j.net.Datagrams.createDatagramEndpoint;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.DatagramChannel;
import java.util.List;
import org.asyncio4j.ExceptionContext;
import org.asyncio4j.NothingLeft;
import org.asyncio4j.queue.Queue;
import org.asyncio4j.sync.Event;
import org.asyncio4j.transport.DatagramProtocol;
import org.asyncio4j.transport.DatagramTransport;
import org.asyncio4j.transport.WriteBufferLimits;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** UDP on this machine, where no datagram is lost as long as somebody reads. */
@ExtendWith(NothingLeft.class)
class DatagramsTest {

    private static final class Recording implements DatagramProtocol {
        private final Queue<String> events = new Queue<>();

        String next() {
            return waitFor(() -> events.get(), ofSeconds(20));
        }

        @Override
        public void datagramReceived(byte[] data, SocketAddress address) {
            String text = new String(data, UTF_8);
            events.putNowait("data " + text);
            if (text.equals("fail")) {
                throw new IllegalStateException("fault");
            }
        }

        @Override
        public void errorReceived(IOException error) {
            events.putNowait("error " + error.getClass().getSimpleName());
        }

        @Override
        public void connectionLost(@Nullable Throwable error) {
            events.putNowait("lost " + error);
        }
    }

    /** Fails whatever it is told. */
    private static final class Failing implements DatagramProtocol {
        private final Event told = new Event();

        @Override
        public void connectionMade(DatagramTransport transport) {
            throw new IllegalStateException("made");
        }

        @Override
        public void errorReceived(IOException error) {
            told.set();
            throw new IllegalStateException("error", error);
        }

        @Override
        public void connectionLost(@Nullable Throwable error) {
            throw new IllegalStateException("lost");
        }
    }

    private static DatagramEndpoint<Recording> bound() throws IOException {
        return createDatagramEndpoint(Recording::new, loopback(0), null);
    }

    private static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
    }

    private static DatagramEndpoint<Recording> connectedTo(DatagramEndpoint<?> other) throws IOException {
        return createDatagramEndpoint(Recording::new, null, sockname(other));
    }

    private static InetSocketAddress sockname(DatagramEndpoint<?> endpoint) {
        return (InetSocketAddress) endpoint.transport().getExtraInfo("sockname", "none");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    @Test
    void datagrams_keepTheirBounds_andCloseIsToldOnce() {
        RealLoop.run(() -> {
            var receiver = bound();
            var sender = connectedTo(receiver);
            for (String text : List.of("a", "", "bc")) {
                sender.transport().sendto(bytes(text));
            }
            for (String text : List.of("a", "", "bc")) {
                assertThat(receiver.protocol().next()).isEqualTo("data " + text);
            }
            sender.transport().close();
            sender.transport().close();
            assertThat(sender.protocol().next()).isEqualTo("lost null");
            sender.transport().sendto(bytes("dropped"));
            receiver.transport().abort();
            assertThat(receiver.protocol().next()).isEqualTo("lost null");
            assertThat(receiver.protocol().events.isEmpty()).isTrue();
        });
    }

    @Test
    void nobodyThere_isAnErrorReceived_andTheTransportGoesOn() {
        RealLoop.run(() -> {
            var gone = bound();
            var sender = connectedTo(gone);
            gone.transport().close();
            assertThat(gone.protocol().next()).isEqualTo("lost null");
            sender.transport().sendto(bytes("to nobody"));
            assertThat(sender.protocol().next()).isEqualTo("error PortUnreachableException");
            assertThat(sender.transport().isClosing()).isFalse();
            sender.transport().close();
        });
    }

    @Test
    void tooLargeADatagram_isAnErrorReceived() {
        RealLoop.run(() -> {
            var receiver = bound();
            var sender = connectedTo(receiver);
            sender.transport().sendto(new byte[70_000]);
            assertThat(sender.protocol().next()).startsWith("error ");
            sender.transport().close();
            receiver.transport().close();
        });
    }

    @Test
    void address_mustBeGivenOrBeTheOne() {
        RealLoop.run(() -> {
            var receiver = bound();
            var sender = connectedTo(receiver);
            var other = loopback(1);
            assertThatThrownBy(() -> sender.transport().sendto(bytes("x"), other))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("Invalid address: must be None or " + sockname(receiver));
            assertThatThrownBy(() -> receiver.transport().sendto(bytes("x")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("an address is needed: ");
            assertThatThrownBy(() -> createDatagramEndpoint(Recording::new, null, null))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("unexpected address family");
            receiver.transport().sendto(bytes("back"), sockname(sender));
            assertThat(sender.protocol().next()).isEqualTo("data back");
            sender.transport().setWriteBufferLimits(WriteBufferLimits.ofHigh(8));
            assertThat(sender.transport().getWriteBufferLimits().low()).isEqualTo(2);
            assertThat(sender.transport().getWriteBufferSize()).isZero();
            sender.transport().close();
            receiver.transport().close();
        });
    }

    @Test
    void protocolThatFails_isReported_andGoesOn() {
        List<ExceptionContext> reports = RealLoop.reportsOf(() -> {
            var receiver = bound();
            var sender = connectedTo(receiver);
            sender.transport().sendto(bytes("fail"));
            sender.transport().sendto(bytes("next"));
            assertThat(receiver.protocol().next()).isEqualTo("data fail");
            assertThat(receiver.protocol().next()).isEqualTo("data next");
            sender.transport().close();
            receiver.transport().close();
        });
        assertThat(reports).singleElement().satisfies(report -> {
            assertThat(report.message()).isEqualTo("Exception in callback protocol.datagram_received()");
            assertThat(report.exception()).hasMessage("fault");
            assertThat(report.get("transport")).isInstanceOf(DatagramTransport.class);
            assertThat(report.get("protocol")).isInstanceOf(Recording.class);
        });
    }

    @Test
    void protocolThatFailsOnAnErrorOrOnTheEnd_isReportedByItsName() {
        List<ExceptionContext> reports = RealLoop.reportsOf(() -> {
            var gone = bound();
            var sender = createDatagramEndpoint(Failing::new, null, sockname(gone));
            gone.transport().close();
            assertThat(gone.protocol().next()).isEqualTo("lost null");
            sender.transport().sendto(bytes("to nobody"));
            waitFor(() -> sender.protocol().told.await(), ofSeconds(20));
            sender.transport().close();
        });
        assertThat(reports).extracting(ExceptionContext::message)
                .containsExactly("Exception in callback protocol.connection_made()",
                        "Exception in callback protocol.error_received()",
                        "Exception in callback protocol.connection_lost()");
    }

    @Test
    void socketThatIsBound_isTakenOver_andAnyOtherRefused() {
        RealLoop.run(() -> {
            DatagramChannel own = DatagramChannel.open().bind(loopback(0));
            var receiver = createDatagramEndpoint(Recording::new, own);
            var sender = connectedTo(receiver);
            sender.transport().sendto(bytes("x"));
            assertThat(receiver.protocol().next()).isEqualTo("data x");
            sender.transport().close();
            receiver.transport().close();
            assertThat(receiver.protocol().next()).isEqualTo("lost null");
            try (DatagramChannel unbound = DatagramChannel.open()) {
                assertThatThrownBy(() -> createDatagramEndpoint(Recording::new, unbound))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessage("A bound socket was expected, got " + unbound);
            }
        });
    }
}
