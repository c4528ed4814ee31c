package org.asyncio4j.conformance.scenarios;

import static org.asyncio4j.net.Datagrams.createDatagramEndpoint;
import static org.asyncio4j.net.Sockets.getaddrinfo;
import static org.asyncio4j.stream.Streams.openConnection;
import static org.asyncio4j.stream.Streams.startServer;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Objects;
import org.asyncio4j.conformance.RealTimeOnly;
import org.asyncio4j.conformance.Scenario;
import org.asyncio4j.net.ConnectOptions;
import org.asyncio4j.net.DatagramEndpoint;
import org.asyncio4j.net.DatagramOptions;
import org.asyncio4j.net.Server;
import org.asyncio4j.net.ServerOptions;
import org.asyncio4j.stream.Connection;
import org.asyncio4j.stream.StreamReader;
import org.asyncio4j.stream.StreamWriter;
import org.asyncio4j.transport.DatagramProtocol;

@RealTimeOnly
final class S284_streams_address_family extends Scenario {

    private static final int LIMIT = StreamReader.DEFAULT_LIMIT;

    private static final class Silent implements DatagramProtocol {}

    private static void handle(StreamReader reader, StreamWriter writer) {
        writer.close();
    }

    private void main() throws IOException {
        ConnectOptions overIpv6 = ConnectOptions.defaults().withFamily(StandardProtocolFamily.INET6);
        Server server = startServer(S284_streams_address_family::handle, "", 0, LIMIT,
                ServerOptions.defaults().withFamily(StandardProtocolFamily.INET));
        int port = server.port();
        var address = (InetSocketAddress) Objects.requireNonNull(server.sockets().getFirst().getsockname());
        print("listening on", server.sockets().size(), address.getAddress().getHostAddress());

        Connection connection = openConnection("localhost", port, LIMIT,
                ConnectOptions.defaults().withFamily(StandardProtocolFamily.INET));
        var peername = (InetSocketAddress) connection.writer().getExtraInfo("peername", "none");
        print("connected to", peername.getAddress().getHostAddress());
        print("end", connection.reader().read().length);
        connection.close();

        try {
            openConnection("127.0.0.1", port, LIMIT, overIpv6);
        } catch (IOException e) {
            print("connect:", e instanceof UnknownHostException);
        }
        try {
            startServer(S284_streams_address_family::handle, "127.0.0.1", 0, LIMIT,
                    ServerOptions.defaults().withFamily(StandardProtocolFamily.INET6));
        } catch (IOException e) {
            print("serve:", e instanceof UnknownHostException);
        }
        server.close();
        server.waitClosed();

        List<InetSocketAddress> addresses = getaddrinfo("localhost", 80, StandardProtocolFamily.INET);
        print("addresses", addresses.stream()
                .allMatch(
                        each -> each.getAddress().equals(InetAddress.ofLiteral("127.0.0.1"))),
                addresses.getFirst().getPort());

        DatagramEndpoint<Silent> endpoint = createDatagramEndpoint(Silent::new, null, null,
                DatagramOptions.defaults().withFamily(StandardProtocolFamily.INET));
        var sockname = (InetSocketAddress) endpoint.transport().getExtraInfo("sockname", "none");
        print("endpoint", sockname.getAddress() instanceof Inet4Address);
        endpoint.transport().close();
        try {
            createDatagramEndpoint(Silent::new, null, null);
        } catch (IllegalArgumentException e) {
            print("endpoint:", e.getMessage());
        }
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
