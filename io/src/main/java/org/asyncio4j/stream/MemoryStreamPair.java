package org.asyncio4j.stream;

/**
 * The two ends of a connection in memory, for {@code try}-with-resources.
 *
 * @param left one end
 * @param right the other end, which is the server if the stream is upgraded to TLS
 */
public record MemoryStreamPair(Connection left, Connection right) implements AutoCloseable {

    /** Drops the connection on both sides, with what is still on the way. Returns at once. */
    @Override
    public void close() {
        left.writer().transport().abort();
        right.writer().transport().abort();
    }
}
