package org.asyncio4j.net;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.asyncio4j.Asyncio;
import org.asyncio4j.EventLoop;
import org.asyncio4j.Future;
import org.asyncio4j.tls.TlsLayer;
import org.asyncio4j.tls.TlsOptions;
import org.asyncio4j.transport.StreamProtocol;
import org.asyncio4j.transport.Transport;
import org.jspecify.annotations.Nullable;

/**
 * Connections and servers for protocols: {@code import static org.asyncio4j.net.Net.*;}. They are methods of the loop in
 * asyncio; here they use the running one.
 */
public final class Net {

    private static final Logger LOG = System.getLogger("asyncio");

    private Net() {}

    // ---- connecting ----

    /**
     * Connects to a host over TCP. Its addresses are tried one after the other.
     *
     * <p><b>Cancellation:</b> the connection is given up, and its socket closed.
     *
     * @param <P> the type of the protocol
     * @param protocolFactory makes the protocol, once the connection is there
     * @param host a name or an address; empty for this machine
     * @param port the port
     * @return the connection; its protocol knows of it
     * @throws IOException if the name is unknown, or no address takes the connection
     */
    public static <P extends StreamProtocol> Connected<P> createConnection(Supplier<P> protocolFactory, String host,
            int port) throws IOException {
        return createConnection(protocolFactory, host, port, ConnectOptions.defaults());
    }

    /**
     * Connects to a host over TCP.
     *
     * @param <P> the type of the protocol
     * @param protocolFactory makes the protocol
     * @param host a name or an address; empty for this machine
     * @param port the port
     * @param options how to connect
     * @return the connection
     * @throws IOException if the name is unknown, or no address takes the connection
     * @throws org.asyncio4j.ExceptionGroup in the place of that, if {@link ConnectOptions#allErrors} says so
     */
    public static <P extends StreamProtocol> Connected<P> createConnection(Supplier<P> protocolFactory, String host,
            int port, ConnectOptions options) throws IOException {
        Objects.requireNonNull(protocolFactory, "protocolFactory");
        Objects.requireNonNull(options, "options");
        SocketChannel channel = new Connecting(options).to(Resolver.resolve(host, port, options.family()));
        return start(protocolFactory, channel, client(options.ssl(), host, port));
    }

    /**
     * Takes a connected socket over, which is the transport's from then on.
     *
     * @param <P> the type of the protocol
     * @param protocolFactory makes the protocol
     * @param sock a connected socket, over TCP or a Unix socket
     * @return the connection
     * @throws IOException if the socket fails
     * @throws IllegalArgumentException if the socket is not connected
     * @throws IllegalStateException if it belongs to a transport already
     */
    public static <P extends StreamProtocol> Connected<P> createConnection(Supplier<P> protocolFactory,
            SocketChannel sock) throws IOException {
        return start(protocolFactory, connected(protocolFactory, sock), _ -> null);
    }

    /**
     * Takes a socket over that was accepted elsewhere, which is the transport's from then on. This end is the server's.
     *
     * @param <P> the type of the protocol
     * @param protocolFactory makes the protocol
     * @param sock a connected socket, over TCP or a Unix socket
     * @param ssl how to use TLS; null for a plain connection
     * @return the connection
     * @throws IOException if the socket or the handshake fails
     * @throws IllegalArgumentException if the socket is not connected
     * @throws IllegalStateException if it belongs to a transport already
     */
    public static <P extends StreamProtocol> Connected<P> connectAcceptedSocket(Supplier<P> protocolFactory,
            SocketChannel sock, @Nullable TlsOptions ssl) throws IOException {
        return start(protocolFactory, connected(protocolFactory, sock),
                protocol -> ssl == null ? null : TlsLayer.server(running(), protocol, ssl));
    }

    private static SocketChannel connected(Supplier<?> protocolFactory, SocketChannel sock) {
        Objects.requireNonNull(protocolFactory, "protocolFactory");
        if (!Objects.requireNonNull(sock, "sock").isConnected()) {
            throw new IllegalArgumentException("A connected socket was expected, got " + sock);
        }
        InUse.check(running(), sock);
        return sock;
    }

    /**
     * Connects to a Unix socket.
     *
     * @param <P> the type of the protocol
     * @param protocolFactory makes the protocol
     * @param path the file of the socket
     * @return the connection
     * @throws java.nio.file.NoSuchFileException if there is no such file
     * @throws IOException if the connection fails
     */
    public static <P extends StreamProtocol> Connected<P> createUnixConnection(Supplier<P> protocolFactory, Path path)
            throws IOException {
        return createUnixConnection(protocolFactory, path, ConnectOptions.defaults());
    }

    /**
     * Connects to a Unix socket.
     *
     * <p><b>Cancellation:</b> the connection is given up, and its socket closed.
     *
     * @param <P> the type of the protocol
     * @param protocolFactory makes the protocol
     * @param path the file of the socket
     * @param options how to use TLS; the others are about addresses, and have no effect. There is no host, so a client that
     *        checks names gives the {@linkplain TlsOptions#withServerHostname name} of the server
     * @return the connection
     * @throws java.nio.file.NoSuchFileException if there is no such file
     * @throws IOException if the connection fails, or the handshake does
     */
    public static <P extends StreamProtocol> Connected<P> createUnixConnection(Supplier<P> protocolFactory, Path path,
            ConnectOptions options) throws IOException {
        Objects.requireNonNull(protocolFactory, "protocolFactory");
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(options, "options");
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        boolean connected = false;
        try {
            channel.configureBlocking(false);
            Sockets.sockConnect(channel, UnixDomainSocketAddress.of(path));
            connected = true;
        } finally {
            if (!connected) {
                channel.close();
            }
        }
        return start(protocolFactory, channel, client(options.ssl(), "", -1));
    }

    private static <P extends StreamProtocol> Function<P, @Nullable TlsLayer> client(@Nullable TlsOptions ssl,
            String host,
            int port) {
        return protocol -> ssl == null ? null : TlsLayer.client(running(), protocol, ssl, host, port);
    }

    private static EventLoop running() {
        return Asyncio.getRunningLoop();
    }

    private static <P extends StreamProtocol> Connected<P> start(Supplier<P> protocolFactory, SocketChannel channel,
            Function<P, @Nullable TlsLayer> tls) throws IOException {
        EventLoop loop = running();
        SocketTransport transport;
        P protocol;
        TlsLayer layer;
        boolean made = false;
        try {
            channel.configureBlocking(false);
            prepare(channel);
            protocol = protocolFactory.get();
            layer = tls.apply(protocol);
            transport = new SocketTransport(loop, channel, layer == null ? protocol : layer.protocol(),
                    channel.getRemoteAddress(), null);
            made = true;
        } finally {
            if (!made) {
                channel.close();
            }
        }
        Future<Boolean> started = layer == null ? loop.createFuture() : layer.handshake();
        transport.start(layer == null ? started : null);
        Beginning.await(started, transport::close);
        return new Connected<>(layer == null ? transport : layer.transport(), protocol);
    }

    /** Small writes are sent at once, as in asyncio. */
    static void prepare(SocketChannel channel) throws IOException {
        if (channel.getLocalAddress() instanceof InetSocketAddress) {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        }
    }

    // ---- sending files ----

    /**
     * Sends a file over a connection, from its beginning to its end.
     *
     * @param transport the connection
     * @param file an ordinary file, open for reading
     * @return how many bytes were sent
     * @throws IOException if the file or the connection fails
     * @throws IllegalStateException if the connection is closing, or its output was ended, or it is sending a file already
     */
    public static long sendfile(Transport transport, FileChannel file) throws IOException {
        return sendfile(transport, file, 0, Long.MAX_VALUE, true);
    }

    /**
     * Sends a part of a file over a connection. Suspends the current task until all of it is handed to the system, or to a
     * transport that is not a plain socket.
     *
     * <p>It comes after what was written, and the protocol receives nothing meanwhile, whoever resumes reading. A plain
     * socket gets the file from the system, without a copy in this program, and refuses other writes until the end; closing
     * it waits for the file. For other transports, such as those with TLS, the file is read and written, as fast as their
     * water marks allow, in the place of the protocol.
     *
     * <p>The threads for files read it in both cases, since that can wait for a disk: never the loop. The position of the
     * file is moved behind what was sent, after an error and after a cancellation too.
     *
     * <p><b>Cancellation:</b> nothing more is sent, and the connection stays open; a piece that a thread works at is waited
     * for.
     *
     * @param transport the connection
     * @param file an ordinary file, open for reading
     * @param offset where to begin in it
     * @param count the most to send, above 0
     * @param fallback whether the file may be read and written if the system cannot send it over this transport
     * @return how many bytes were sent: fewer than the most if the file ends before
     * @throws SendfileNotAvailableError if it would have to be read and written, and may not
     * @throws IOException if the file or the connection fails
     * @throws IllegalStateException if the connection is closing, or its output was ended, or it is sending a file already
     */
    public static long sendfile(Transport transport, FileChannel file, long offset, long count, boolean fallback)
            throws IOException {
        Objects.requireNonNull(file, "file");
        if (Objects.requireNonNull(transport, "transport").isClosing()) {
            throw new IllegalStateException("Transport is closing: " + transport);
        }
        FileTransfer.check(offset, count);
        if (transport instanceof SocketTransport socket) {
            return socket.sendfile(file, offset, count);
        }
        if (!fallback) {
            throw new SendfileNotAvailableError(
                    "fallback is disabled and native sendfile is not supported for transport " + transport);
        }
        if (transport.getProtocol() instanceof FileCopy) {
            throw FileTransfer.busy(transport);
        }
        return new FileCopy(Asyncio.getRunningLoop(), transport, file, offset, count).run();
    }

    // ---- serving ----

    /**
     * Serves TCP on a port.
     *
     * @param protocolFactory makes the protocol of each connection
     * @param host the address to listen on, or a name with several; empty for all of this machine, by one socket
     * @param port the port; 0 for one that is free, another for each address
     * @return the server, which accepts connections
     * @throws IOException if the name is unknown, or an address cannot be had
     */
    public static Server createServer(Supplier<? extends StreamProtocol> protocolFactory, String host, int port)
            throws IOException {
        return createServer(protocolFactory, host, port, ServerOptions.defaults());
    }

    /**
     * Serves TCP on a port.
     *
     * @param protocolFactory makes the protocol of each connection
     * @param host the address to listen on, or a name with several; empty for all of this machine, by one socket
     * @param port the port; 0 for one that is free, another for each address
     * @param options how to serve
     * @return the server
     * @throws IOException if the name is unknown, or an address cannot be had
     */
    public static Server createServer(Supplier<? extends StreamProtocol> protocolFactory, String host, int port,
            ServerOptions options) throws IOException {
        return createServer(protocolFactory, List.of(Objects.requireNonNull(host, "host")), port, options);
    }

    /**
     * Serves TCP on several addresses.
     *
     * @param protocolFactory makes the protocol of each connection
     * @param hosts the addresses or names; each address is listened on once
     * @param port the port; 0 for one that is free, another for each address
     * @param options how to serve
     * @return the server
     * @throws IOException if a name is unknown, or an address cannot be had
     */
    public static Server createServer(Supplier<? extends StreamProtocol> protocolFactory, List<String> hosts, int port,
            ServerOptions options) throws IOException {
        Objects.requireNonNull(protocolFactory, "protocolFactory");
        Objects.requireNonNull(options, "options");
        if (hosts.isEmpty()) {
            throw new IllegalArgumentException("Neither host/port nor sock were specified");
        }
        Set<InetSocketAddress> addresses = new LinkedHashSet<>();
        for (String host : hosts) {
            if (host.isEmpty()) {
                addresses.add(everywhere(port, options.family()));
            } else {
                addresses.addAll(Resolver.resolve(host, port, options.family()));
            }
        }
        List<ServerSocketChannel> channels = new ArrayList<>();
        List<Exception> leftOut = new ArrayList<>();
        boolean bound = false;
        try {
            for (InetSocketAddress address : addresses) {
                ServerSocketChannel channel = listen(address, options, leftOut);
                if (channel != null) {
                    channels.add(channel);
                }
            }
            if (channels.isEmpty()) {
                var failure = new BindException("could not bind on any address out of " + addresses);
                leftOut.forEach(failure::addSuppressed);
                throw failure;
            }
            bound = true;
        } finally {
            if (!bound) {
                closeAll(channels);
            }
        }
        return start(channels, protocolFactory, options);
    }

    /** Null if this machine has no such address: a name may have some of a family that is not in use here. */
    private static @Nullable ServerSocketChannel listen(InetSocketAddress address, ServerOptions options,
            List<Exception> leftOut) throws IOException {
        StandardProtocolFamily family = familyOf(address, options.family());
        try {
            return Server.listen(family, address, options);
        } catch (BindException e) {
            if (Server.canBindTo(family, address.getAddress())) {
                throw e;
            }
            leftOut.add(e);
        } catch (UnsupportedOperationException e) {
            leftOut.add(e); // no sockets of this family
        }
        LOG.log(Level.WARNING, "not listening on " + address + ": it is not an address of this machine");
        return null;
    }

    /** All addresses of this machine that are of a family; null for any. */
    private static InetSocketAddress everywhere(int port, @Nullable StandardProtocolFamily family) {
        if (family == null) {
            return new InetSocketAddress(port);
        }
        String all = family == StandardProtocolFamily.INET ? "0.0.0.0" : "::";
        return new InetSocketAddress(InetAddress.ofLiteral(all), port);
    }

    /** Null for a socket of both families, which the system gives where it can. */
    private static @Nullable StandardProtocolFamily familyOf(InetSocketAddress address,
            @Nullable StandardProtocolFamily wanted) {
        return address.getAddress().isAnyLocalAddress() ? wanted : Resolver.familyOf(address);
    }

    /**
     * Serves on a socket that is bound, which is the server's from then on.
     *
     * @param protocolFactory makes the protocol of each connection
     * @param sock a bound socket, of TCP or a Unix socket
     * @param options how to serve
     * @return the server
     * @throws IOException if the socket is closed
     */
    public static Server createServer(Supplier<? extends StreamProtocol> protocolFactory, ServerSocketChannel sock,
            ServerOptions options) throws IOException {
        Objects.requireNonNull(protocolFactory, "protocolFactory");
        Objects.requireNonNull(options, "options");
        SocketAddress address = Objects.requireNonNull(sock, "sock").getLocalAddress();
        if (address == null) {
            throw new IllegalArgumentException("A bound socket was expected, got " + sock);
        }
        return start(List.of(sock), protocolFactory, options);
    }

    /**
     * Serves on a Unix socket. A socket that is left of an earlier server is replaced; closing the server removes the
     * file.
     *
     * @param protocolFactory makes the protocol of each connection
     * @param path where to make the socket
     * @return the server, which accepts connections
     * @throws IOException if the socket cannot be made, or another kind of file is there
     */
    public static Server createUnixServer(Supplier<? extends StreamProtocol> protocolFactory, Path path)
            throws IOException {
        return createUnixServer(protocolFactory, path, ServerOptions.defaults());
    }

    /**
     * Serves on a Unix socket.
     *
     * @param protocolFactory makes the protocol of each connection
     * @param path where to make the socket
     * @param options how to serve
     * @return the server
     * @throws IOException if the socket cannot be made, or another kind of file is there
     */
    public static Server createUnixServer(Supplier<? extends StreamProtocol> protocolFactory, Path path,
            ServerOptions options) throws IOException {
        Objects.requireNonNull(protocolFactory, "protocolFactory");
        Objects.requireNonNull(options, "options");
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(Objects.requireNonNull(path, "path"));
        running(); // a call without a loop must not remove a socket that is in use
        SocketFile.makeRoom(path);
        ServerSocketChannel channel = Server.listen(StandardProtocolFamily.UNIX, address, options);
        return start(List.of(channel), protocolFactory, options);
    }

    private static Server start(List<ServerSocketChannel> channels, Supplier<? extends StreamProtocol> protocolFactory,
            ServerOptions options) throws IOException {
        Server server = null;
        try {
            server = new Server(Asyncio.getRunningLoop(), channels, protocolFactory, options);
        } finally {
            if (server == null) {
                closeAll(channels);
            }
        }
        if (options.startServing()) {
            boolean begun = false;
            try {
                server.serve();
                Asyncio.sleep(Duration.ZERO);
                begun = true;
            } finally {
                if (!begun) {
                    server.close();
                }
            }
        }
        return server;
    }

    private static void closeAll(List<ServerSocketChannel> channels) throws IOException {
        for (ServerSocketChannel channel : channels) {
            channel.close();
        }
    }
}
