package org.asyncio4j.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.GatheringByteChannel;
import java.util.ArrayDeque;
import java.util.Deque;

/** What a transport has still to send, in chunks that are its own. */
final class Sending {

    /*
     * The JDK copies a whole buffer of the heap each time it is offered to a channel, though the system may take a small
     * part of it only. So no more is offered at a time than the system is likely to take.
     */

    private static final int OFFER_BYTES = 256 * 1024;
    private static final int OFFER_BUFFERS = 64;
    /** Other connections have their turn after so many offers. */
    private static final int OFFERS = 4;
    /** Small writes share a chunk of this size. */
    private static final int CHUNK = 8 * 1024;

    private final Deque<ByteBuffer> chunks = new ArrayDeque<>();
    /** The last chunk, as it is filled: its position is where the next byte goes. Without room if there is none. */
    private ByteBuffer tail = ByteBuffer.allocate(0);
    private long size;

    boolean isEmpty() {
        return size == 0;
    }

    long size() {
        return size;
    }

    void clear() {
        chunks.clear();
        tail = ByteBuffer.allocate(0);
        size = 0;
    }

    /** Copies what is left in a buffer behind the rest. */
    void add(ByteBuffer data) {
        size += data.remaining();
        if (tail.hasRemaining()) {
            int count = Math.min(tail.remaining(), data.remaining());
            tail.put(data.slice(data.position(), count));
            data.position(data.position() + count);
            ByteBuffer last = chunks.getLast();
            last.limit(last.limit() + count);
        }
        if (data.hasRemaining()) {
            tail = ByteBuffer.allocate(Math.max(CHUNK, data.remaining()));
            chunks.add(tail.duplicate().limit(data.remaining()));
            tail.put(data);
        }
    }

    /** Sends as much as the channel takes now, or a good part of it. */
    void sendTo(GatheringByteChannel channel) throws IOException {
        for (int i = 0; i < OFFERS && size > 0; i++) {
            ByteBuffer[] offer = offer();
            long offered = remaining(offer);
            long sent = channel.write(offer);
            drop(sent);
            if (sent < offered) {
                return;
            }
        }
    }

    private ByteBuffer[] offer() {
        var offer = new ArrayDeque<ByteBuffer>();
        int room = OFFER_BYTES;
        for (ByteBuffer chunk : chunks) {
            if (room == 0 || offer.size() == OFFER_BUFFERS) {
                break;
            }
            int count = Math.min(room, chunk.remaining());
            offer.add(chunk.slice(chunk.position(), count));
            room -= count;
        }
        return offer.toArray(new ByteBuffer[0]);
    }

    private void drop(long sent) {
        size -= sent;
        long left = sent;
        while (left > 0) {
            ByteBuffer first = chunks.getFirst();
            int count = (int) Math.min(left, first.remaining());
            first.position(first.position() + count);
            left -= count;
            if (!first.hasRemaining()) {
                chunks.removeFirst();
            }
        }
        if (chunks.isEmpty()) {
            tail = ByteBuffer.allocate(0);
        }
    }

    /** Sends what the channel takes of a buffer that is the caller's. */
    static void send(GatheringByteChannel channel, ByteBuffer data) throws IOException {
        int end = data.limit();
        try {
            while (data.position() < end) {
                data.limit(Math.min(end, data.position() + OFFER_BYTES));
                channel.write(data);
                if (data.hasRemaining()) {
                    return;
                }
            }
        } finally {
            data.limit(end);
        }
    }

    /** Sends what the channel takes of several buffers, in one call of the system as far as possible. */
    static void send(GatheringByteChannel channel, ByteBuffer[] data) throws IOException {
        if (remaining(data) <= OFFER_BYTES) {
            channel.write(data);
            return;
        }
        for (ByteBuffer each : data) {
            send(channel, each);
            if (each.hasRemaining()) {
                return;
            }
        }
    }

    private static long remaining(ByteBuffer[] buffers) {
        long sum = 0;
        for (ByteBuffer each : buffers) {
            sum += each.remaining();
        }
        return sum;
    }
}
