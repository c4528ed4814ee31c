package org.asyncio4j.conformance.scenarios;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.net.Net.createConnection;
import static org.asyncio4j.stream.Streams.startServer;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.asyncio4j.Future;
import org.asyncio4j.conformance.RealTimeOnly;
import org.asyncio4j.conformance.Scenario;
import org.asyncio4j.net.Connected;
import org.asyncio4j.net.Server;
import org.asyncio4j.stream.Connection;
import org.asyncio4j.transport.Protocol;
import org.asyncio4j.transport.Transport;
import org.asyncio4j.transport.WriteBufferLimits;

@RealTimeOnly
final class S268_protocols_write_flow_control extends Scenario {

    private static final class Writing implements Protocol {
        private final List<String> log = new ArrayList<>();
        private final Future<Boolean> resumed = getRunningLoop().createFuture();

        @Override
        public void pauseWriting() {
            log.add("pause");
        }

        @Override
        public void resumeWriting() {
            log.add("resume");
            resumed.setResult(true);
        }
    }

    private void main() throws IOException {
        Future<Connection> accepted = getRunningLoop().createFuture();
        Server server = startServer((reader, writer) -> accepted.setResult(new Connection(reader, writer)), "127.0.0.1",
                0);
        Connected<Writing> connected = createConnection(Writing::new, "127.0.0.1", server.port());
        Transport transport = connected.transport();
        Writing proto = connected.protocol();
        transport.setWriteBufferLimits(new WriteBufferLimits(100, 1000));
        WriteBufferLimits limits = transport.getWriteBufferLimits();
        print("limits", limits.low(), limits.high());
        Connection peer = await(accepted);
        transport.write("small".getBytes(UTF_8));
        print("small write:", proto.log, transport.getWriteBufferSize());
        transport.write(new byte[20_000_000]);
        print("paused", proto.log.equals(List.of("pause")), "buffered", transport.getWriteBufferSize() > 1000);
        int got = peer.reader().readexactly(20_000_005).length;
        await(proto.resumed);
        print("received", got, "resumed", proto.log.equals(List.of("pause", "resume")));
        transport.close();
        peer.writer().close();
        server.close();
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
