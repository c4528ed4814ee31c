package org.asyncio4j.net;

/**
 * How to make an endpoint for datagrams.
 *
 * @param reusePort whether several sockets may be bound to one port; the system shares the datagrams out among them
 * @param allowBroadcast whether datagrams may be sent to all of a network. The endpoint is not connected then: it receives
 *        from everywhere, also if it was given a remote address, which is only where it sends to
 */
public record DatagramOptions(boolean reusePort, boolean allowBroadcast) {

    private static final DatagramOptions DEFAULTS = new DatagramOptions(false, false);

    /**
     * Returns the options of a plain endpoint: a port of its own, no broadcast.
     *
     * @return the default options
     */
    public static DatagramOptions defaults() {
        return DEFAULTS;
    }

    /**
     * Returns these options with a port that may be shared or not.
     *
     * @param reuse whether several sockets may be bound to one port
     * @return the changed options
     */
    public DatagramOptions withReusePort(boolean reuse) {
        return new DatagramOptions(reuse, allowBroadcast);
    }

    /**
     * Returns these options with broadcast or without.
     *
     * @param allow whether datagrams may be sent to all of a network
     * @return the changed options
     */
    public DatagramOptions withAllowBroadcast(boolean allow) {
        return new DatagramOptions(reusePort, allow);
    }
}
