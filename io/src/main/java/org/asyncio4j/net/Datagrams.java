package org.asyncio4j.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;
import java.util.Objects;
import java.util.function.Supplier;
import org.asyncio4j.Asyncio;
import org.asyncio4j.EventLoop;
import org.asyncio4j.Future;
import org.asyncio4j.transport.DatagramProtocol;
import org.jspecify.annotations.Nullable;

/**
 * Endpoints for datagrams over UDP that call a protocol: {@code import static org.asyncio4j.net.Datagrams.*;}. A task that
 * sends and receives by itself uses a {@link UdpSocket}.
 */
public final class Datagrams {

    private Datagrams() {}

    /**
     * Makes an endpoint for UDP. At least one of the addresses is given; a host that is a name is looked up.
     *
     * <p><b>Cancellation:</b> the endpoint is closed.
     *
     * @param <P> the type of the protocol
     * @param protocolFactory makes the protocol
     * @param localAddr the address to receive at, port 0 for one that is free; null for any
     * @param remoteAddr the only address to send to and to receive from; null for all
     * @return the endpoint; its protocol knows of it
     * @throws IOException if a name is unknown, or an address cannot be had
     */
    public static <P extends DatagramProtocol> DatagramEndpoint<P> createDatagramEndpoint(Supplier<P> protocolFactory,
            @Nullable InetSocketAddress localAddr, @Nullable InetSocketAddress remoteAddr) throws IOException {
        return createDatagramEndpoint(protocolFactory, localAddr, remoteAddr, DatagramOptions.defaults());
    }

    /**
     * Makes an endpoint for UDP. An address or a {@linkplain DatagramOptions#withFamily family} is given at least.
     *
     * @param <P> the type of the protocol
     * @param protocolFactory makes the protocol
     * @param localAddr the address to receive at, port 0 for one that is free; null for any
     * @param remoteAddr the only address to send to and, without broadcast, to receive from; null for all
     * @param options how to make it
     * @return the endpoint; its protocol knows of it
     * @throws IOException if a name is unknown, or an address cannot be had
     * @throws IllegalArgumentException if there is neither an address nor a family, or there are two addresses of
     *         different families
     * @throws UnsupportedOperationException if the system has no ports that are shared, and one is wanted
     */
    public static <P extends DatagramProtocol> DatagramEndpoint<P> createDatagramEndpoint(Supplier<P> protocolFactory,
            @Nullable InetSocketAddress localAddr, @Nullable InetSocketAddress remoteAddr, DatagramOptions options)
            throws IOException {
        Objects.requireNonNull(protocolFactory, "protocolFactory");
        Objects.requireNonNull(options, "options");
        InetSocketAddress local = localAddr == null ? null : Resolver.resolve(localAddr, options.family());
        InetSocketAddress remote = remoteAddr == null ? null : Resolver.resolve(remoteAddr, options.family());
        DatagramChannel channel = DatagramChannel.open(family(local, remote, options.family()));
        boolean bound = false;
        try {
            channel.configureBlocking(false);
            if (options.reusePort()) {
                channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
            }
            if (options.allowBroadcast()) {
                channel.setOption(StandardSocketOptions.SO_BROADCAST, true);
            }
            channel.bind(local);
            if (remote != null && !options.allowBroadcast()) {
                channel.connect(remote);
            }
            bound = true;
        } finally {
            if (!bound) {
                channel.close();
            }
        }
        return start(protocolFactory, channel, remote);
    }

    private static StandardProtocolFamily family(@Nullable InetSocketAddress local, @Nullable InetSocketAddress remote,
            @Nullable StandardProtocolFamily wanted) {
        InetSocketAddress either = local != null ? local : remote;
        StandardProtocolFamily family = either != null ? Resolver.familyOf(either) : wanted;
        if (family == null) {
            throw new IllegalArgumentException("unexpected address family");
        }
        if (remote != null && Resolver.familyOf(remote) != family) {
            throw new IllegalArgumentException("can not get address information");
        }
        return family;
    }

    /**
     * Takes a socket for datagrams over, which is the endpoint's from then on.
     *
     * <p><b>Cancellation:</b> the endpoint is closed.
     *
     * @param <P> the type of the protocol
     * @param protocolFactory makes the protocol
     * @param sock a socket that is bound, and connected if it is for one address only; anything else is refused
     * @return the endpoint; its protocol knows of it
     * @throws IOException if the socket is closed
     * @throws IllegalStateException if it belongs to a transport already
     */
    public static <P extends DatagramProtocol> DatagramEndpoint<P> createDatagramEndpoint(Supplier<P> protocolFactory,
            DatagramChannel sock) throws IOException {
        Objects.requireNonNull(protocolFactory, "protocolFactory");
        Objects.requireNonNull(sock, "sock");
        if (sock.getLocalAddress() == null) {
            throw new IllegalArgumentException("A bound socket was expected, got " + sock);
        }
        InUse.check(Asyncio.getRunningLoop(), sock);
        return start(protocolFactory, sock, sock.getRemoteAddress());
    }

    private static <P extends DatagramProtocol> DatagramEndpoint<P> start(Supplier<P> protocolFactory,
            DatagramChannel channel, @Nullable SocketAddress destination) throws IOException {
        EventLoop loop = Asyncio.getRunningLoop();
        DatagramSocketTransport transport;
        P protocol;
        boolean made = false;
        try {
            channel.configureBlocking(false);
            protocol = protocolFactory.get();
            transport = new DatagramSocketTransport(loop, channel, protocol, destination);
            made = true;
        } finally {
            if (!made) {
                channel.close();
            }
        }
        Future<Boolean> started = loop.createFuture();
        transport.start(started);
        Beginning.await(started, transport::close);
        return new DatagramEndpoint<>(transport, protocol);
    }
}
