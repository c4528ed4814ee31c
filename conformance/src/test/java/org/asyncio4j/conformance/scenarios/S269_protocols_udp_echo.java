package org.asyncio4j.conformance.scenarios;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.ZERO;
import static java.time.Duration.ofSeconds;
import static org.asyncio4j.Asyncio.sleep;
import static org.asyncio4j.Asyncio.waitFor;
import static org.asyncio4j.net.Datagrams.createDatagramEndpoint;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.asyncio4j.conformance.RealTimeOnly;
import org.asyncio4j.conformance.Scenario;
import org.asyncio4j.net.DatagramEndpoint;
import org.asyncio4j.queue.Queue;
import org.asyncio4j.transport.DatagramProtocol;
import org.asyncio4j.transport.DatagramTransport;
import org.jspecify.annotations.Nullable;

@RealTimeOnly
final class S269_protocols_udp_echo extends Scenario {

    private record Message(String data, SocketAddress address) {}

    private static final class Echo implements DatagramProtocol {
        private @Nullable DatagramTransport transport;

        @Override
        public void connectionMade(DatagramTransport made) {
            transport = made;
        }

        @Override
        public void datagramReceived(byte[] data, SocketAddress address) {
            String upper = new String(data, UTF_8).toUpperCase(Locale.ROOT);
            Objects.requireNonNull(transport).sendto(upper.getBytes(UTF_8), address);
        }
    }

    private final class Client implements DatagramProtocol {
        private final Queue<Message> inbox = new Queue<>();

        @Override
        public void datagramReceived(byte[] data, SocketAddress address) {
            inbox.putNowait(new Message(new String(data, UTF_8), address));
        }

        @Override
        public void connectionLost(@Nullable Throwable error) {
            print("client lost:", error);
        }
    }

    private void main() throws IOException {
        DatagramTransport st = createDatagramEndpoint(Echo::new,
                new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), null).transport();
        var address = (InetSocketAddress) st.getExtraInfo("sockname", "none");
        DatagramEndpoint<Client> client = createDatagramEndpoint(Client::new, null, address);
        DatagramTransport ct = client.transport();
        for (String text : List.of("hello", "two words", "x".repeat(1000))) {
            ct.sendto(text.getBytes(UTF_8));
            Message message = waitFor(() -> client.protocol().inbox.get(), ofSeconds(1));
            String data = message.data();
            print("[" + data.substring(0, Math.min(9, data.length())) + "]", data.length(), "from the server",
                    message.address().equals(address));
        }
        ct.close();
        st.close();
        sleep(ZERO);
        print("closing", ct.isClosing(), st.isClosing());
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
