package org.asyncio4j.transport;

import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One end of an exchange of datagrams. */
public interface DatagramTransport extends BaseTransport {

    /**
     * Sends what is left in a buffer as one datagram; its position is moved to its limit. What cannot be sent now is kept.
     *
     * @param data what to send, perhaps nothing
     * @param address where to; null for the address the endpoint was made for
     * @throws IllegalArgumentException if the endpoint was made for another address, or for none and none is given; if the
     *         host of the address is not looked up, or it is of a family that the endpoint cannot send to
     */
    void sendto(ByteBuffer data, @Nullable SocketAddress address);

    /**
     * Sends an array as one datagram.
     *
     * @param data what to send, perhaps nothing
     * @param address where to; null for the address the endpoint was made for
     * @throws IllegalArgumentException if the endpoint was made for another address, or for none and none is given; if the
     *         host of the address is not looked up, or it is of a family that the endpoint cannot send to
     */
    default void sendto(byte[] data, @Nullable SocketAddress address) {
        sendto(ByteBuffer.wrap(Objects.requireNonNull(data, "data")), address);
    }

    /**
     * Sends an array as one datagram to the address the endpoint was made for.
     *
     * @param data what to send, perhaps nothing
     * @throws IllegalArgumentException if the endpoint was made for no address
     */
    default void sendto(byte[] data) {
        sendto(data, null);
    }

    /** Closes the transport at once; what is not sent yet is dropped. */
    void abort();

    /**
     * Returns how much waits to be sent.
     *
     * @return the number of bytes, with a few for each datagram
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
