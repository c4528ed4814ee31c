/**
 * Connecting and serving over TCP and Unix sockets: {@link org.asyncio4j.net.Net} for transports and protocols,
 * {@link org.asyncio4j.net.Datagrams} for UDP, {@link org.asyncio4j.net.Sockets} for bare channels. For tasks,
 * {@link org.asyncio4j.stream} has the forms that read and write, and {@link org.asyncio4j.net.UdpSocket} sends and receives
 * datagrams. {@link org.asyncio4j.net.MemoryTransports} connects protocols without a network.
 *
 * <p>They are imported statically. Their methods suspend the current task, except where they say that they return at once.
 *
 * <p>{@code null} given to a method means a {@link NullPointerException} that names the parameter, unless it says otherwise.
 */
@NullMarked
package org.asyncio4j.net;

import org.jspecify.annotations.NullMarked;
