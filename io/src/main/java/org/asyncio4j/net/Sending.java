package org.asyncio4j.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.GatheringByteChannel;
import java.nio.channels.SelectableChannel;
import java.util.ArrayDeque;
import java.util.Deque;

/** What a transport sends by a channel: at once what that takes, and the rest, kept in chunks, when it has room. */
final class Sending<C extends SelectableChannel & GatheringByteChannel> {

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

    // written once
    private final BasicTransport transport;
    private final C channel;
    /** What is reported if the channel fails. */
    private final String failure;

    // loop thread only
    private final Deque<ByteBuffer> chunks = new ArrayDeque<>();
    /** The last chunk, as it is filled: its position is where the next byte goes. Without room if there is none. */
    private ByteBuffer tail = ByteBuffer.allocate(0);
    private long size;

    Sending(BasicTransport transport, C channel, String failure) {
        this.transport = transport;
        this.channel = channel;
        this.failure = failure;
    }

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

    /** Sends what is left in buffers that are the caller's, after what waits. */
    void write(ByteBuffer... data) {
        try {
            if (isEmpty()) {
                send(data);
            }
        } catch (IOException e) {
            for (ByteBuffer each : data) {
                each.position(each.limit());
            }
            transport.fatal(e, failure);
            return;
        }
        boolean first = isEmpty();
        for (ByteBuffer each : data) {
            add(each);
        }
        if (!isEmpty()) {
            if (first) {
                transport.loop.addWriter(channel, this::writeReady);
            }
            transport.flow.grown(size);
        }
    }

    private void writeReady() {
        if (transport.ending) {
            return;
        }
        try {
            sendChunks();
        } catch (IOException e) {
            transport.fatal(e, failure);
            return;
        }
        transport.flow.shrunk(size); // the protocol may write more
        if (isEmpty() && !transport.ending) {
            transport.loop.removeWriter(channel);
            transport.afterSending();
        }
    }

    /** Copies what is left in a buffer behind the rest. */
    private void add(ByteBuffer data) {
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
    private void sendChunks() throws IOException {
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

    /** Sends what the channel takes of several buffers, in one call of the system as far as possible. */
    private void send(ByteBuffer[] data) throws IOException {
        if (data.length > 1 && remaining(data) <= OFFER_BYTES) {
            channel.write(data);
            return;
        }
        for (ByteBuffer each : data) {
            send(each);
            if (each.hasRemaining()) {
                return;
            }
        }
    }

    private void send(ByteBuffer data) throws IOException {
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

    private static long remaining(ByteBuffer[] buffers) {
        long sum = 0;
        for (ByteBuffer each : buffers) {
            sum += each.remaining();
        }
        return sum;
    }
}
