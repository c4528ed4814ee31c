package org.asyncio4j.net;

import java.util.Objects;
import org.asyncio4j.tls.TlsContext;
import org.asyncio4j.tls.TlsOptions;
import org.jspecify.annotations.Nullable;

/**
 * How to serve.
 *
 * @param backlog how many connections the system keeps until they are accepted
 * @param reuseAddress whether a port may be bound that connections of an earlier server still linger on
 * @param reusePort whether several servers may be bound to one port
 * @param keepAlive whether the system asks silent peers from time to time if they are still there
 * @param startServing whether connections are accepted from the start
 * @param ssl how to use TLS; null for plain connections
 */
public record ServerOptions(int backlog, boolean reuseAddress, boolean reusePort, boolean keepAlive,
        boolean startServing, @Nullable TlsOptions ssl) {

    private static final int DEFAULT_BACKLOG = 100;
    private static final ServerOptions DEFAULTS = new ServerOptions(DEFAULT_BACKLOG, !isWindows(), false, false, true,
            null);

    /**
     * Checks the values.
     *
     * @param backlog how many connections the system keeps
     * @param reuseAddress whether a port may be bound that still lingers
     * @param reusePort whether several servers may be bound to one port
     * @param keepAlive whether the system asks silent peers if they are still there
     * @param startServing whether connections are accepted from the start
     * @param ssl how to use TLS
     */
    public ServerOptions {
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
     * Returns these options with another backlog.
     *
     * @param count how many connections the system keeps
     * @return the changed options
     */
    public ServerOptions withBacklog(int count) {
        return new ServerOptions(count, reuseAddress, reusePort, keepAlive, startServing, ssl);
    }

    /**
     * Returns these options with addresses reused or not.
     *
     * @param reuse whether a port may be bound that still lingers
     * @return the changed options
     */
    public ServerOptions withReuseAddress(boolean reuse) {
        return new ServerOptions(backlog, reuse, reusePort, keepAlive, startServing, ssl);
    }

    /**
     * Returns these options with ports reused or not.
     *
     * @param reuse whether several servers may be bound to one port
     * @return the changed options
     */
    public ServerOptions withReusePort(boolean reuse) {
        return new ServerOptions(backlog, reuseAddress, reuse, keepAlive, startServing, ssl);
    }

    /**
     * Returns these options with connections of which the system notices in the end that the other end is gone.
     *
     * @param keep whether it asks silent peers from time to time; after two hours on most systems
     * @return the changed options
     */
    public ServerOptions withKeepAlive(boolean keep) {
        return new ServerOptions(backlog, reuseAddress, reusePort, keep, startServing, ssl);
    }

    /**
     * Returns these options with a server that serves at once, or only from {@link Server#startServing} on. Its socket
     * listens in both cases: connections made before are kept by the system until they are accepted.
     *
     * @param start whether to serve at once
     * @return the changed options
     */
    public ServerOptions withStartServing(boolean start) {
        return new ServerOptions(backlog, reuseAddress, reusePort, keepAlive, start, ssl);
    }

    /**
     * Returns these options with TLS.
     *
     * @param options how to use it
     * @return the changed options
     */
    public ServerOptions withSsl(TlsOptions options) {
        return new ServerOptions(backlog, reuseAddress, reusePort, keepAlive, startServing,
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
