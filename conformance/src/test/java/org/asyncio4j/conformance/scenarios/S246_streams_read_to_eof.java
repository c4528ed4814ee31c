package org.asyncio4j.conformance.scenarios;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.ofMillis;
import static org.asyncio4j.Asyncio.sleep;
import static org.asyncio4j.stream.Streams.openConnection;
import static org.asyncio4j.stream.Streams.startServer;

import java.io.IOException;
import org.asyncio4j.conformance.RealTimeOnly;
import org.asyncio4j.conformance.Scenario;
import org.asyncio4j.net.Server;
import org.asyncio4j.stream.Connection;
import org.asyncio4j.stream.StreamReader;
import org.asyncio4j.stream.StreamWriter;

@RealTimeOnly
final class S246_streams_read_to_eof extends Scenario {

    private void handle(StreamReader reader, StreamWriter writer) throws IOException {
        for (int i = 0; i < 3; i++) {
            writer.write("part" + i + " ", UTF_8);
            writer.drain();
            sleep(ofMillis(20));
        }
        writer.close();
    }

    private void main() throws IOException {
        Server server = startServer(this::handle, "127.0.0.1", 0);
        Connection connection = openConnection("127.0.0.1", server.port());
        StreamReader reader = connection.reader();
        print("read(0):", reader.read(0).length);
        print("read(4):", new String(reader.read(4), UTF_8));
        print("at_eof", reader.atEof());
        print("read():", new String(reader.read(), UTF_8).strip());
        print("at_eof", reader.atEof());
        print("read again:", reader.read().length, reader.read(10).length, reader.readline().length);
        connection.writer().close();
        server.close();
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
