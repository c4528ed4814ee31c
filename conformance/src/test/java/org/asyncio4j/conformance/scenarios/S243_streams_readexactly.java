package org.asyncio4j.conformance.scenarios;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.ofMillis;
import static org.asyncio4j.Asyncio.sleep;
import static org.asyncio4j.stream.Streams.openConnection;
import static org.asyncio4j.stream.Streams.startServer;

import java.io.EOFException;
import java.io.IOException;
import org.asyncio4j.conformance.RealTimeOnly;
import org.asyncio4j.conformance.Scenario;
import org.asyncio4j.net.Server;
import org.asyncio4j.stream.Connection;
import org.asyncio4j.stream.IncompleteReadError;
import org.asyncio4j.stream.StreamReader;
import org.asyncio4j.stream.StreamWriter;

@RealTimeOnly
final class S243_streams_readexactly extends Scenario {

    private void handle(StreamReader reader, StreamWriter writer) throws IOException {
        writer.write("abc", UTF_8);
        writer.drain();
        sleep(ofMillis(30));
        writer.write("defgh", UTF_8);
        writer.close();
    }

    private void main() throws IOException {
        Server server = startServer(this::handle, "127.0.0.1", 0);
        Connection connection = openConnection("127.0.0.1", server.port());
        StreamReader reader = connection.reader();
        print("zero:", reader.readexactly(0).length);
        print(new String(reader.readexactly(2), UTF_8));
        print(new String(reader.readexactly(4), UTF_8));
        try {
            reader.readexactly(10);
        } catch (IncompleteReadError e) {
            print(typeName(e), "-", e);
            print("partial", new String(e.partial(), UTF_8), "expected", e.expected(), "is EOFError",
                    EOFException.class.isInstance(e));
        }
        try {
            reader.readexactly(-1);
        } catch (IllegalArgumentException e) {
            print(e);
        }
        connection.writer().close();
        server.close();
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
