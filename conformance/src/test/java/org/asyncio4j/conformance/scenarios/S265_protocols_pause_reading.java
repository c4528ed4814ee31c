package org.asyncio4j.conformance.scenarios;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.ofMillis;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.sleep;
import static org.asyncio4j.net.Net.createConnection;
import static org.asyncio4j.net.Net.createServer;

import java.io.IOException;
import org.asyncio4j.Future;
import org.asyncio4j.conformance.RealTimeOnly;
import org.asyncio4j.conformance.Scenario;
import org.asyncio4j.net.Connected;
import org.asyncio4j.net.Server;
import org.asyncio4j.transport.Protocol;
import org.asyncio4j.transport.Transport;

@RealTimeOnly
final class S265_protocols_pause_reading extends Scenario {

    private static final class Client implements Protocol {
        private final StringBuilder data = new StringBuilder();
        private final Future<Boolean> ended = getRunningLoop().createFuture();

        @Override
        public void connectionMade(Transport transport) {
            transport.pauseReading();
        }

        @Override
        public void dataReceived(byte[] received) {
            data.append(new String(received, UTF_8));
        }

        @Override
        public boolean eofReceived() {
            ended.setResult(true);
            return false;
        }
    }

    private static final class Talker implements Protocol {
        @Override
        public void connectionMade(Transport transport) {
            transport.write("hello".getBytes(UTF_8));
            getRunningLoop().callLater(ofMillis(150), transport::close);
        }
    }

    private void main() throws IOException {
        Server server = createServer(Talker::new, "127.0.0.1", 0);
        Connected<Client> connected = createConnection(Client::new, "127.0.0.1", server.port());
        Transport transport = connected.transport();
        Client client = connected.protocol();
        print("reading", transport.isReading(), "received", client.data.length());
        sleep(ofMillis(60));
        print("still paused, received", client.data.length());
        transport.resumeReading();
        print("reading", transport.isReading());
        await(client.ended);
        print("received", client.data);
        transport.close();
        server.close();
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
