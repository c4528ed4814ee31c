package consumer;

import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.run;
import static org.asyncio4j.stream.Streams.openConnection;
import static org.asyncio4j.stream.Streams.startServer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.asyncio4j.net.Server;
import org.asyncio4j.stream.Connection;
import org.asyncio4j.stream.StreamReader;
import org.asyncio4j.stream.StreamWriter;

final class Main {

    private Main() {}

    public static void main(String[] args) throws Exception {
        run(() -> {
            try (Server server = startServer(Main::echo, "127.0.0.1", 0)) {
                System.out.println(await(createTask(() -> ask(server.port()))));
            }
        });
    }

    private static String ask(int port) throws IOException {
        try (Connection connection = openConnection("127.0.0.1", port)) {
            connection.writer().write("consumer ran\n", StandardCharsets.UTF_8);
            return connection.reader().readline(StandardCharsets.UTF_8).strip();
        }
    }

    private static void echo(StreamReader reader, StreamWriter writer) throws IOException {
        writer.write(reader.readline());
        writer.close();
    }
}
