package org.asyncio4j.conformance.scenarios;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.net.Net.createConnection;
import static org.asyncio4j.net.Net.createServer;
import static org.asyncio4j.net.Net.createUnixConnection;
import static org.asyncio4j.net.Net.createUnixServer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.asyncio4j.Future;
import org.asyncio4j.conformance.RealTimeOnly;
import org.asyncio4j.conformance.Scenario;
import org.asyncio4j.net.Server;
import org.asyncio4j.transport.Protocol;
import org.asyncio4j.transport.Transport;
import org.jspecify.annotations.Nullable;

@RealTimeOnly
final class S271_protocols_unix_server extends Scenario {

    private static final class Greeter implements Protocol {
        @Override
        public void connectionMade(Transport transport) {
            transport.write("welcome".getBytes(UTF_8));
            transport.close();
        }
    }

    private static final class Client implements Protocol {
        private final StringBuilder data = new StringBuilder();
        private final Future<@Nullable Throwable> lost = getRunningLoop().createFuture();

        @Override
        public void dataReceived(byte[] received) {
            data.append(new String(received, UTF_8));
        }

        @Override
        public void connectionLost(@Nullable Throwable error) {
            lost.setResult(error);
        }
    }

    private void main() throws IOException {
        Path directory = Files.createTempDirectory("scenario");
        Path path = directory.resolve("p.sock");
        Server server = createUnixServer(Greeter::new, path);
        Client client = createUnixConnection(Client::new, path).protocol();
        print("lost:", await(client.lost), "| data:", client.data);
        server.close();
        Files.delete(directory);
        Server tcp = createServer(Greeter::new, "127.0.0.1", 0);
        int port = tcp.port();
        tcp.close();
        tcp.waitClosed();
        try {
            createConnection(Client::new, "127.0.0.1", port);
        } catch (IOException e) {
            print("connect:", typeName(e));
        }
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
