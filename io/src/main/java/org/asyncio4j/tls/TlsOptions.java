package org.asyncio4j.tls;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How to use TLS for a connection.
 *
 * @param context who to trust and who to be
 * @param serverHostname the name to ask for and to look for in the certificate; null for the host that is connected to,
 *        empty for none: the name is not checked then. Servers have no use for it
 * @param handshakeTimeout how long the handshake may take
 * @param shutdownTimeout how long closing may take: sending what was written, and the peer's goodbye
 */
public record TlsOptions(TlsContext context, @Nullable String serverHostname, Duration handshakeTimeout,
        Duration shutdownTimeout) {

    private static final Duration HANDSHAKE_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration SHUTDOWN_TIMEOUT = Duration.ofSeconds(30);

    /**
     * Checks the values.
     *
     * @param context who to trust and who to be
     * @param serverHostname the name to ask for
     * @param handshakeTimeout how long the handshake may take
     * @param shutdownTimeout how long closing may take
     */
    public TlsOptions {
        Objects.requireNonNull(context, "context");
        checkPositive(handshakeTimeout, "ssl_handshake_timeout");
        checkPositive(shutdownTimeout, "ssl_shutdown_timeout");
    }

    private static void checkPositive(Duration timeout, String name) {
        if (!Objects.requireNonNull(timeout, name).isPositive()) {
            throw new IllegalArgumentException(name + " should be a positive number, got " + seconds(timeout));
        }
    }

    /** The seconds of a time, as asyncio writes them. */
    static String seconds(Duration time) {
        double seconds = time.toNanos() / 1e9;
        return seconds == Math.rint(seconds) ? Long.toString((long) seconds) : Double.toString(seconds);
    }

    /**
     * Returns the usual options: the name is that of the host, 60 seconds for the handshake and 30 for closing.
     *
     * @param context who to trust and who to be
     * @return the options
     */
    public static TlsOptions of(TlsContext context) {
        return new TlsOptions(context, null, HANDSHAKE_TIMEOUT, SHUTDOWN_TIMEOUT);
    }

    /**
     * Returns these options with a name to ask the server for, and to look for in its certificate. The JDK does neither
     * with a name that is not of letters, digits and hyphens, such as {@code my_service}: nothing is asked for then, and the
     * handshake fails unless names are not checked.
     *
     * @param name the name; empty for none
     * @return the changed options
     */
    public TlsOptions withServerHostname(String name) {
        return new TlsOptions(context, Objects.requireNonNull(name, "name"), handshakeTimeout, shutdownTimeout);
    }

    /**
     * Returns these options with another time for the handshake.
     *
     * @param timeout how long it may take
     * @return the changed options
     */
    public TlsOptions withHandshakeTimeout(Duration timeout) {
        return new TlsOptions(context, serverHostname, timeout, shutdownTimeout);
    }

    /**
     * Returns these options with another time for closing.
     *
     * @param timeout how long it may take
     * @return the changed options
     */
    public TlsOptions withShutdownTimeout(Duration timeout) {
        return new TlsOptions(context, serverHostname, handshakeTimeout, timeout);
    }
}
