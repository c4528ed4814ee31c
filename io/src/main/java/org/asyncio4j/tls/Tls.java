package org.asyncio4j.tls;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.function.Supplier;
import org.asyncio4j.Asyncio;
import org.asyncio4j.EventLoop;
import org.asyncio4j.Handle;
import org.asyncio4j.transport.ExtraInfo;
import org.asyncio4j.transport.StreamProtocol;
import org.asyncio4j.transport.Transport;

/** TLS on a connection that is there already: {@code import static org.asyncio4j.tls.Tls.*;}. */
public final class Tls {

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private Tls() {}

    /**
     * Upgrades a connection to TLS and waits for the handshake. The old transport must not be used any more. The protocol
     * is not told that the connection was made: it knows. If the handshake fails it is told that the connection is lost.
     *
     * <p><b>Cancellation:</b> the connection is closed.
     *
     * @param transport the connection
     * @param protocol what is told of the decrypted data
     * @param options how to use TLS
     * @param serverSide whether this side is the server of the handshake
     * @return the transport that encrypts
     * @throws IllegalArgumentException if a client that checks the name of the server gives none; the connection is as it
     *         was
     * @throws IOException if the handshake fails or takes too long; the connection is closed then
     */
    public static Transport startTls(Transport transport, StreamProtocol protocol, TlsOptions options,
            boolean serverSide) throws IOException {
        return startTls(transport, protocol, options, serverSide, NOTHING);
    }

    /**
     * Upgrades a connection to TLS when some of what the peer has sent for it was received already.
     *
     * <p><b>Cancellation:</b> the connection is closed.
     *
     * @param transport the connection
     * @param protocol what is told of the decrypted data
     * @param options how to use TLS
     * @param serverSide whether this side is the server of the handshake
     * @param received what has come after the last byte of plaintext
     * @return the transport that encrypts
     * @throws IllegalArgumentException if a client that checks the name of the server gives none; the connection is as it
     *         was
     * @throws IOException if the handshake fails or takes too long; the connection is closed then
     */
    public static Transport startTls(Transport transport, StreamProtocol protocol, TlsOptions options,
            boolean serverSide, ByteBuffer received) throws IOException {
        Objects.requireNonNull(received, "received");
        return startTls(transport, protocol, options, serverSide, () -> received);
    }

    /**
     * Upgrades a connection to TLS when some of what the peer has sent for it may wait elsewhere: it is taken from there
     * once nothing can be refused any more.
     *
     * <p><b>Cancellation:</b> the connection is closed.
     *
     * @param transport the connection
     * @param protocol what is told of the decrypted data
     * @param options how to use TLS
     * @param serverSide whether this side is the server of the handshake
     * @param received takes what has come after the last byte of plaintext; called once, before this suspends
     * @return the transport that encrypts
     * @throws IllegalArgumentException if a client that checks the name of the server gives none; the connection is as it
     *         was
     * @throws IOException if the handshake fails or takes too long; the connection is closed then
     */
    public static Transport startTls(Transport transport, StreamProtocol protocol, TlsOptions options,
            boolean serverSide, Supplier<ByteBuffer> received) throws IOException {
        Objects.requireNonNull(transport, "transport");
        Objects.requireNonNull(received, "received");
        if (transport.isClosing()) {
            throw new SocketException("start_tls() needs an open connection, and " + transport + " is closing");
        }
        EventLoop loop = Asyncio.getRunningLoop();
        TlsLayer layer = TlsLayer.of(loop, protocol, options, serverSide, "", portOf(transport), false);
        ByteBuffer beginning = received.get();
        transport.pauseReading();
        transport.setProtocol(layer.protocol());
        layer.inside().received(beginning);
        Handle made = loop.callSoon(() -> layer.inside().connectionMade(transport));
        Handle resumed = loop.callSoon(transport::resumeReading);
        boolean done = false;
        try {
            layer.handshake().await(IOException.class);
            done = true;
        } finally {
            if (!done) {
                made.cancel();
                resumed.cancel();
                if (transport.getWriteBufferSize() > 0) {
                    transport.abort(); // a peer that does not read must not keep it open
                } else {
                    transport.close();
                }
            }
        }
        return layer.transport();
    }

    private static int portOf(Transport transport) {
        return transport.getExtraInfo(ExtraInfo.PEERNAME) instanceof InetSocketAddress address
                ? address.getPort()
                : TlsLayer.NO_PORT;
    }
}
