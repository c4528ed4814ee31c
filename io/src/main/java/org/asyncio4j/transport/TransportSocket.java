package org.asyncio4j.transport;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.channels.NetworkChannel;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The socket of a transport or a server: addresses and options, but nothing that would interfere with its owner. */
public final class TransportSocket {

    private final NetworkChannel channel;
    private final @Nullable SocketAddress sockname;
    private final @Nullable SocketAddress peername;

    /**
     * Creates the view of a socket; for those who make transports.
     *
     * @param channel the socket
     * @param peername the address of the other end, or null if it has none
     * @throws IOException if the socket is closed
     */
    public TransportSocket(NetworkChannel channel, @Nullable SocketAddress peername) throws IOException {
        this.channel = Objects.requireNonNull(channel, "channel");
        this.sockname = channel.getLocalAddress();
        this.peername = peername;
    }

    /**
     * Returns the address of this end.
     *
     * @return the address, also after the socket was closed; null if it is not bound
     */
    public @Nullable SocketAddress getsockname() {
        return sockname;
    }

    /**
     * Returns the address of the other end.
     *
     * @return the address, also after the socket was closed; null for one that listens
     */
    public @Nullable SocketAddress getpeername() {
        return peername;
    }

    /**
     * Returns an option of the socket.
     *
     * @param <T> the type of its value
     * @param option which one, such as those of {@link java.net.StandardSocketOptions}
     * @return its value
     * @throws IOException if the socket is closed
     */
    public <T> T getsockopt(SocketOption<T> option) throws IOException {
        return channel.getOption(option);
    }

    /**
     * Sets an option of the socket.
     *
     * @param <T> the type of its value
     * @param option which one
     * @param value its value
     * @throws IOException if the socket is closed, or does not take the value
     */
    public <T> void setsockopt(SocketOption<T> option, T value) throws IOException {
        channel.setOption(option, value);
    }

    @Override
    public String toString() {
        return "<TransportSocket sockname=" + sockname + " peername=" + peername + ">";
    }
}
