package org.asyncio4j.tls;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.function.UnaryOperator;

/** Holds what is written to a transport back, and sends it byte by byte. */
final class Pieces {

    private final MemoryTransport transport;
    private final ByteArrayOutputStream held = new ByteArrayOutputStream();

    Pieces(MemoryTransport transport) {
        this.transport = transport;
        transport.distort(data -> {
            held.writeBytes(data);
            return new byte[0];
        });
    }

    /** Nothing is held back any more. */
    void sendAll() {
        transport.distort(UnaryOperator.identity());
        for (byte each : held.toByteArray()) {
            transport.write(ByteBuffer.wrap(new byte[] {each}));
        }
    }
}
