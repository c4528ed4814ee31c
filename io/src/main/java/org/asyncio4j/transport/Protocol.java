package org.asyncio4j.transport;

/** A protocol that is handed the data as it comes. */
public non-sealed interface Protocol extends StreamProtocol {

    /**
     * Data has come, in pieces that have nothing to do with those it was written in.
     *
     * @param data at least one byte; the array is the protocol's to keep
     * @throws Exception reported; the connection is lost
     */
    default void dataReceived(byte[] data) throws Exception {}
}
