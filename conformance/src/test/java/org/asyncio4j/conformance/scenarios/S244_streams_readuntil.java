package org.asyncio4j.conformance.scenarios;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.ofMillis;
import static org.asyncio4j.Asyncio.sleep;
import static org.asyncio4j.stream.Streams.openConnection;
import static org.asyncio4j.stream.Streams.startServer;

import java.io.IOException;
import java.util.List;
import org.asyncio4j.conformance.RealTimeOnly;
import org.asyncio4j.conformance.Scenario;
import org.asyncio4j.net.Server;
import org.asyncio4j.stream.Connection;
import org.asyncio4j.stream.IncompleteReadError;
import org.asyncio4j.stream.StreamReader;
import org.asyncio4j.stream.StreamWriter;

@RealTimeOnly
final class S244_streams_readuntil extends Scenario {

    private void handle(StreamReader reader, StreamWriter writer) throws IOException {
        for (String piece : List.of("first;;sec", "ond;", ";third;", "x;;", "tail")) {
            writer.write(piece, UTF_8);
            writer.drain();
            sleep(ofMillis(20));
        }
        writer.close();
    }

    private void main() throws IOException {
        byte[] separator = ";;".getBytes(UTF_8);
        Server server = startServer(this::handle, "127.0.0.1", 0);
        Connection connection = openConnection("127.0.0.1", server.port());
        StreamReader reader = connection.reader();
        for (int i = 0; i < 3; i++) {
            print(new String(reader.readuntil(separator), UTF_8));
        }
        try {
            reader.readuntil(separator);
        } catch (IncompleteReadError e) {
            print("end:", new String(e.partial(), UTF_8), "| expected", e.expected());
            print(e);
        }
        try {
            reader.readuntil(new byte[0]);
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
