package org.asyncio4j.conformance.scenarios;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.ofMillis;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.net.Net.createServer;
import static org.asyncio4j.stream.Streams.openConnection;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.asyncio4j.conformance.RealTimeOnly;
import org.asyncio4j.conformance.Scenario;
import org.asyncio4j.net.Server;
import org.asyncio4j.stream.Connection;
import org.asyncio4j.transport.Protocol;
import org.asyncio4j.transport.Transport;
import org.jspecify.annotations.Nullable;

@RealTimeOnly
final class S266_protocols_half_open extends Scenario {

    private final class Serving implements Protocol {
        private final boolean keep;
        private @Nullable Transport transport;

        Serving(boolean keep) {
            this.keep = keep;
        }

        @Override
        public void connectionMade(Transport made) {
            transport = made;
        }

        @Override
        public boolean eofReceived() {
            Transport open = Objects.requireNonNull(transport);
            print("server eof, closing", open.isClosing());
            if (keep) {
                getRunningLoop().callLater(ofMillis(30), () -> {
                    open.write("late answer".getBytes(UTF_8));
                    open.close();
                });
            }
            return keep;
        }
    }

    private void main() throws IOException {
        for (boolean keep : List.of(true, false)) {
            Server server = createServer(() -> new Serving(keep), "127.0.0.1", 0);
            Connection connection = openConnection("127.0.0.1", server.port());
            print("can_write_eof", connection.writer().transport().canWriteEof());
            connection.writer().transport().writeEof();
            print("keep", keep, "-> received [" + new String(connection.reader().read(), UTF_8) + "]");
            connection.writer().close();
            server.close();
        }
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
