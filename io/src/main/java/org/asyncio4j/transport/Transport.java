package org.asyncio4j.transport;

/** One end of a stream of bytes in both directions. */
public interface Transport extends ReadTransport, WriteTransport {

    /**
     * Hands the connection to another protocol, from the next event on. It is not told that the connection was made.
     *
     * @param protocol the new protocol
     */
    void setProtocol(StreamProtocol protocol);

    /**
     * Returns who is told of events.
     *
     * @return the protocol
     */
    StreamProtocol getProtocol();
}
