package org.asyncio4j.conformance.scenarios;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.asyncio4j.stream.Streams.openConnection;
import static org.asyncio4j.stream.Streams.startServer;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.asyncio4j.conformance.RealTimeOnly;
import org.asyncio4j.conformance.Scenario;
import org.asyncio4j.net.Server;
import org.asyncio4j.stream.Connection;
import org.asyncio4j.stream.StreamReader;
import org.asyncio4j.stream.StreamWriter;
import org.asyncio4j.sync.Event;

@RealTimeOnly
final class S242_streams_echo_lines extends Scenario {

    private final Event finished = new Event();

    private void handle(StreamReader reader, StreamWriter writer) throws IOException {
        for (String line = reader.readline(UTF_8); !line.isEmpty(); line = reader.readline(UTF_8)) {
            print("server got", line.strip());
            writer.write(line.toUpperCase(Locale.ROOT), UTF_8);
            writer.drain();
        }
        print("server sees end, at_eof", reader.atEof());
        writer.close();
        writer.waitClosed();
        finished.set();
    }

    private void main() throws IOException {
        Server server = startServer(this::handle, "127.0.0.1", 0);
        Connection connection = openConnection("127.0.0.1", server.port());
        for (String word : List.of("one", "two", "three")) {
            connection.writer().write(word + "\n", UTF_8);
            connection.writer().drain();
            print("client got", connection.reader().readline(UTF_8).strip());
        }
        connection.close();
        finished.await();
        server.close();
        server.waitClosed();
        print("serving", server.isServing());
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
