package org.asyncio4j.tls;

import java.util.ArrayDeque;
import org.asyncio4j.EventLoop;
import org.asyncio4j.LoopLocal;

/** Arrays that the connections of one loop take for the time of a step: one at rest holds none. */
final class TlsBuffers {

    /** Four of the largest records: what is sent or received in one call of the system. */
    static final int SIZE = 68 * 1024;

    /** TLS over TLS needs several at once; what is taken beyond that is left to the collector. */
    private static final int KEPT = 8;

    private static final LoopLocal<TlsBuffers> OF_LOOPS = LoopLocal.withInitial(TlsBuffers::new);

    // loop thread only
    private final ArrayDeque<byte[]> free = new ArrayDeque<>(KEPT);

    TlsBuffers() {}

    static TlsBuffers of(EventLoop loop) {
        return OF_LOOPS.get(loop);
    }

    /** An array of {@link #SIZE} bytes with anything in it. */
    byte[] take() {
        byte[] taken = free.pollLast();
        return taken != null ? taken : new byte[SIZE];
    }

    /** Gives an array back; one that is not from here is left to the collector. */
    void give(byte[] array) {
        if (array.length == SIZE && free.size() < KEPT) {
            free.addLast(array);
        }
    }

    int free() {
        return free.size();
    }
}
