package org.asyncio4j.net;

import java.net.StandardProtocolFamily;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How to make an endpoint for datagrams.
 *
 * @param family the family of the addresses; null for that of those which are given
 * @param reusePort whether several sockets may be bound to one port; the system shares the datagrams out among them
 * @param allowBroadcast whether datagrams may be sent to all of a network. The endpoint is not connected then: it receives
 *        from everywhere, also if it was given a remote address, which is only where it sends to
 */
public record DatagramOptions(@Nullable StandardProtocolFamily family, boolean reusePort, boolean allowBroadcast) {

    private static final DatagramOptions DEFAULTS = new DatagramOptions(null, false, false);

    /**
     * Checks the values.
     *
     * @param family the family of the addresses
     * @param reusePort whether several sockets may be bound to one port
     * @param allowBroadcast whether datagrams may be sent to all of a network
     */
    public DatagramOptions {
        Resolver.checkFamily(family);
    }

    /**
     * Returns the options of a plain endpoint: a port of its own, no broadcast.
     *
     * @return the default options
     */
    public static DatagramOptions defaults() {
        return DEFAULTS;
    }

    /**
     * Returns these options for addresses of one family: a name that has none of it is unknown. An endpoint needs no address
     * then; the system gives it a port.
     *
     * @param only {@link StandardProtocolFamily#INET} or {@link StandardProtocolFamily#INET6}
     * @return the changed options
     */
    public DatagramOptions withFamily(StandardProtocolFamily only) {
        return new DatagramOptions(Objects.requireNonNull(only, "only"), reusePort, allowBroadcast);
    }

    /**
     * Returns these options with a port that may be shared or not.
     *
     * @param reuse whether several sockets may be bound to one port
     * @return the changed options
     */
    public DatagramOptions withReusePort(boolean reuse) {
        return new DatagramOptions(family, reuse, allowBroadcast);
    }

    /**
     * Returns these options with broadcast or without.
     *
     * @param allow whether datagrams may be sent to all of a network
     * @return the changed options
     */
    public DatagramOptions withAllowBroadcast(boolean allow) {
        return new DatagramOptions(family, reusePort, allow);
    }
}
