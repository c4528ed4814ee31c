package org.asyncio4j.transport;

import java.nio.ByteBuffer;

/** A protocol that lends the transport a buffer of its own, so that no byte is copied once more. */
public non-sealed interface BufferedProtocol extends StreamProtocol {

    /**
     * Returns where the next bytes go: from the position of the buffer to its limit. Called before each read.
     *
     * @param sizeHint how much room would be good; -1 for any
     * @return a buffer with room; the transport moves its position
     * @throws Exception reported; the connection is lost
     */
    ByteBuffer getBuffer(int sizeHint) throws Exception;

    /**
     * Bytes were put into the buffer that {@link #getBuffer} returned last.
     *
     * @param count how many, at least 1
     * @throws Exception reported; the connection is lost
     */
    void bufferUpdated(int count) throws Exception;
}
