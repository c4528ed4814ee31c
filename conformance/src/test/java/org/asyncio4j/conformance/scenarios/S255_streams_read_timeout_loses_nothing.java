package org.asyncio4j.conformance.scenarios;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.asyncio4j.Asyncio.waitFor;
import static org.asyncio4j.stream.Streams.openConnection;
import static org.asyncio4j.stream.Streams.startServer;

import java.io.IOException;
import org.asyncio4j.TimeoutError;
import org.asyncio4j.conformance.RealTimeOnly;
import org.asyncio4j.conformance.Scenario;
import org.asyncio4j.net.Server;
import org.asyncio4j.stream.Connection;
import org.asyncio4j.stream.StreamReader;
import org.asyncio4j.stream.StreamWriter;
import org.asyncio4j.sync.Event;

@RealTimeOnly
final class S255_streams_read_timeout_loses_nothing extends Scenario {

    private final Event goOn = new Event();

    private void handle(StreamReader reader, StreamWriter writer) {
        writer.write("hel", UTF_8);
        goOn.await();
        writer.write("lo\n", UTF_8);
        writer.close();
    }

    private void main() throws IOException {
        Server server = startServer(this::handle, "127.0.0.1", 0);
        Connection connection = openConnection("127.0.0.1", server.port());
        StreamReader reader = connection.reader();
        for (int attempt = 1; attempt <= 2; attempt++) {
            try {
                waitFor(() -> reader.readline(), ofMillis(40));
            } catch (TimeoutError e) {
                print("attempt", attempt, "timed out, at_eof", reader.atEof());
            }
        }
        goOn.set();
        print(waitFor(() -> reader.readline(UTF_8), ofSeconds(1)).strip());
        connection.writer().close();
        server.close();
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
