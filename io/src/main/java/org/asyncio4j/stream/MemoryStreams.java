package org.asyncio4j.stream;

import java.util.Objects;
import org.asyncio4j.Asyncio;
import org.asyncio4j.EventLoop;
import org.asyncio4j.net.MemoryPair;
import org.asyncio4j.net.MemoryTransports;
import org.asyncio4j.net.MemoryWire;
import org.jspecify.annotations.Nullable;

/**
 * Connections in memory, to test tasks without a network: {@code import static org.asyncio4j.stream.MemoryStreams.*;}. See
 * {@link MemoryTransports} for what they have in common with sockets, and {@link MemoryWire} for limits and faults.
 *
 * <pre>{@code
 * try (var client = memoryConnection(this::handle)) {
 *     client.writer().write("hello\n", UTF_8);
 *     assertEquals("HELLO\n", client.reader().readline(UTF_8));
 * }
 * }</pre>
 */
public final class MemoryStreams {

    private MemoryStreams() {}

    /**
     * Connects two streams with each other.
     *
     * @return both ends, to be closed
     */
    public static MemoryStreamPair memoryStreamPair() {
        return memoryStreamPair(new MemoryWire(), new MemoryWire());
    }

    /**
     * Connects two streams with each other by wires that have limits or faults.
     *
     * @param toRight carries what the left end writes
     * @param toLeft carries what the right end writes
     * @return both ends, to be closed
     * @throws IllegalStateException if one of the wires has been used already
     */
    public static MemoryStreamPair memoryStreamPair(MemoryWire toRight, MemoryWire toLeft) {
        return connect(null, toRight, toLeft);
    }

    /**
     * Connects to a handler as a server would run it: as a task, and what it throws is reported.
     *
     * @param handler what the task runs
     * @return the end of the client, to be closed
     */
    public static Connection memoryConnection(ClientHandler handler) {
        return memoryConnection(handler, new MemoryWire(), new MemoryWire());
    }

    /**
     * Connects to a handler by wires that have limits or faults.
     *
     * @param handler what the task runs
     * @param toServer carries what the client writes
     * @param toClient carries what the handler writes
     * @return the end of the client, to be closed
     * @throws IllegalStateException if one of the wires has been used already
     */
    public static Connection memoryConnection(ClientHandler handler, MemoryWire toServer, MemoryWire toClient) {
        return connect(Objects.requireNonNull(handler, "handler"), toServer, toClient).left();
    }

    private static MemoryStreamPair connect(@Nullable ClientHandler handler, MemoryWire toRight, MemoryWire toLeft) {
        EventLoop loop = Asyncio.getRunningLoop();
        MemoryPair<StreamConnectionProtocol, StreamConnectionProtocol> pair = MemoryTransports.memoryTransportPair(
                () -> StreamConnectionProtocol.client(loop, newReader(loop)),
                () -> StreamConnectionProtocol.server(loop, newReader(loop), handler), toRight, toLeft);
        return new MemoryStreamPair(Connection.of(pair.left()), Connection.of(pair.right()));
    }

    private static StreamReader newReader(EventLoop loop) {
        return new StreamReader(StreamReader.DEFAULT_LIMIT, loop);
    }
}
