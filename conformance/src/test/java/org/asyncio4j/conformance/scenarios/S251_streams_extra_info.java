package org.asyncio4j.conformance.scenarios;

import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.stream.Streams.openConnection;
import static org.asyncio4j.stream.Streams.startServer;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Objects;
import org.asyncio4j.Future;
import org.asyncio4j.conformance.RealTimeOnly;
import org.asyncio4j.conformance.Scenario;
import org.asyncio4j.net.Server;
import org.asyncio4j.stream.Connection;
import org.asyncio4j.stream.StreamWriter;

@RealTimeOnly
final class S251_streams_extra_info extends Scenario {

    private record Names(Object peer, Object sock) {}

    private void main() throws IOException {
        Future<Names> seen = getRunningLoop().createFuture();
        Server server = startServer((reader, writer) -> {
            seen.setResult(new Names(writer.getExtraInfo("peername", "none"), writer.getExtraInfo("sockname", "none")));
            reader.read();
            writer.close();
        }, "127.0.0.1", 0);
        var address = (InetSocketAddress) Objects.requireNonNull(server.sockets().getFirst().getsockname());
        String host = address.getHostString();
        print("host", host, "port chosen", address.getPort() > 0);
        Connection connection = openConnection(host, address.getPort());
        StreamWriter writer = connection.writer();
        Names names = await(seen);
        print("server peer is client sock", names.peer().equals(writer.getExtraInfo("sockname")));
        print("server sock is client peer", names.sock().equals(writer.getExtraInfo("peername")));
        print("default", writer.getExtraInfo("no such key", "fallback"), writer.getExtraInfo("nothing"));
        print("transport closing", writer.transport().isClosing());
        writer.close();
        print("transport closing", writer.transport().isClosing());
        server.close();
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
