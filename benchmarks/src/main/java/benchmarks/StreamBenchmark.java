package benchmarks;

import static org.asyncio4j.Asyncio.taskGroup;
import static org.asyncio4j.stream.Streams.openConnection;
import static org.asyncio4j.stream.Streams.startServer;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.asyncio4j.net.Server;
import org.asyncio4j.stream.Connection;
import org.asyncio4j.stream.StreamReader;
import org.asyncio4j.stream.StreamWriter;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;

/** Connections over loopback with both ends in the loop. */
public class StreamBenchmark extends LoopBenchmark {

    private static final String HOST = "127.0.0.1";
    private static final int MESSAGES = 1000;
    private static final int MESSAGE_BYTES = 1024;

    /** How many connections talk at once. */
    @Param({"1", "100"})
    public int connections = 1;

    private final List<Connection> opened = new ArrayList<>();
    private @Nullable Server server;

    @Override
    void prepare() throws IOException {
        Server listening = startServer(StreamBenchmark::echo, HOST, 0);
        server = listening;
        for (int i = 0; i < connections; i++) {
            opened.add(openConnection(HOST, listening.port()));
        }
    }

    private static void echo(StreamReader reader, StreamWriter writer) throws IOException {
        try (var _ = new Connection(reader, writer)) {
            for (byte[] data = reader.read(MESSAGE_BYTES); data.length > 0; data = reader.read(MESSAGE_BYTES)) {
                writer.write(data);
                writer.drain();
            }
        }
    }

    @Override
    void release() throws IOException {
        for (Connection connection : opened) {
            connection.close();
        }
        if (server != null) {
            server.close();
            server.waitClosed();
        }
    }

    /** An operation is one message there and back: two writes and two reads. */
    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public void echo() {
        run(() -> taskGroup(group -> {
            for (Connection connection : opened) {
                group.createTask(() -> {
                    byte[] message = new byte[MESSAGE_BYTES];
                    for (int i = 0; i < MESSAGES / connections; i++) {
                        connection.writer().write(message);
                        connection.writer().drain();
                        connection.reader().readexactly(MESSAGE_BYTES);
                    }
                });
            }
        }));
    }
}
