package org.asyncio4j.conformance.scenarios;

import static java.time.Duration.ofMillis;
import static org.asyncio4j.Asyncio.sleep;
import static org.asyncio4j.stream.Streams.openConnection;
import static org.asyncio4j.stream.Streams.startServer;

import java.io.IOException;
import java.util.Arrays;
import org.asyncio4j.conformance.RealTimeOnly;
import org.asyncio4j.conformance.Scenario;
import org.asyncio4j.net.Server;
import org.asyncio4j.stream.Connection;
import org.asyncio4j.stream.StreamReader;
import org.asyncio4j.stream.StreamWriter;

@RealTimeOnly
final class S248_streams_large_transfer_drain extends Scenario {

    private static final byte[] CHUNK = chunk();
    private static final int COUNT = 128;

    private static byte[] chunk() {
        byte[] chunk = new byte[256 * 64];
        for (int i = 0; i < chunk.length; i++) {
            chunk[i] = (byte) i;
        }
        return chunk;
    }

    private void handle(StreamReader reader, StreamWriter writer) throws IOException {
        for (int i = 0; i < COUNT; i++) {
            writer.write(CHUNK);
            writer.drain();
        }
        writer.close();
        writer.waitClosed();
    }

    private void main() throws IOException {
        Server server = startServer(this::handle, "127.0.0.1", 0);
        Connection connection = openConnection("127.0.0.1", server.port());
        sleep(ofMillis(30));
        int good = 0;
        for (int i = 0; i < COUNT; i++) {
            good += Arrays.equals(connection.reader().readexactly(CHUNK.length), CHUNK) ? 1 : 0;
        }
        print("chunks intact", good, "| total", good * CHUNK.length);
        print("rest", connection.reader().read().length);
        connection.writer().close();
        server.close();
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
