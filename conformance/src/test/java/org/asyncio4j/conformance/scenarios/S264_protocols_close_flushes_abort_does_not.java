package org.asyncio4j.conformance.scenarios;

import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.net.Net.createConnection;
import static org.asyncio4j.net.Net.createServer;

import java.io.IOException;
import java.util.List;
import org.asyncio4j.Future;
import org.asyncio4j.conformance.RealTimeOnly;
import org.asyncio4j.conformance.Scenario;
import org.asyncio4j.net.Server;
import org.asyncio4j.transport.Protocol;
import org.asyncio4j.transport.Transport;
import org.jspecify.annotations.Nullable;

@RealTimeOnly
final class S264_protocols_close_flushes_abort_does_not extends Scenario {

    private static final class Sink implements Protocol {
        private final Future<Integer> done;
        private int size;

        Sink(Future<Integer> done) {
            this.done = done;
        }

        @Override
        public void dataReceived(byte[] data) {
            size += data.length;
        }

        @Override
        public void connectionLost(@Nullable Throwable error) {
            done.setResult(size);
        }
    }

    private final class Client implements Protocol {
        @Override
        public void connectionLost(@Nullable Throwable error) {
            print("client lost:", error);
        }
    }

    private void main() throws IOException {
        int size = 20_000_000;
        for (String method : List.of("close", "abort")) {
            Future<Integer> done = getRunningLoop().createFuture();
            Server server = createServer(() -> new Sink(done), "127.0.0.1", 0);
            Transport transport = createConnection(Client::new, "127.0.0.1", server.port()).transport();
            transport.write(new byte[size]);
            boolean before = transport.isClosing();
            if (method.equals("close")) {
                transport.close();
            } else {
                transport.abort();
            }
            print(method, "closing", before, "->", transport.isClosing());
            print("everything arrived", await(done) == size);
            server.close();
        }
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
