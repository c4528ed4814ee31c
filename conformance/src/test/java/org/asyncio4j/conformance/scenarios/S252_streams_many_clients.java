package org.asyncio4j.conformance.scenarios;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.currentTask;
import static org.asyncio4j.Asyncio.gather;
import static org.asyncio4j.stream.Streams.openConnection;
import static org.asyncio4j.stream.Streams.startServer;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.asyncio4j.Task;
import org.asyncio4j.conformance.RealTimeOnly;
import org.asyncio4j.conformance.Scenario;
import org.asyncio4j.net.Server;
import org.asyncio4j.stream.Connection;
import org.asyncio4j.stream.StreamReader;
import org.asyncio4j.stream.StreamWriter;
import org.asyncio4j.sync.Event;

@RealTimeOnly
final class S252_streams_many_clients extends Scenario {

    private final Event allIn = new Event();
    private final Set<Task<?>> tasks = new HashSet<>();
    private int active;
    private int peak;

    private void handle(StreamReader reader, StreamWriter writer) throws IOException {
        tasks.add(currentTask());
        active++;
        peak = Math.max(peak, active);
        if (active == 3) {
            allIn.set();
        }
        String name = reader.readline(UTF_8).strip();
        allIn.await();
        writer.write("hello " + name + "\n", UTF_8);
        active--;
        writer.close();
    }

    private static String client(int port, String name) throws IOException {
        Connection connection = openConnection("127.0.0.1", port);
        connection.writer().write(name + "\n", UTF_8);
        String answer = connection.reader().readline(UTF_8).strip();
        connection.writer().close();
        return answer;
    }

    private void main() throws IOException {
        Server server = startServer(this::handle, "127.0.0.1", 0);
        try (server) {
            int port = server.port();
            print(String.join(" | ",
                    await(gather(() -> client(port, "ann"), () -> client(port, "bob"), () -> client(port, "cyd")))));
        }
        server.waitClosed();
        print("peak", peak, "distinct tasks", tasks.size());
    }

    @Override
    protected void script() {
        run(this::main);
    }
}
