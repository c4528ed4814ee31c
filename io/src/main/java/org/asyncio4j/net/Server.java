package org.asyncio4j.net;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.asyncio4j.Asyncio;
import org.asyncio4j.CancelledError;
import org.asyncio4j.EventLoop;
import org.asyncio4j.ExceptionContext;
import org.asyncio4j.Future;
import org.asyncio4j.KeyboardInterrupt;
import org.asyncio4j.SystemExit;
import org.asyncio4j.TimeoutError;
import org.asyncio4j.tls.TlsLayer;
import org.asyncio4j.tls.TlsOptions;
import org.asyncio4j.transport.StreamProtocol;
import org.asyncio4j.transport.Transport;
import org.asyncio4j.transport.TransportSocket;
import org.jspecify.annotations.Nullable;

/**
 * Listening sockets, and the connections they have accepted. Made by {@link Net#createServer} and its relatives.
 *
 * <p>Closed by {@code try}-with-resources, it stops listening and leaves the connections it has open; {@link #waitClosed}
 * waits for their end, {@link #closeAndDrain} gives them a limited time.
 */
public final class Server implements AutoCloseable {

    /*
     *   bound --startServing--> serving --close--> closed --no connection is left--> over
     *
     * Waiting for the end is waiting for the last state.
     */

    /** How long to let the system recover when it has no descriptors or memory left. */
    private static final Duration ACCEPT_RETRY_DELAY = Duration.ofSeconds(1);

    // written once
    private final EventLoop loop;
    private final Supplier<? extends StreamProtocol> protocolFactory;
    private final ServerOptions options;
    private final @Nullable SocketFile file;

    // loop thread only
    private final List<ServerSocketChannel> channels;
    private List<TransportSocket> sockets;
    /** Sockets that have no transport yet: they are given one in the tick after they were accepted. */
    private final Deque<SocketChannel> accepted = new ArrayDeque<>();
    private final Set<Transport> connections = new LinkedHashSet<>();
    private final List<Future<Boolean>> waiters = new ArrayList<>();
    private boolean serving;
    private boolean closed;
    private @Nullable Future<Boolean> forever;
    private final SpareDescriptor spare = new SpareDescriptor();

    Server(EventLoop loop, List<ServerSocketChannel> channels, Supplier<? extends StreamProtocol> protocolFactory,
            ServerOptions options) throws IOException {
        this.loop = loop;
        this.channels = channels;
        this.protocolFactory = protocolFactory;
        this.options = options;
        var views = new ArrayList<TransportSocket>();
        SocketFile ownFile = null;
        for (ServerSocketChannel channel : channels) {
            channel.configureBlocking(false);
            InUse.claim(loop, channel, this);
            views.add(new TransportSocket(channel, null));
            if (channel.getLocalAddress() instanceof UnixDomainSocketAddress unix) {
                ownFile = SocketFile.at(unix.getPath());
            }
        }
        this.sockets = List.copyOf(views);
        this.file = ownFile;
        spare.hold();
    }

    // ---- accepting ----

    /**
     * Begins to accept connections. Doing it twice does nothing.
     *
     * @throws IllegalStateException if the server is closed
     */
    public void startServing() {
        serve();
        Asyncio.sleep(Duration.ZERO);
    }

    void serve() {
        if (closed) {
            throw new IllegalStateException("server " + this + " is closed");
        }
        if (!serving) {
            serving = true;
            channels.forEach(this::listen);
        }
    }

    private void listen(ServerSocketChannel channel) {
        loop.addReader(channel, () -> accept(channel));
    }

    private void accept(ServerSocketChannel channel) {
        for (int i = 0; i <= options.backlog(); i++) {
            SocketChannel connection;
            try {
                connection = channel.accept();
            } catch (ClosedChannelException _) {
                return;
            } catch (IOException e) {
                // connections that were aborted are skipped by the JDK; what is left is a lack of something
                pause(channel, e);
                return;
            }
            if (connection == null) {
                return;
            }
            accepted.add(connection);
            loop.callSoon(this::begin);
        }
    }

    private void pause(ServerSocketChannel channel, IOException lack) {
        loop.removeReader(channel);
        spare.release();
        loop.callLater(ACCEPT_RETRY_DELAY, () -> {
            if (serving) {
                spare.holdIfPossible();
                listen(channel);
            }
        });
        loop.callExceptionHandler(ExceptionContext.of("socket.accept() out of system resource")
                .withException(lack)
                .with("socket", channel));
    }

    private void begin() {
        SocketChannel connection = accepted.poll();
        if (connection == null) {
            return; // the server was closed since
        }
        boolean begun = false;
        try {
            connection.configureBlocking(false);
            Net.prepare(connection);
            if (options.keepAlive() && connection.supportedOptions().contains(StandardSocketOptions.SO_KEEPALIVE)) {
                connection.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
            }
            StreamProtocol protocol = protocolFactory.get();
            TlsOptions ssl = options.ssl();
            StreamProtocol lower = ssl == null ? protocol : TlsLayer.server(loop, protocol, ssl).protocol();
            new SocketTransport(loop, connection, lower, connection.getRemoteAddress(), this)
                    .start(null);
            begun = true;
        } catch (KeyboardInterrupt | SystemExit stop) {
            throw stop;
        } catch (Throwable error) {
            if (loop.getDebug()) {
                loop.callExceptionHandler(
                        ExceptionContext.of("Error on transport creation for incoming connection")
                                .withException(error));
            }
        } finally {
            if (!begun) {
                Connecting.closeQuietly(connection);
            }
        }
    }

    void attach(Transport connection) {
        connections.add(connection);
    }

    void detach(Transport connection) {
        connections.remove(connection);
        wakeIfOver();
    }

    /**
     * Accepts connections until the task is cancelled or the server is closed; both end in a {@link CancelledError}, when
     * the server is closed, and its connections too.
     *
     * @throws IllegalStateException if the server is closed, or another task does the same
     */
    public void serveForever() {
        if (forever != null) {
            throw new IllegalStateException("server " + this + " is already being awaited on serve_forever()");
        }
        if (closed) {
            throw new IllegalStateException("server " + this + " is closed");
        }
        Future<Boolean> end = loop.createFuture();
        forever = end;
        try {
            startServing();
            end.await();
        } catch (CancelledError cancelled) {
            close();
            closeClients();
            waitClosed();
            throw cancelled;
        } finally {
            forever = null;
        }
    }

    // ---- closing ----

    /**
     * Stops listening, at once. The connections that were accepted stay open. A task in {@link #serveForever} is
     * cancelled. Closing twice does nothing.
     */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        serving = false;
        sockets = List.of();
        spare.release();
        for (ServerSocketChannel channel : channels) {
            if (!loop.isClosed()) {
                loop.removeChannel(channel);
            }
            InUse.close(loop, channel, this);
        }
        // not later: who waits for the end must not miss one, and the loop may be at its own end
        accepted.forEach(Connecting::closeQuietly);
        accepted.clear();
        if (file != null) {
            file.delete();
        }
        if (forever != null) {
            forever.cancel();
        }
        wakeIfOver();
    }

    /** Closes every connection; what they have still to send is sent. */
    public void closeClients() {
        List.copyOf(connections).forEach(connection -> TlsLayer.outermost(connection).close());
    }

    /** Closes every connection at once. */
    public void abortClients() {
        List.copyOf(connections).forEach(Transport::abort);
    }

    /** Waits until the server is closed and none of its connections is left. */
    public void waitClosed() {
        if (isOver()) {
            return;
        }
        Future<Boolean> waiter = loop.createFuture();
        waiters.add(waiter);
        try {
            waiter.await();
        } finally {
            waiters.remove(waiter);
        }
    }

    /**
     * Closes the server, gives its connections time to end by themselves, and aborts those that are left.
     *
     * @param grace how long to wait
     * @return whether all had ended when the time was up
     */
    public boolean closeAndDrain(Duration grace) {
        close();
        if (isOver()) {
            return true;
        }
        try {
            Asyncio.waitFor(this::waitClosed, grace);
            return true;
        } catch (TimeoutError _) {
            abortClients();
            waitClosed();
            return false;
        }
    }

    private boolean isOver() {
        return closed && connections.isEmpty();
    }

    private void wakeIfOver() {
        if (isOver()) {
            for (Future<Boolean> waiter : waiters) {
                if (!waiter.done()) {
                    waiter.setResult(true);
                }
            }
        }
    }

    // ---- looking ----

    /**
     * Tells whether connections are accepted.
     *
     * @return true from {@link #startServing} to {@link #close}
     */
    public boolean isServing() {
        return serving;
    }

    /**
     * Returns the sockets that listen.
     *
     * @return the sockets; none once the server is closed
     */
    public List<TransportSocket> sockets() {
        return sockets;
    }

    /**
     * Returns the port that is listened on, the first one if there are several: what to connect to after asking for port
     * 0.
     *
     * @return the port
     * @throws IllegalStateException if the server is closed, or listens on a Unix socket
     */
    public int port() {
        if (!sockets.isEmpty() && sockets.getFirst().getsockname() instanceof InetSocketAddress address) {
            return address.getPort();
        }
        throw new IllegalStateException(this + " listens on no port: it is closed, or has a Unix socket");
    }

    /**
     * Returns the loop of this server.
     *
     * @return the loop
     */
    public EventLoop getLoop() {
        return loop;
    }

    @Override
    public String toString() {
        return "<Server sockets=" + sockets + ">";
    }

    // ---- making ----

    /** Binds a socket, which listens from then on. */
    static ServerSocketChannel listen(@Nullable StandardProtocolFamily family, SocketAddress address,
            ServerOptions options) throws IOException {
        Objects.requireNonNull(options, "options");
        ServerSocketChannel channel = family == null ? ServerSocketChannel.open() : ServerSocketChannel.open(family);
        boolean bound = false;
        try {
            if (family != StandardProtocolFamily.UNIX) {
                channel.setOption(StandardSocketOptions.SO_REUSEADDR, options.reuseAddress());
                if (options.reusePort()) {
                    channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
                }
            }
            channel.bind(address, options.backlog());
            bound = true;
            return channel;
        } catch (IOException e) {
            var failure = new BindException(
                    "error while attempting to bind on address " + address + ": " + e.getMessage());
            failure.initCause(e);
            throw failure;
        } finally {
            if (!bound) {
                channel.close();
            }
        }
    }

    /** Whether a port of an address can be had at all: one that is in use, or not for everybody, does not tell. */
    static boolean canBindTo(@Nullable StandardProtocolFamily family, InetAddress host) throws IOException {
        try (SocketChannel probe = family == null ? SocketChannel.open() : SocketChannel.open(family)) {
            probe.bind(new InetSocketAddress(host, 0));
            return true;
        } catch (BindException _) {
            return false;
        }
    }
}
