package org.asyncio4j.net;

import java.nio.ByteBuffer;
import org.asyncio4j.EventLoop;
import org.asyncio4j.LoopLocal;

/** One buffer for each loop that all its sockets read into, one after the other: a connection at rest costs no buffer. */
final class ReadBuffers {

    /** The most that is read at a time, as in asyncio. */
    static final int SIZE = 256 * 1024;

    private static final LoopLocal<ByteBuffer> BUFFER = LoopLocal.withInitial(() -> ByteBuffer.allocateDirect(SIZE));

    private ReadBuffers() {}

    /** The buffer of a loop; what is in it must be taken out before the step is over. */
    static ByteBuffer of(EventLoop loop) {
        return BUFFER.get(loop);
    }

    /** A part of that buffer for one call that receives up to so much: with bounds of its own, so a failure leaves none. */
    static ByteBuffer of(EventLoop loop, int max) {
        return of(loop).slice(0, Math.min(max, SIZE));
    }

    /** What was put into a buffer, as an array of its own; the buffer is empty again. */
    static byte[] take(ByteBuffer buffer) {
        buffer.flip();
        byte[] data = new byte[buffer.remaining()];
        buffer.get(data);
        buffer.clear();
        return data;
    }
}
