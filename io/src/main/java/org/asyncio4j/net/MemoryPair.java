package org.asyncio4j.net;

/**
 * The two ends of a connection in memory.
 *
 * @param <L> the type of the protocol of the left end
 * @param <R> the type of the protocol of the right end
 * @param left one end
 * @param right the other end
 */
public record MemoryPair<L, R>(Connected<L> left, Connected<R> right) {}
