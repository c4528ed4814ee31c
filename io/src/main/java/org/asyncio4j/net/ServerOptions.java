package org.asyncio4j.net;

import java.net.StandardProtocolFamily;
import java.util.Objects;
import org.asyncio4j.tls.TlsContext;
import org.asyncio4j.tls.TlsOptions;
import org.jspecify.annotations.Nullable;

/**
 * How to serve.
 *
 * @param family the family of the addresses to listen on; null for both
 * @param backlog how many connections the system keeps until they are accepted
 * @param reuseAddress whether a port may be bound that connections of an earlier server still linger on
 * @param reusePort whether several servers may be bound to one port
 * @param keepAlive whether the system asks silent peers from time to time if they are still there
 * @param startServing whether connections are accepted from the start
 * @param ssl how to use TLS; null for plain connections
 */
public record ServerOptions(@Nullable StandardProtocolFamily family, int backlog, boolean reuseAddress,
        boolean reusePort, boolean keepAlive, boolean startServing, @Nullable TlsOptions ssl) {

    private static final int DEFAULT_BACKLOG = 100;
    private static final ServerOptions DEFAULTS = new ServerOptions(null, DEFAULT_BACKLOG, !isWindows(), false, false,
            true, null);

    /**
     * Checks the values.
     *
     * @param family the family of the addresses to listen on
     * @param backlog how many connections the system keeps
     * @param reuseAddress whether a port may be bound that still lingers
     * @param reusePort whether several servers may be bound to one port
     * @param keepAlive whether the system asks silent peers if they are still there
     * @param startServing whether connections are accepted from the start
     * @param ssl how to use TLS
     */
    public ServerOptions {
        Resolver.checkFamily(family);
        if (backlog <= 0) {
            throw new IllegalArgumentException("backlog must be above 0, not " + backlog);
        }
    }

    /** There the option means that another program may take the port away. */
    private static boolean isWindows() {
        return System.getProperty("os.name", "").startsWith("Windows");
    }

    /**
     * Returns the options of a plain server: a backlog of 100, addresses reused except on Windows, serving at once.
     *
     * @return the default options
     */
    public static ServerOptions defaults() {
        return DEFAULTS;
    }

    /**
     * Returns these options for addresses of one family. A socket for all addresses of {@code INET6} takes connections over
     * IPv4 too where the system has sockets for both; unlike asyncio's, as the JDK has no option against it.
     *
     * @param only {@link StandardProtocolFamily#INET} or {@link StandardProtocolFamily#INET6}
     * @return the changed options
     */
    public ServerOptions withFamily(StandardProtocolFamily only) {
        return new ServerOptions(Objects.requireNonNull(only, "only"), backlog, reuseAddress, reusePort, keepAlive,
                startServing, ssl);
    }

    /**
     * Returns these options with another backlog.
     *
     * @param count how many connections the system keeps
     * @return the changed options
     */
    public ServerOptions withBacklog(int count) {
        return new ServerOptions(family, count, reuseAddress, reusePort, keepAlive, startServing, ssl);
    }

    /**
     * Returns these options with addresses reused or not.
     *
     * @param reuse whether a port may be bound that still lingers
     * @return the changed options
     */
    public ServerOptions withReuseAddress(boolean reuse) {
        return new ServerOptions(family, backlog, reuse, reusePort, keepAlive, startServing, ssl);
    }

    /**
     * Returns these options with ports reused or not.
     *
     * @param reuse whether several servers may be bound to one port
     * @return the changed options
     */
    public ServerOptions withReusePort(boolean reuse) {
        return new ServerOptions(family, backlog, reuseAddress, reuse, keepAlive, startServing, ssl);
    }

    /**
     * Returns these options with connections of which the system notices in the end that the other end is gone.
     *
     * @param keep whether it asks silent peers from time to time; after two hours on most systems
     * @return the changed options
     */
    public ServerOptions withKeepAlive(boolean keep) {
        return new ServerOptions(family, backlog, reuseAddress, reusePort, keep, startServing, ssl);
    }

    /**
     * Returns these options with a server that serves at once, or only from {@link Server#startServing} on. Its socket
     * listens in both cases: connections made before are kept by the system until they are accepted.
     *
     * @param start whether to serve at once
     * @return the changed options
     */
    public ServerOptions withStartServing(boolean start) {
        return new ServerOptions(family, backlog, reuseAddress, reusePort, keepAlive, start, ssl);
    }

    /**
     * Returns these options with TLS.
     *
     * @param options how to use it
     * @return the changed options
     */
    public ServerOptions withSsl(TlsOptions options) {
        return new ServerOptions(family, backlog, reuseAddress, reusePort, keepAlive, startServing,
                Objects.requireNonNull(options, "options"));
    }

    /**
     * Returns these options with TLS.
     *
     * @param context who to be and who to trust; one with a certificate
     * @return the changed options
     */
    public ServerOptions withSsl(TlsContext context) {
        return withSsl(TlsOptions.of(context));
    }
}
