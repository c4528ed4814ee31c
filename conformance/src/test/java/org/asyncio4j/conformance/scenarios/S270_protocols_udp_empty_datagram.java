package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ofSeconds;
import static org.asyncio4j.Asyncio.waitFor;
import static org.asyncio4j.net.Datagrams.createDatagramEndpoint;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Arrays;
import java.util.List;
import org.asyncio4j.conformance.RealTimeOnly;
import org.asyncio4j.conformance.Scenario;
import org.asyncio4j.net.DatagramEndpoint;
import org.asyncio4j.queue.Queue;
import org.asyncio4j.transport.DatagramProtocol;
import org.asyncio4j.transport.DatagramTransport;

@RealTimeOnly
final class S270_protocols_udp_empty_datagram extends Scenario {

    private static final class Receiver implements DatagramProtocol {
        private final Queue<byte[]> inbox = new Queue<>();

        @Override
        public void datagramReceived(byte[] data, SocketAddress address) {
            inbox.putNowait(data);
        }
    }

    private static final class Sender implements DatagramProtocol {}

    private void main() throws IOException {
        DatagramEndpoint<Receiver> receiver = createDatagramEndpoint(Receiver::new,
                new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), null);
        var address = (InetSocketAddress) receiver.transport().getExtraInfo("sockname", "none");
        DatagramTransport st = createDatagramEndpoint(Sender::new, null, address).transport();
        for (byte[] data : List.of(new byte[0], new byte[] {'a'}, new byte[0])) {
            st.sendto(data);
            byte[] got = waitFor(() -> receiver.protocol().inbox.get(), ofSeconds(1));
            print("length", got.length, "equal", Arrays.equals(got, data));
        }
        st.close();
        receiver.transport().close();
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
