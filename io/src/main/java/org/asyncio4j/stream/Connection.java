package org.asyncio4j.stream;

import java.io.IOException;
import org.asyncio4j.net.Connected;

/**
 * Both directions of a connection, for {@code try}-with-resources.
 *
 * @param reader the incoming direction
 * @param writer the outgoing direction
 */
public record Connection(StreamReader reader, StreamWriter writer) implements AutoCloseable {

    static Connection of(Connected<StreamConnectionProtocol> connected) {
        StreamReader reader = connected.protocol().reader();
        return new Connection(reader, new StreamWriter(connected.transport(), connected.protocol(), reader));
    }

    /**
     * Closes the connection and waits until what was written is sent. A peer that does not read makes this wait for ever:
     * {@code writer().transport().abort()} drops what is left.
     *
     * @throws IOException if the connection was lost by an error that no call has thrown yet
     */
    @Override
    public void close() throws IOException {
        writer.close();
        try {
            writer.waitClosed();
        } catch (IOException | RuntimeException error) {
            if (!reader.hasThrown(error)) {
                throw error;
            }
        }
    }
}
