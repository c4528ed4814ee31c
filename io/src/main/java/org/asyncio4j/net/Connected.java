package org.asyncio4j.net;

import org.asyncio4j.transport.Transport;

/**
 * A new connection.
 *
 * @param <P> the type of the protocol
 * @param transport what to write to
 * @param protocol what was made for it, and knows of it already
 */
public record Connected<P>(Transport transport, P protocol) {}
