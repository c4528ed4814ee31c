package org.asyncio4j.conformance.scenarios;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.asyncio4j.stream.Streams.openUnixConnection;
import static org.asyncio4j.stream.Streams.startUnixServer;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.asyncio4j.conformance.RealTimeOnly;
import org.asyncio4j.conformance.Scenario;
import org.asyncio4j.net.Server;
import org.asyncio4j.stream.Connection;
import org.asyncio4j.stream.StreamReader;
import org.asyncio4j.stream.StreamWriter;

@RealTimeOnly
final class S256_streams_unix_socket extends Scenario {

    private static void handle(StreamReader reader, StreamWriter writer) throws IOException {
        byte[] name = reader.readline();
        writer.write("hi ", UTF_8);
        writer.write(name);
        writer.close();
    }

    private void main() throws IOException {
        Path directory = Files.createTempDirectory("scenario");
        Path path = directory.resolve("s.sock");
        Server server = startUnixServer(S256_streams_unix_socket::handle, path);
        print("socket exists", Files.exists(path));
        Connection connection = openUnixConnection(path);
        connection.writer().write("unix\n", UTF_8);
        print(new String(connection.reader().read(), UTF_8).strip());
        print("peername is the path",
                UnixDomainSocketAddress.of(path).equals(connection.writer().getExtraInfo("peername")));
        connection.close();
        server.close();
        server.waitClosed();
        Files.delete(directory);
        try {
            openUnixConnection(path);
        } catch (NoSuchFileException e) {
            print(typeName(e));
        }
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
