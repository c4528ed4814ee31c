package org.asyncio4j.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.util.Objects;
import java.util.function.Supplier;
import org.asyncio4j.Asyncio;
import org.asyncio4j.EventLoop;
import org.asyncio4j.Future;
import org.asyncio4j.transport.DatagramProtocol;
import org.jspecify.annotations.Nullable;

/** Endpoints for datagrams over UDP: {@code import static org.asyncio4j.net.Datagrams.*;}. */
public final class Datagrams {

    private Datagrams() {}

    /**
     * Makes an endpoint for UDP. At least one of the addresses is given; a host that is a name is looked up.
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
        Objects.requireNonNull(protocolFactory, "protocolFactory");
        InetSocketAddress local = localAddr == null ? null : Resolver.resolve(localAddr);
        InetSocketAddress remote = remoteAddr == null ? null : Resolver.resolve(remoteAddr);
        InetSocketAddress either = local != null ? local : remote;
        if (either == null) {
            throw new IllegalArgumentException("unexpected address family");
        }
        StandardProtocolFamily family = Connecting.family(either);
        if (remote != null && Connecting.family(remote) != family) {
            throw new IllegalArgumentException("can not get address information");
        }
        EventLoop loop = Asyncio.getRunningLoop();
        DatagramChannel channel = DatagramChannel.open(family);
        DatagramSocketTransport transport;
        P protocol;
        boolean made = false;
        try {
            channel.configureBlocking(false);
            channel.bind(local);
            if (remote != null) {
                channel.connect(remote);
            }
            protocol = protocolFactory.get();
            transport = new DatagramSocketTransport(loop, channel, protocol);
            made = true;
        } finally {
            if (!made) {
                channel.close();
            }
        }
        Future<Boolean> started = loop.createFuture();
        transport.start(started);
        boolean begun = false;
        try {
            started.await();
            begun = true;
        } finally {
            if (!begun) {
                transport.close();
            }
        }
        return new DatagramEndpoint<>(transport, protocol);
    }
}
