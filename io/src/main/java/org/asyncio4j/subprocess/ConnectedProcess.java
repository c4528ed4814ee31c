package org.asyncio4j.subprocess;

import org.asyncio4j.transport.SubprocessProtocol;
import org.asyncio4j.transport.SubprocessTransport;

/**
 * A process and the protocol it was started for.
 *
 * @param <P> the type of the protocol
 * @param transport the process
 * @param protocol what is told of it
 */
public record ConnectedProcess<P extends SubprocessProtocol>(SubprocessTransport transport, P protocol) {}
