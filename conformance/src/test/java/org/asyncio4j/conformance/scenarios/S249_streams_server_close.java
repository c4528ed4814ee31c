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
final class S249_streams_server_close extends Scenario {

    private static void handle(StreamReader reader, StreamWriter writer) {
        writer.write("hello\n", UTF_8);
        writer.close();
    }

    private void main() throws IOException {
        Server server = startServer(S249_streams_server_close::handle, "127.0.0.1", 0);
        int port = server.port();
        print("serving", server.isServing(), "sockets", server.sockets().size());
        Connection connection = openConnection("127.0.0.1", port);
        print(connection.reader().readline(UTF_8).strip());
        connection.close();
        server.close();
        server.waitClosed();
        print("serving", server.isServing(), "sockets", server.sockets().size());
        try {
            openConnection("127.0.0.1", port);
        } catch (IOException e) {
            print("refused:", typeName(e));
        }
        server.close();
        print("closed twice");
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
