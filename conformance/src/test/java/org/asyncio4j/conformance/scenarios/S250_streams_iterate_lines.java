package org.asyncio4j.conformance.scenarios;

import static java.nio.charset.StandardCharsets.UTF_8;
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
final class S250_streams_iterate_lines extends Scenario {

    private static void handle(StreamReader reader, StreamWriter writer) {
        writer.write("alpha\nbeta\n\ngamma", UTF_8);
        writer.close();
    }

    private void main() throws IOException {
        Server server = startServer(S250_streams_iterate_lines::handle, "127.0.0.1", 0);
        Connection connection = openConnection("127.0.0.1", server.port());
        for (byte[] line : connection.reader()) {
            String text = new String(line, UTF_8);
            print("[" + text.stripTrailing() + "] newline", text.endsWith("\n"));
        }
        print("after the loop: at_eof", connection.reader().atEof());
        connection.writer().close();
        server.close();
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
