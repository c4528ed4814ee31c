package org.asyncio4j.tls;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.function.BooleanSupplier;

/** What was written and waits to be encrypted. */
final class Encrypting {

    /** So much is encrypted before it is asked again whether there is room. */
    private static final int PIECE = 32 * 1024;

    // written once
    private final TlsEngine engine;

    // loop thread only
    private final ArrayDeque<ByteBuffer> waiting = new ArrayDeque<>();
    private long size;

    Encrypting(TlsEngine engine) {
        this.engine = engine;
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    long size() {
        return size;
    }

    void clear() {
        waiting.clear();
        size = 0;
    }

    /** Copies what could not be encrypted yet. */
    void keep(ByteBuffer data) {
        byte[] kept = new byte[data.remaining()];
        data.get(kept);
        waiting.add(ByteBuffer.wrap(kept));
        size += kept.length;
    }

    /** Encrypts what waits, as long as there is room and the handshake allows for it. */
    void send(BooleanSupplier room) throws IOException {
        boolean allowed = true;
        while (allowed && room.getAsBoolean() && !waiting.isEmpty()) {
            ByteBuffer first = waiting.getFirst();
            int before = first.remaining();
            allowed = encrypt(first, room);
            size -= before - first.remaining();
            if (!first.hasRemaining()) {
                waiting.removeFirst();
            }
        }
        if (!allowed && engine.engine().isOutboundDone()) {
            clear(); // in TLS 1.2 the peer's goodbye ends both directions
        }
    }

    /** Encrypts as long as there is room; returns whether the handshake allows for more. */
    boolean encrypt(ByteBuffer data, BooleanSupplier room) throws IOException {
        int end = data.limit();
        boolean allowed = true;
        while (allowed && room.getAsBoolean() && data.position() < end) {
            data.limit(Math.min(end, data.position() + PIECE));
            allowed = engine.write(data);
        }
        data.limit(end);
        return allowed;
    }
}
