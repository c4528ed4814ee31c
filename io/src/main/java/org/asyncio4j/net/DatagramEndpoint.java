package org.asyncio4j.net;

import org.asyncio4j.transport.DatagramTransport;

/**
 * A new endpoint for datagrams.
 *
 * @param <P> the type of the protocol
 * @param transport what to send with
 * @param protocol what was made for it, and knows of it already
 */
public record DatagramEndpoint<P>(DatagramTransport transport, P protocol) {}
