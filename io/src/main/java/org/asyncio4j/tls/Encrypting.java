package org.asyncio4j.tls;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.function.BooleanSupplier;

/** What was written and waits to be encrypted. */
final class Encrypting {

    /** So much is encrypted before it is asked again whether there is room. */
    private static final int PIECE = 32 * 1024;
    /** Small writes that wait share a record. */
    private static final int CHUNK = 16 * 1024;

    private static final ByteBuffer NONE = ByteBuffer.allocate(0);

    // written once
    private final TlsEngine engine;
    private final BooleanSupplier room;

    // loop thread only
    private final ArrayDeque<ByteBuffer> waiting = new ArrayDeque<>();
    /** What is free of the last one's array. */
    private ByteBuffer tail = NONE;
    private long size;

    /**
     * Creates it empty.
     *
     * @param room whether the transport below takes more
     */
    Encrypting(TlsEngine engine, BooleanSupplier room) {
        this.engine = engine;
        this.room = room;
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    long size() {
        return size;
    }

    void clear() {
        waiting.clear();
        tail = NONE;
        size = 0;
    }

    /** Copies what could not be encrypted yet. */
    void keep(ByteBuffer data) {
        size += data.remaining();
        int count = Math.min(tail.remaining(), data.remaining());
        if (count > 0) {
            tail.put(data.slice(data.position(), count));
            data.position(data.position() + count);
            ByteBuffer last = waiting.getLast();
            last.limit(last.limit() + count);
        }
        if (data.hasRemaining()) {
            tail = ByteBuffer.allocate(Math.max(CHUNK, data.remaining()));
            waiting.add(tail.duplicate().limit(data.remaining()));
            tail.put(data);
        }
    }

    /** Encrypts what waits, as long as there is room and the handshake allows for it. */
    void send() throws IOException {
        boolean allowed = true;
        while (allowed && room.getAsBoolean() && !waiting.isEmpty()) {
            ByteBuffer first = waiting.getFirst();
            int before = first.remaining();
            allowed = encrypt(first);
            size -= before - first.remaining();
            if (!first.hasRemaining()) {
                waiting.removeFirst();
            }
        }
        if (waiting.isEmpty()) {
            tail = NONE;
        }
        if (!allowed && engine.engine().isOutboundDone()) {
            clear(); // in TLS 1.2 the peer's goodbye ends both directions
        }
    }

    /** Encrypts as long as there is room; returns whether the handshake allows for more. */
    boolean encrypt(ByteBuffer data) throws IOException {
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
