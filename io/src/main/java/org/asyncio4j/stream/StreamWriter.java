package org.asyncio4j.stream;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Objects;
import org.asyncio4j.tls.Tls;
import org.asyncio4j.tls.TlsOptions;
import org.asyncio4j.transport.ExtraInfo;
import org.asyncio4j.transport.Transport;
import org.jspecify.annotations.Nullable;

/**
 * The outgoing direction of a connection. Writing does not wait: what cannot be sent at once is kept. A task that writes much
 * calls {@link #drain} now and then, which waits while too much is kept.
 */
public final class StreamWriter {

    // written once
    private final StreamConnectionProtocol protocol;
    private final StreamReader reader;

    // loop thread only
    private Transport transport;

    StreamWriter(Transport transport, StreamConnectionProtocol protocol, StreamReader reader) {
        this.transport = transport;
        this.protocol = protocol;
        this.reader = reader;
    }

    /**
     * Writes an array, which may be used again when this returns.
     *
     * @param data what to write
     * @throws IllegalStateException after {@link #writeEof}
     */
    public void write(byte[] data) {
        transport.write(Objects.requireNonNull(data, "data"));
    }

    /**
     * Writes what is left in a buffer, which may be used again when this returns.
     *
     * @param data what to write; its position is moved to its limit
     * @throws IllegalStateException after {@link #writeEof}
     */
    public void write(ByteBuffer data) {
        transport.write(Objects.requireNonNull(data, "data"));
    }

    /**
     * Writes text.
     *
     * @param text what to write
     * @param charset its encoding
     * @throws IllegalStateException after {@link #writeEof}
     */
    public void write(String text, Charset charset) {
        Objects.requireNonNull(text, "text");
        transport.write(text.getBytes(Objects.requireNonNull(charset, "charset")));
    }

    /**
     * Writes several arrays, as one where the system can.
     *
     * @param data what to write, in this order
     * @throws IllegalStateException after {@link #writeEof}
     */
    public void writelines(List<byte[]> data) {
        transport.writelines(Objects.requireNonNull(data, "data"));
    }

    /** Ends this direction once everything is sent: the peer sees the end of its input, and can still answer. */
    public void writeEof() {
        transport.writeEof();
    }

    /**
     * Tells whether this direction can be ended by itself.
     *
     * @return whether {@link #writeEof} is supported
     */
    public boolean canWriteEof() {
        return transport.canWriteEof();
    }

    /**
     * Waits until no more than the low water mark is kept, if more than the high one was; else returns at once.
     *
     * <p><b>Cancellation:</b> what was written is sent all the same.
     *
     * @throws IOException if the connection is lost
     */
    public void drain() throws IOException {
        protocol.drain(transport);
    }

    /**
     * Upgrades the connection to TLS, after what was written, and waits until the handshake is over. The side that has
     * accepted the connection is the server of it. What the reader holds is taken for the beginning of the handshake: read
     * the last byte of plaintext before, and nothing more.
     *
     * <p><b>Cancellation:</b> the connection is closed.
     *
     * @param options how to use TLS; a client gives the name of the server, which the connection does not know
     * @throws IllegalArgumentException if a client that checks the name of the server gives none; the connection is as it
     *         was
     * @throws IOException if the connection is lost, or the handshake fails; the connection is closed then
     */
    public void startTls(TlsOptions options) throws IOException {
        Objects.requireNonNull(options, "options");
        drain();
        transport = Tls.startTls(transport, protocol, options, protocol.isServerSide(), this::beginTls);
        protocol.replaceTransport(transport);
    }

    /** Takes what has come: that, and what comes from here on, is not for the reader. */
    private ByteBuffer beginTls() {
        protocol.beginTls();
        return ByteBuffer.wrap(reader.takeReceived());
    }

    /** Closes the connection, when what was written is sent. Returns at once; {@link #waitClosed} waits for it. */
    public void close() {
        transport.close();
    }

    /**
     * Tells whether the connection is closing or closed.
     *
     * @return whether it was closed, or was lost
     */
    public boolean isClosing() {
        return transport.isClosing();
    }

    /**
     * Waits until the connection is closed.
     *
     * <p><b>Cancellation:</b> the connection goes on closing.
     *
     * @throws IOException if the connection was lost by an error
     */
    public void waitClosed() throws IOException {
        protocol.waitClosed();
    }

    /**
     * Returns what the transport knows under a name.
     *
     * @param name the name, such as {@code "peername"}
     * @return the value, or null if there is none
     */
    public @Nullable Object getExtraInfo(String name) {
        return transport.getExtraInfo(name);
    }

    /**
     * Returns what the transport knows under a name, or else a default.
     *
     * @param name the name
     * @param otherwise what to return if there is no value
     * @return the value or the default
     */
    public Object getExtraInfo(String name, Object otherwise) {
        return transport.getExtraInfo(name, otherwise);
    }

    /**
     * Returns what the transport knows under a name, in its type.
     *
     * @param <T> the type of the value
     * @param info the name and type
     * @return the value, or null if there is none
     */
    public <T> @Nullable T getExtraInfo(ExtraInfo<T> info) {
        return transport.getExtraInfo(info);
    }

    /**
     * Returns the transport below.
     *
     * @return the transport
     */
    public Transport transport() {
        return transport;
    }

    @Override
    public String toString() {
        return "<StreamWriter transport=" + transport + " reader=" + reader + ">";
    }
}
