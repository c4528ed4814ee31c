package org.asyncio4j.conformance.scenarios;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.asyncio4j.stream.Streams.openConnection;
import static org.asyncio4j.stream.Streams.startServer;

import java.io.IOException;
import java.util.stream.Stream;
import org.asyncio4j.conformance.RealTimeOnly;
import org.asyncio4j.conformance.Scenario;
import org.asyncio4j.net.Server;
import org.asyncio4j.stream.Connection;
import org.asyncio4j.stream.StreamReader;
import org.asyncio4j.stream.StreamWriter;

@RealTimeOnly
final class S247_streams_half_close extends Scenario {

    private void handle(StreamReader reader, StreamWriter writer) throws IOException {
        byte[] data = reader.read();
        print("server received", data.length, "bytes, eof", reader.atEof());
        writer.write("length=" + data.length, UTF_8);
        writer.drain();
        writer.close();
    }

    private void main() throws IOException {
        Server server = startServer(this::handle, "127.0.0.1", 0);
        Connection connection = openConnection("127.0.0.1", server.port());
        StreamWriter writer = connection.writer();
        print("can_write_eof", writer.canWriteEof());
        writer.writelines(Stream.of("a".repeat(10), "b".repeat(5), "c").map(text -> text.getBytes(UTF_8)).toList());
        writer.writeEof();
        print("closing", writer.isClosing());
        print("answer", new String(connection.reader().read(), UTF_8));
        try {
            writer.write("more", UTF_8);
        } catch (IllegalStateException e) {
            print(e);
        }
        writer.close();
        print("closing", writer.isClosing());
        server.close();
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
