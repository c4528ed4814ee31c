package org.asyncio4j.transport;

import java.net.SocketAddress;
import java.util.Objects;

/**
 * The name of something that a transport knows, with its type.
 *
 * @param <T> the type of the value
 * @param name the name that asyncio has for it
 * @param type the type of the value
 */
public record ExtraInfo<T>(String name, Class<T> type) {

    /** The socket of a transport. */
    public static final ExtraInfo<TransportSocket> SOCKET = new ExtraInfo<>("socket", TransportSocket.class);

    /** The address of this end. */
    public static final ExtraInfo<SocketAddress> SOCKNAME = new ExtraInfo<>("sockname", SocketAddress.class);

    /** The address of the other end. */
    public static final ExtraInfo<SocketAddress> PEERNAME = new ExtraInfo<>("peername", SocketAddress.class);

    /**
     * Checks that nothing is missing.
     *
     * @param name the name that asyncio has for it
     * @param type the type of the value
     */
    public ExtraInfo {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(type, "type");
    }
}
