package org.asyncio4j.transport;

/** A protocol for a stream of bytes: one that is handed its data, or one that lends the transport a buffer. */
public sealed interface StreamProtocol extends BaseProtocol<Transport> permits Protocol, BufferedProtocol {

    /**
     * The peer has ended its direction; no data comes after this.
     *
     * @return true to keep the connection open for writing; false to close it
     * @throws Exception reported; the connection is lost
     */
    default boolean eofReceived() throws Exception {
        return false;
    }
}
