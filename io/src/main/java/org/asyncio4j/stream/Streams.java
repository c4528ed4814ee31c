package org.asyncio4j.stream;

import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Supplier;
import org.asyncio4j.Asyncio;
import org.asyncio4j.EventLoop;
import org.asyncio4j.net.ConnectOptions;
import org.asyncio4j.net.Net;
import org.asyncio4j.net.Server;
import org.asyncio4j.net.ServerOptions;
import org.jspecify.annotations.Nullable;

/**
 * Connections and servers for tasks: {@code import static org.asyncio4j.stream.Streams.*;}.
 *
 * <p>A limit is the longest line a reader takes, and half of what it holds before receiving pauses; it is
 * {@link StreamReader#DEFAULT_LIMIT} where none is given. One that is not above 0 is refused with an
 * {@link IllegalArgumentException}.
 */
public final class Streams {

    private Streams() {}

    // ---- connecting ----

    /**
     * Connects to a host over TCP.
     *
     * <p><b>Cancellation:</b> the connection is given up, and its socket closed.
     *
     * @param host a name or an address
     * @param port the port
     * @return the connection, to be closed
     * @throws IOException if the name is unknown, or no address takes the connection
     */
    public static Connection openConnection(String host, int port) throws IOException {
        return openConnection(host, port, StreamReader.DEFAULT_LIMIT);
    }

    /**
     * Connects to a host over TCP.
     *
     * @param host a name or an address
     * @param port the port
     * @param limit the limit of the reader
     * @return the connection, to be closed
     * @throws IOException if the name is unknown, or no address takes the connection
     */
    public static Connection openConnection(String host, int port, int limit) throws IOException {
        return openConnection(host, port, limit, ConnectOptions.defaults());
    }

    /**
     * Connects to a host over TCP.
     *
     * @param host a name or an address
     * @param port the port
     * @param limit the limit of the reader
     * @param options how to connect
     * @return the connection, to be closed
     * @throws IOException if the name is unknown, or no address takes the connection
     */
    public static Connection openConnection(String host, int port, int limit, ConnectOptions options)
            throws IOException {
        return Connection.of(Net.createConnection(protocols(limit, null), host, port, options));
    }

    /**
     * Takes a connected socket over, which is the connection's from then on.
     *
     * @param sock a connected socket, over TCP or a Unix socket
     * @param limit the limit of the reader
     * @return the connection, to be closed
     * @throws IOException if the socket is closed
     * @throws IllegalStateException if it belongs to a transport already
     */
    public static Connection openConnection(SocketChannel sock, int limit) throws IOException {
        return Connection.of(Net.createConnection(protocols(limit, null), sock));
    }

    /**
     * Connects to a Unix socket.
     *
     * @param path the file of the socket
     * @return the connection, to be closed
     * @throws java.nio.file.NoSuchFileException if there is no such file
     * @throws IOException if the connection fails
     */
    public static Connection openUnixConnection(Path path) throws IOException {
        return openUnixConnection(path, StreamReader.DEFAULT_LIMIT);
    }

    /**
     * Connects to a Unix socket.
     *
     * @param path the file of the socket
     * @param limit the limit of the reader
     * @return the connection, to be closed
     * @throws java.nio.file.NoSuchFileException if there is no such file
     * @throws IOException if the connection fails
     */
    public static Connection openUnixConnection(Path path, int limit) throws IOException {
        return openUnixConnection(path, limit, ConnectOptions.defaults());
    }

    /**
     * Connects to a Unix socket.
     *
     * @param path the file of the socket
     * @param limit the limit of the reader
     * @param options how to use TLS; the others are about addresses, and have no effect
     * @return the connection, to be closed
     * @throws java.nio.file.NoSuchFileException if there is no such file
     * @throws IOException if the connection fails, or the handshake does
     */
    public static Connection openUnixConnection(Path path, int limit, ConnectOptions options) throws IOException {
        return Connection.of(Net.createUnixConnection(protocols(limit, null), path, options));
    }

    // ---- serving ----

    /**
     * Serves TCP on a port, with a task for each connection.
     *
     * @param handler what the task runs
     * @param host the address to listen on, or a name with several; empty for all of this machine
     * @param port the port; 0 for one that is free
     * @return the server, which accepts connections
     * @throws IOException if the name is unknown, or an address cannot be had
     */
    public static Server startServer(ClientHandler handler, String host, int port) throws IOException {
        return startServer(handler, host, port, StreamReader.DEFAULT_LIMIT);
    }

    /**
     * Serves TCP on a port, with a task for each connection.
     *
     * @param handler what the task runs
     * @param host the address to listen on, or a name with several; empty for all of this machine
     * @param port the port; 0 for one that is free
     * @param limit the limit of each reader
     * @return the server, which accepts connections
     * @throws IOException if the name is unknown, or an address cannot be had
     */
    public static Server startServer(ClientHandler handler, String host, int port, int limit) throws IOException {
        return startServer(handler, host, port, limit, ServerOptions.defaults());
    }

    /**
     * Serves TCP on a port, with a task for each connection.
     *
     * @param handler what the task runs
     * @param host the address to listen on, or a name with several; empty for all of this machine
     * @param port the port; 0 for one that is free
     * @param limit the limit of each reader
     * @param options how to serve
     * @return the server
     * @throws IOException if the name is unknown, or an address cannot be had
     */
    public static Server startServer(ClientHandler handler, String host, int port, int limit, ServerOptions options)
            throws IOException {
        return Net.createServer(protocols(limit, Objects.requireNonNull(handler, "handler")), host, port, options);
    }

    /**
     * Serves on a socket that is bound, which is the server's from then on, with a task for each connection.
     *
     * @param handler what the task runs
     * @param sock a bound socket, of TCP or a Unix socket
     * @param limit the limit of each reader
     * @param options how to serve
     * @return the server
     * @throws IOException if the socket is closed
     */
    public static Server startServer(ClientHandler handler, ServerSocketChannel sock, int limit, ServerOptions options)
            throws IOException {
        return Net.createServer(protocols(limit, Objects.requireNonNull(handler, "handler")), sock, options);
    }

    /**
     * Serves on a Unix socket, with a task for each connection. A socket that is left of an earlier server is replaced;
     * closing the server removes the file.
     *
     * @param handler what the task runs
     * @param path where to make the socket
     * @return the server, which accepts connections
     * @throws IOException if the socket cannot be made, or another kind of file is there
     */
    public static Server startUnixServer(ClientHandler handler, Path path) throws IOException {
        return startUnixServer(handler, path, StreamReader.DEFAULT_LIMIT, ServerOptions.defaults());
    }

    /**
     * Serves on a Unix socket, with a task for each connection.
     *
     * @param handler what the task runs
     * @param path where to make the socket
     * @param limit the limit of each reader
     * @param options how to serve
     * @return the server
     * @throws IOException if the socket cannot be made, or another kind of file is there
     */
    public static Server startUnixServer(ClientHandler handler, Path path, int limit, ServerOptions options)
            throws IOException {
        return Net.createUnixServer(protocols(limit, Objects.requireNonNull(handler, "handler")), path, options);
    }

    private static Supplier<StreamConnectionProtocol> protocols(int limit, @Nullable ClientHandler handler) {
        EventLoop loop = Asyncio.getRunningLoop();
        StreamReader.checkLimit(limit);
        return () -> {
            var reader = new StreamReader(limit, loop);
            return handler == null
                    ? StreamConnectionProtocol.client(loop, reader)
                    : StreamConnectionProtocol.server(loop, reader, handler);
        };
    }
}
