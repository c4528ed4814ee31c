package org.asyncio4j.net;

import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import org.asyncio4j.EventLoop;

/** One buffer for each loop that all its sockets read into, one after the other: a connection at rest costs no buffer. */
final class ReadBuffers {

    /** The most that is read at a time, as in asyncio. */
    static final int SIZE = 256 * 1024;

    private static final Map<EventLoop, ByteBuffer> BUFFERS = Collections.synchronizedMap(new WeakHashMap<>());

    private ReadBuffers() {}

    /** The buffer of a loop; what is in it must be taken out before the step is over. */
    static ByteBuffer of(EventLoop loop) {
        return BUFFERS.computeIfAbsent(loop, _ -> ByteBuffer.allocateDirect(SIZE));
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
