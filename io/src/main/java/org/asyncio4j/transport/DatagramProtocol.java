package org.asyncio4j.transport;

import java.io.IOException;
import java.net.SocketAddress;

/** A protocol for datagrams. */
public interface DatagramProtocol extends BaseProtocol<DatagramTransport> {

    /**
     * A datagram has come.
     *
     * @param data its bytes, perhaps none; the array is the protocol's to keep
     * @param address where it came from
     * @throws Exception reported; the transport goes on
     */
    default void datagramReceived(byte[] data, SocketAddress address) throws Exception {}

    /**
     * Sending or receiving failed, as when nobody listens where an earlier datagram was sent to. The transport goes on.
     *
     * @param error what the system said
     * @throws Exception reported; the transport goes on
     */
    default void errorReceived(IOException error) throws Exception {}
}
