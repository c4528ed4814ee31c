package org.asyncio4j.transport;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;

/**
 * The direction of a transport that data goes out by. Writing never waits: what cannot be sent now is kept, and the protocol
 * is told to pause and to resume as it grows and shrinks.
 */
public interface WriteTransport extends BaseTransport {

    /**
     * Writes what is left in a buffer; its position is moved to its limit, and it may be used again when this returns.
     * After the connection was lost, data is dropped.
     *
     * @param data what to write
     * @throws IllegalStateException after {@link #writeEof}
     */
    void write(ByteBuffer data);

    /**
     * Writes an array, which may be used again when this returns.
     *
     * @param data what to write
     * @throws IllegalStateException after {@link #writeEof}
     */
    default void write(byte[] data) {
        write(ByteBuffer.wrap(Objects.requireNonNull(data, "data")));
    }

    /**
     * Writes several arrays, as one where the system can.
     *
     * @param data what to write, in this order
     * @throws IllegalStateException after {@link #writeEof}
     */
    void writelines(List<byte[]> data);

    /**
     * Ends this direction once everything is sent; the peer's stays open. Doing it twice does nothing.
     *
     * @throws UnsupportedOperationException if {@link #canWriteEof} is false
     */
    void writeEof();

    /**
     * Tells whether this direction can be ended by itself.
     *
     * @return whether {@link #writeEof} is supported
     */
    boolean canWriteEof();

    /** Closes the transport at once; what is not sent yet is dropped. */
    void abort();

    /**
     * Returns how much waits to be sent.
     *
     * @return the number of bytes
     */
    long getWriteBufferSize();

    /**
     * Returns the water marks.
     *
     * @return the limits in force
     */
    WriteBufferLimits getWriteBufferLimits();

    /**
     * Sets the water marks. The protocol is paused at once if more than the high one waits already.
     *
     * @param limits the new limits
     */
    void setWriteBufferLimits(WriteBufferLimits limits);
}
