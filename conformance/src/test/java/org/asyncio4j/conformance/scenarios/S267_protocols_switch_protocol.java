package org.asyncio4j.conformance.scenarios;

import static java.nio.charset.StandardCharsets.UTF_8;
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
final class S267_protocols_switch_protocol extends Scenario {

    private static void answer(Transport transport, String prefix, byte[] data) {
        transport.write((prefix + new String(data, UTF_8)).getBytes(UTF_8));
    }

    private record Second(Transport transport) implements Protocol {
        @Override
        public void dataReceived(byte[] data) {
            answer(transport, "second:", data);
        }
    }

    private final class First implements Protocol {
        private @Nullable Transport transport;

        @Override
        public void connectionMade(Transport made) {
            transport = made;
        }

        @Override
        public void dataReceived(byte[] data) {
            Transport open = Objects.requireNonNull(transport);
            answer(open, "first:", data);
            if (new String(data, UTF_8).equals("upgrade\n")) {
                open.setProtocol(new Second(open));
                print("protocol is now", open.getProtocol().getClass().getSimpleName());
            }
        }
    }

    private void main() throws IOException {
        Server server = createServer(First::new, "127.0.0.1", 0);
        Connection connection = openConnection("127.0.0.1", server.port());
        for (String word : List.of("a\n", "upgrade\n", "b\n")) {
            connection.writer().write(word, UTF_8);
            print(connection.reader().readline(UTF_8).strip());
        }
        connection.writer().close();
        server.close();
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
