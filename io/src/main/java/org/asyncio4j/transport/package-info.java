/**
 * Transports, which move bytes, and protocols, which are told of them: asyncio's lower layer of networking.
 *
 * <p>A program that reads and writes in tasks uses {@link org.asyncio4j.stream}; a library that wants to be called uses this
 * package, and {@link org.asyncio4j.net} to connect and to serve. All of it belongs to the thread of its loop.
 *
 * <p>{@code null} given to a method means a {@link NullPointerException} that names the parameter, unless it says otherwise.
 */
@NullMarked
package org.asyncio4j.transport;

import org.jspecify.annotations.NullMarked;
