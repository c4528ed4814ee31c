package org.asyncio4j.stream;

import java.io.IOException;

/**
 * Both directions of a connection, for {@code try}-with-resources.
 *
 * @param reader the incoming direction
 * @param writer the outgoing direction
 */
public record Connection(StreamReader reader, StreamWriter writer) implements AutoCloseable {

    /**
     * Closes the connection and waits until what was written is sent. A peer that does not read makes this wait for ever:
     * {@code writer().transport().abort()} drops what is left.
     *
     * @throws IOException if the connection was lost by an error
     */
    @Override
    public void close() throws IOException {
        writer.close();
        try {
            writer.waitClosed();
        } catch (IOException e) {
            // a new one: a read in the body may have thrown this very object, and none can be suppressed by itself
            throw new IOException(e.getMessage(), e);
        }
    }
}
