package org.asyncio4j.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.stream.Streams.openConnection;
import static org.asyncio4j.stream.Streams.startServer;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.util.Objects;
import org.asyncio4j.Future;
import org.asyncio4j.net.Server;
import org.asyncio4j.transport.ExtraInfo;

/**
 * Both ends of one connection, as a test likes to have them.
 *
 * @param client the end that has connected
 * @param served the end that was accepted
 */
record Ends(Connection client, Connection served) {

    /** What happens between the two. */
    interface Scene {
        void play(Connection client, Connection served) throws Exception;
    }

    /** Connects the two; they are aborted when the scene is over. */
    static void play(Scene scene) throws Exception {
        Future<Connection> accepted = getRunningLoop().createFuture();
        try (Server server = startServer((reader, writer) -> accepted.setResult(new Connection(reader, writer)),
                "127.0.0.1", 0)) {
            Connection client = openConnection("127.0.0.1", server.port());
            Connection served = accepted.await();
            try {
                scene.play(client, served);
            } finally {
                abort(client);
                abort(served);
            }
        }
    }

    static void abort(Connection connection) {
        connection.writer().transport().abort();
    }

    /** Ends a connection so that the other end is told of an error. */
    static void reset(Connection connection) throws IOException {
        Objects.requireNonNull(connection.writer().getExtraInfo(ExtraInfo.SOCKET))
                .setsockopt(StandardSocketOptions.SO_LINGER, 0);
        abort(connection);
    }

    /**
     * Lets the system keep little of what is written, so that most of it waits in the writer; but room for more than one
     * segment of the loopback interface, since without that each of them waits for a delayed acknowledgement.
     */
    static void keepLittle(Connection connection) throws IOException {
        Objects.requireNonNull(connection.writer().getExtraInfo(ExtraInfo.SOCKET))
                .setsockopt(StandardSocketOptions.SO_SNDBUF, 128 * 1024);
    }

    static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
