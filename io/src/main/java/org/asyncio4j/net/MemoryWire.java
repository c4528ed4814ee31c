package org.asyncio4j.net;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One direction of a connection in memory: how it carries bytes, and what goes wrong with it.
 *
 * <pre>{@code
 * var toServer = new MemoryWire(1024, 1);  // a kilobyte on the way at most, and byte by byte
 * toServer.resetAfter(10);
 * var pair = memoryStreamPair(toServer, new MemoryWire());
 * }</pre>
 *
 * <p>A wire carries bytes as the sockets of a system do: what is written travels, as long as no more than the capacity is on
 * the way; what is beyond that waits with the writer, and counts for its water marks. Each event brings the reader one
 * chunk. Nothing here depends on time or on chance.
 *
 * <p>Faults are set before the wire is used, or while it is. They count bytes from the beginning of the connection: a fault
 * after 10 bytes lets the first ten through, one after fewer than have arrived already comes at once. Setting one again
 * replaces it. Of several faults the one with the fewest bytes comes first; at the same number a reset wins over a stall,
 * that over a loss, and that over an end.
 *
 * <p><b>Threads:</b> the loop's only.
 */
public final class MemoryWire {

    /*
     * Bytes beyond a loss or an end are not kept at all, so the writer has room; bytes beyond a stall or a reset are kept,
     * and fill the wire.
     */

    /** What comes out of a wire next. */
    enum Event {
        NOTHING, DATA, END, RESET
    }

    /** How many bytes may be on the way if nothing else is said. */
    public static final int DEFAULT_CAPACITY = 64 * 1024;

    private static final long NEVER = Long.MAX_VALUE;

    // written once
    private final int capacity;
    private final int chunk;

    // loop thread only
    private @Nullable MemoryTransport writer;
    private @Nullable MemoryTransport reader;
    private final Deque<ByteBuffer> bytes = new ArrayDeque<>();
    private long size;
    private long arrived;
    private boolean ended;
    /** Nobody reads any more; what is written makes the other direction end with a reset. */
    private boolean cut;
    private UnaryOperator<byte[]> distortion = UnaryOperator.identity();
    private long resetAt = NEVER;
    private long stallAt = NEVER;
    private long lossAt = NEVER;
    private long endAt = NEVER;

    /** Creates a wire with the default capacity, and chunks of any size. */
    public MemoryWire() {
        this(DEFAULT_CAPACITY, ReadBuffers.SIZE);
    }

    /**
     * Creates a wire.
     *
     * @param capacity how many bytes may be on the way, above 0
     * @param chunk the most that arrives at a time, above 0
     */
    public MemoryWire(int capacity, int chunk) {
        if (capacity <= 0 || chunk <= 0) {
            throw new IllegalArgumentException("capacity (" + capacity + ") and chunk (" + chunk + ") must be above 0:"
                    + " a wire that carries nothing is one that stalls after 0 bytes");
        }
        this.capacity = capacity;
        this.chunk = chunk;
    }

    // ---- faults ----

    /**
     * Resets the connection after so many bytes: both sides lose it with "Connection reset by peer", and what is on the way
     * in either direction is lost.
     *
     * @param count the number of bytes, from the beginning
     */
    public void resetAfter(long count) {
        resetAt = checked(count);
        changed();
    }

    /**
     * Lets nothing arrive after so many bytes, neither data nor the end, until {@link #resume}. What is written meanwhile
     * fills the wire, and then the writer's buffer.
     *
     * @param count the number of bytes, from the beginning
     */
    public void stallAfter(long count) {
        stallAt = checked(count);
        changed();
    }

    /** Lets nothing more arrive from now on, until {@link #resume}. */
    public void stall() {
        stallAfter(arrived);
    }

    /** Ends a stall: what is on the way arrives. */
    public void resume() {
        stallAt = NEVER;
        changed();
    }

    /**
     * Loses everything after so many bytes, the end too, and tells nobody: the reader waits for ever, and the writer goes
     * on as if it had been sent. A connection that is dropped does so in both directions.
     *
     * @param count the number of bytes, from the beginning
     */
    public void loseAfter(long count) {
        lossAt = checked(count);
        changed();
    }

    /**
     * Ends this direction after so many bytes: the reader sees the end of its input, and what is written after them is lost.
     * The other direction stays open.
     *
     * @param count the number of bytes, from the beginning
     */
    public void endAfter(long count) {
        endAt = checked(count);
        changed();
    }

    /**
     * Changes what is written from now on: what the function returns travels in its place, nothing at all if that is empty.
     * It is told of each write with an array of its own, so it can count, remember or hold back too. What it throws is
     * thrown by the call that writes.
     *
     * @param change what becomes of a write
     */
    public void distort(UnaryOperator<byte[]> change) {
        distortion = Objects.requireNonNull(change, "change");
    }

    private static long checked(long count) {
        if (count < 0) {
            throw new IllegalArgumentException("a fault comes after 0 bytes or more, not " + count);
        }
        return count;
    }

    private void changed() {
        long before = size;
        trim();
        if (size < before) {
            from().wakeWriter();
        }
        if (reader != null) {
            reader.wakeReader();
        }
    }

    // ---- the connection ----

    /** Joins two ends. */
    void connect(MemoryTransport from, MemoryTransport to) {
        writer = from;
        reader = to;
    }

    /** Refuses a second connection. */
    void checkUnused() {
        if (reader != null) {
            throw new IllegalStateException(this + " is in use: a wire is one direction of one connection");
        }
    }

    // ---- the writer's end ----

    void add(ByteBuffer data) {
        if (cut) {
            data.position(data.limit());
            resetWriter();
            return;
        }
        byte[] written = new byte[data.remaining()];
        data.get(written);
        byte[] travelling = distortion.apply(written);
        if (travelling.length > 0) {
            bytes.add(ByteBuffer.wrap(travelling));
            size += travelling.length;
            trim();
        }
        to().wakeReader();
    }

    /** How many bytes the writer has to keep, since the wire is full. */
    long waiting() {
        return Math.max(0, size - capacity);
    }

    /** Nothing is written after what is there. */
    void end() {
        ended = true;
        to().wakeReader();
    }

    /** The writer is gone, and with it what it had to keep. */
    void endAtOnce() {
        cutTo(capacity);
        end();
    }

    // ---- the reader's end ----

    /** What comes next. */
    Event next() {
        if (arrived >= resetAt) {
            return Event.RESET;
        }
        if (arrived >= Math.min(stallAt, lossAt)) {
            return Event.NOTHING;
        }
        if (size > 0) {
            return Event.DATA;
        }
        return ended || arrived >= endAt ? Event.END : Event.NOTHING;
    }

    /** How many bytes arrive with the next event. */
    private int chunkSize() {
        return (int) Math.min(Math.min(chunk, size), Math.min(stallAt, resetAt) - arrived);
    }

    /** Takes the next chunk, or as much of it as the buffer has room for; returns how many bytes that was. */
    int take(ByteBuffer into) {
        boolean full = size > capacity;
        int taken = Math.min(chunkSize(), into.remaining());
        arrived += taken;
        size -= taken;
        int left = taken;
        while (left > 0) {
            ByteBuffer first = bytes.getFirst();
            int count = Math.min(left, first.remaining());
            into.put(first.slice(first.position(), count));
            first.position(first.position() + count);
            left -= count;
            if (!first.hasRemaining()) {
                bytes.removeFirst();
            }
        }
        if (full) {
            from().wakeWriter();
        }
        return taken;
    }

    /** Takes the next chunk. */
    byte[] take() {
        byte[] data = new byte[chunkSize()];
        take(ByteBuffer.wrap(data));
        return data;
    }

    /** Nobody reads any more. */
    void cut() {
        cut = true;
        if (size > 0) {
            cutTo(0);
            resetWriter();
        }
    }

    /** Tells the writer that it writes to nobody, after what is on the way to it. */
    private void resetWriter() {
        from().resetAfterInput();
    }

    /** The reset comes after what is on the way. */
    void resetAtEnd() {
        resetAfter(Math.min(resetAt, arrived + size));
    }

    /** The connection is reset, and this direction with it. */
    void resetAtOnce() {
        resetAfter(Math.min(resetAt, arrived));
    }

    /** Drops what never arrives. */
    private void trim() {
        cutTo(Math.max(0, Math.min(lossAt, endAt) - arrived));
    }

    private void cutTo(long length) {
        while (size > length) {
            ByteBuffer last = bytes.getLast();
            int count = (int) Math.min(size - length, last.remaining());
            last.limit(last.limit() - count);
            size -= count;
            if (!last.hasRemaining()) {
                bytes.removeLast();
            }
        }
    }

    private MemoryTransport from() {
        return Objects.requireNonNull(writer);
    }

    private MemoryTransport to() {
        return Objects.requireNonNull(reader);
    }

    @Override
    public String toString() {
        return "<MemoryWire " + arrived + " bytes arrived, " + size + " on the way" + (ended ? ", ended" : "")
                + fault("reset", resetAt) + fault("stall", stallAt) + fault("loss", lossAt) + fault("end", endAt) + ">";
    }

    private static String fault(String name, long at) {
        return at == NEVER ? "" : ", " + name + " after " + at;
    }
}
