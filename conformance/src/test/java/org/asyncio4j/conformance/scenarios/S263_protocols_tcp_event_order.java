package org.asyncio4j.conformance.scenarios;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.net.Net.createServer;
import static org.asyncio4j.stream.Streams.openConnection;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.asyncio4j.Future;
import org.asyncio4j.conformance.RealTimeOnly;
import org.asyncio4j.conformance.Scenario;
import org.asyncio4j.net.Server;
import org.asyncio4j.stream.Connection;
import org.asyncio4j.transport.Protocol;
import org.asyncio4j.transport.Transport;
import org.jspecify.annotations.Nullable;

@RealTimeOnly
final class S263_protocols_tcp_event_order extends Scenario {

    private final List<String> log = new ArrayList<>();

    private final class Serving implements Protocol {
        private final Future<Boolean> lost;
        private final StringBuilder got = new StringBuilder();
        private @Nullable Transport transport;

        Serving(Future<Boolean> lost) {
            this.lost = lost;
        }

        @Override
        public void connectionMade(Transport made) {
            transport = made;
            log.add("made");
        }

        @Override
        public void dataReceived(byte[] data) {
            got.append(new String(data, UTF_8));
            if (got.toString().endsWith("!")) {
                log.add("data " + got);
                Objects.requireNonNull(transport).write("answer".getBytes(UTF_8));
            }
        }

        @Override
        public boolean eofReceived() {
            log.add("eof");
            return false;
        }

        @Override
        public void connectionLost(@Nullable Throwable error) {
            log.add("lost " + str(error));
            lost.setResult(true);
        }
    }

    private void main() throws IOException {
        Future<Boolean> lost = getRunningLoop().createFuture();
        Server server = createServer(() -> new Serving(lost), "127.0.0.1", 0);
        Connection connection = openConnection("127.0.0.1", server.port());
        connection.writer().write("question!", UTF_8);
        print("client got", new String(connection.reader().readexactly(6), UTF_8));
        connection.writer().close();
        await(lost);
        print(String.join(", ", log));
        server.close();
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
