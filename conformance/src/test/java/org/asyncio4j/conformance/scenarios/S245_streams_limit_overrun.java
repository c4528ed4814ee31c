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
import org.asyncio4j.stream.LimitOverrunError;
import org.asyncio4j.stream.StreamReader;
import org.asyncio4j.stream.StreamWriter;

@RealTimeOnly
final class S245_streams_limit_overrun extends Scenario {

    private void handle(StreamReader reader, StreamWriter writer) throws IOException {
        reader.readline();
        writer.write("x".repeat(20) + "\nshort\n", UTF_8);
        reader.readline();
        writer.close();
    }

    private static void read(String method, StreamReader reader) throws IOException {
        if (method.equals("readuntil")) {
            reader.readuntil("\n".getBytes(UTF_8));
        } else {
            reader.readline();
        }
    }

    private void main() throws IOException {
        Server server = startServer(this::handle, "127.0.0.1", 0);
        for (String method : List.of("readuntil", "readline")) {
            Connection connection = openConnection("127.0.0.1", server.port(), 8);
            StreamReader reader = connection.reader();
            connection.writer().write("go\n", UTF_8);
            sleep(ofMillis(30));
            try {
                read(method, reader);
            } catch (LimitOverrunError e) {
                print(method, typeName(e), "-", e, "| consumed", e.consumed());
                print("data still there:", new String(reader.readexactly(e.consumed() + 1), UTF_8).strip());
            } catch (IllegalArgumentException e) {
                print(method, typeName(e), "-", e);
            }
            print("next line:", reader.readline(UTF_8).strip());
            connection.writer().write("bye\n", UTF_8);
            print("rest:", reader.read().length);
            connection.writer().close();
        }
        server.close();
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
