package org.asyncio4j.tls;

import java.util.Objects;
import org.asyncio4j.EventLoop;
import org.asyncio4j.Future;
import org.asyncio4j.transport.BufferedProtocol;
import org.asyncio4j.transport.StreamProtocol;
import org.asyncio4j.transport.Transport;

/**
 * What stands between a transport and a protocol to add TLS; for those who write functions that make connections. The
 * transport below is given {@link #protocol} and starts it like any other; the handshake begins with that.
 */
public final class TlsLayer {

    static final int NO_PORT = -1;

    private final TlsProtocol protocol;
    private final Future<Boolean> handshake;

    private TlsLayer(TlsProtocol protocol, Future<Boolean> handshake) {
        this.protocol = protocol;
        this.handshake = handshake;
    }

    /**
     * Creates the layer of a connection without a port, such as one over a Unix socket: its session is not resumed.
     *
     * @param loop the loop of the connection
     * @param app the protocol above
     * @param options how to use TLS
     * @param host the host that was connected to, which the options may replace; empty for none
     * @return the layer
     */
    public static TlsLayer client(EventLoop loop, StreamProtocol app, TlsOptions options, String host) {
        return client(loop, app, options, host, NO_PORT);
    }

    /**
     * Creates the layer of a connection whose protocol is told of it after the handshake.
     *
     * @param loop the loop of the connection
     * @param app the protocol above
     * @param options how to use TLS
     * @param host the host that was connected to, which the options may replace; empty for none
     * @param port the port of the host; -1 for none: sessions are not resumed then
     * @return the layer
     */
    public static TlsLayer client(EventLoop loop, StreamProtocol app, TlsOptions options, String host, int port) {
        return of(loop, app, options, false, host, port, true);
    }

    /**
     * Creates the layer of a connection that was accepted.
     *
     * @param loop the loop of the connection
     * @param app the protocol above, told of the connection after the handshake
     * @param options how to use TLS
     * @return the layer
     */
    public static TlsLayer server(EventLoop loop, StreamProtocol app, TlsOptions options) {
        return of(loop, app, options, true, "", NO_PORT, true);
    }

    static TlsLayer of(EventLoop loop, StreamProtocol app, TlsOptions options, boolean serverSide, String host,
            int port, boolean announce) {
        Objects.requireNonNull(loop, "loop");
        Objects.requireNonNull(app, "app");
        Objects.requireNonNull(options, "options");
        String name = options.serverHostname() != null ? options.serverHostname()
                : Objects.requireNonNull(host, "host");
        if (!serverSide && options.serverHostname() == null && name.isEmpty() && options.context().checksHostname()) {
            throw new IllegalArgumentException("check_hostname requires server_hostname: there is no host whose name"
                    + " could be checked; give one, or an empty one to check none");
        }
        Future<Boolean> handshake = loop.createFuture();
        handshake.addDoneCallback(done -> {
            if (!done.cancelled()) {
                done.exception(); // servers do not ask
            }
        });
        var protocol = new TlsProtocol(loop, new Above(loop, app, announce), options,
                options.context().engine(serverSide, name, port), handshake);
        return new TlsLayer(protocol, handshake);
    }

    TlsProtocol inside() {
        return protocol;
    }

    /**
     * Returns what the transport below calls.
     *
     * @return the protocol
     */
    public BufferedProtocol protocol() {
        return protocol;
    }

    /**
     * Returns what the protocol above writes to.
     *
     * @return the transport
     */
    public Transport transport() {
        return protocol.transport();
    }

    /**
     * Returns the outcome of the handshake.
     *
     * @return done when the protocol above knows of the connection; fails when the handshake does
     */
    public Future<Boolean> handshake() {
        return handshake;
    }

    /**
     * Returns the transport that an application sees: the one above all layers of TLS.
     *
     * @param below a transport
     * @return the transport of the layer that uses it, or itself
     */
    public static Transport outermost(Transport below) {
        Transport top = below;
        while (top.getProtocol() instanceof TlsProtocol layer) {
            top = layer.transport();
        }
        return top;
    }
}
