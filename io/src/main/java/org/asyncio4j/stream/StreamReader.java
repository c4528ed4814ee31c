package org.asyncio4j.stream;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.asyncio4j.Asyncio;
import org.asyncio4j.EventLoop;
import org.asyncio4j.Future;
import org.asyncio4j.transport.ReadTransport;
import org.jspecify.annotations.Nullable;

/**
 * The incoming direction of a connection. What has come waits in a buffer until it is read; when the buffer holds more than
 * twice its limit, nothing more is received until it is read.
 *
 * <p>One task at a time may wait for data. All reads throw the error the connection was lost by, if there was one, before
 * they look into the buffer.
 *
 * <p><b>Cancellation:</b> a read that is cancelled, or times out, takes nothing: the next one finds all bytes.
 */
public final class StreamReader implements Iterable<byte[]> {

    /*
     * Reads never hold bytes of their own while they wait: they wait until the buffer has what they want, and take it in
     * one step. Whoever waits receives, so the buffer may grow beyond the limit as far as the waiting read demands.
     */

    /** The limit of a reader for which none is given. */
    public static final int DEFAULT_LIMIT = 64 * 1024;

    private static final byte[] NEWLINE = {'\n'};
    private static final byte[] NOTHING = {};

    // written once
    private final EventLoop loop;
    private final int limit;

    // loop thread only
    private final ByteQueue buffer = new ByteQueue();
    private @Nullable ReadTransport transport;
    private @Nullable Future<Boolean> waiter;
    /** How many bytes the task that waits wants to have. */
    private int wanted;
    private @Nullable Throwable exception;
    /** Whether somebody was thrown the exception. */
    private boolean thrown;
    private boolean eof;
    private boolean paused;

    /** Creates a reader that is fed by hand, with the default limit, for the running loop. */
    public StreamReader() {
        this(DEFAULT_LIMIT);
    }

    /**
     * Creates a reader that is fed by hand, for the running loop.
     *
     * @param limit the longest line, and half of what the buffer holds before receiving pauses
     * @throws IllegalArgumentException if the limit is not above 0
     */
    public StreamReader(int limit) {
        this(limit, Asyncio.getRunningLoop());
    }

    StreamReader(int limit, EventLoop loop) {
        this.limit = checkLimit(limit);
        this.loop = loop;
    }

    /** Returns the limit, if it is one. */
    static int checkLimit(int limit) {
        if (limit <= 0) {
            throw new IllegalArgumentException("Limit cannot be <= 0");
        }
        return limit;
    }

    // ---- being fed ----

    /**
     * Adds bytes to the buffer.
     *
     * @param data the bytes
     * @throws IllegalStateException after {@link #feedEof}
     */
    public void feedData(byte[] data) {
        Objects.requireNonNull(data, "data");
        checkNotEnded();
        if (data.length > 0) {
            buffer.add(data);
            fed();
        }
    }

    /** Where a transport puts what it receives. */
    ByteBuffer lendBuffer() {
        return buffer.lend();
    }

    /** A transport has put so many bytes there. */
    void fedBuffer(int count) {
        checkNotEnded();
        buffer.added(count);
        fed();
    }

    private void checkNotEnded() {
        if (eof) {
            throw new IllegalStateException("feed_data after feed_eof");
        }
    }

    private void fed() {
        if (waiter == null || buffer.size() >= wanted) {
            wake();
        }
        if (transport != null && !paused && buffer.size() > 2L * limit && (waiter == null || buffer.size() >= wanted)) {
            transport.pauseReading();
            paused = true;
        }
    }

    /** Tells the reader that nothing more comes. */
    public void feedEof() {
        eof = true;
        wake();
    }

    /**
     * Makes reads fail, from now on.
     *
     * @param error what they throw
     */
    public void setException(Throwable error) {
        exception = Objects.requireNonNull(error, "error");
        wake();
    }

    /**
     * Returns the error that reads fail with.
     *
     * @return the error, or null if there is none
     */
    public @Nullable Throwable exception() {
        return exception;
    }

    /**
     * Names what is to be paused when the buffer is full.
     *
     * @param source the transport that feeds this reader
     * @throws IllegalStateException if there is one already
     */
    public void setTransport(ReadTransport source) {
        Objects.requireNonNull(source, "transport");
        if (transport != null) {
            throw new IllegalStateException("Transport already set");
        }
        transport = source;
    }

    /** The stream goes on over another transport. */
    void replaceTransport(ReadTransport next) {
        transport = next;
    }

    /** Takes what has come, for another reader of it. */
    byte[] takeReceived() {
        return take(buffer.size());
    }

    /** Whether somebody was thrown this error already. */
    boolean hasThrown(Throwable error) {
        return thrown && exception == error;
    }

    private void wake() {
        Future<Boolean> waiting = waiter;
        if (waiting != null && !waiting.done()) {
            waiting.setResult(true);
        }
    }

    // ---- reading ----

    /**
     * Tells whether everything was read.
     *
     * @return whether the input has ended and the buffer is empty
     */
    public boolean atEof() {
        return eof && buffer.size() == 0;
    }

    /**
     * Reads everything up to the end of the input.
     *
     * @return the bytes; none if the input has ended
     * @throws IOException if the connection is lost
     */
    public byte[] read() throws IOException {
        throwException();
        while (!eof) {
            waitForData("read", Integer.MAX_VALUE);
        }
        return take(buffer.size());
    }

    /**
     * Reads what has come; waits only if nothing has.
     *
     * @param n the most to read; 0 reads nothing, less than 0 reads everything up to the end
     * @return at least one byte, or none at the end of the input
     * @throws IOException if the connection is lost
     */
    public byte[] read(int n) throws IOException {
        if (n < 0) {
            return read();
        }
        throwException();
        if (n == 0) {
            return NOTHING;
        }
        waitForAny();
        return take(Math.min(n, buffer.size()));
    }

    /**
     * Reads what has come into a buffer; waits only if nothing has.
     *
     * @param into where to put it; its position is moved
     * @return how many bytes were read; -1 at the end of the input; 0 if the buffer has no room
     * @throws IOException if the connection is lost
     */
    public int read(ByteBuffer into) throws IOException {
        Objects.requireNonNull(into, "into");
        throwException();
        if (!into.hasRemaining()) {
            return 0;
        }
        waitForAny();
        if (buffer.size() == 0) {
            return -1;
        }
        int count = buffer.takeInto(into);
        maybeResume();
        return count;
    }

    private void waitForAny() throws IOException {
        if (buffer.size() == 0 && !eof) {
            waitForData("read", 1);
        }
    }

    /**
     * Reads so many bytes. The limit does not apply.
     *
     * @param n how many
     * @return exactly so many bytes
     * @throws IncompleteReadError if the input ends before; it has the rest
     * @throws IOException if the connection is lost
     */
    public byte[] readexactly(int n) throws IOException {
        if (n < 0) {
            throw new IllegalArgumentException("readexactly size can not be less than zero");
        }
        throwException();
        while (buffer.size() < n) {
            if (eof) {
                throw new IncompleteReadError(take(buffer.size()), n);
            }
            waitForData("readexactly", n);
        }
        return take(n);
    }

    /**
     * Reads up to the first separator.
     *
     * @param separator the separator, at least one byte
     * @return the bytes with the separator
     * @throws IncompleteReadError if the input ends before; it has the rest
     * @throws LimitOverrunError if there are more bytes before the separator than the limit; they stay in the buffer
     * @throws IOException if the connection is lost
     */
    public byte[] readuntil(byte[] separator) throws IOException {
        return readuntil(List.of(Objects.requireNonNull(separator, "separator")));
    }

    /**
     * Reads up to the first of several separators: the one that ends first, and of those the shortest.
     *
     * @param separators the separators, at least one byte each
     * @return the bytes with the separator
     * @throws IncompleteReadError if the input ends before; it has the rest
     * @throws LimitOverrunError if there are more bytes before the separator than the limit; they stay in the buffer
     * @throws IOException if the connection is lost
     */
    public byte[] readuntil(List<byte[]> separators) throws IOException {
        if (separators.isEmpty()) {
            throw new IllegalArgumentException("Separator should contain at least one element");
        }
        List<byte[]> ordered = separators.stream()
                .sorted(Comparator.comparingInt((byte[] separator) -> separator.length))
                .toList();
        if (ordered.getFirst().length == 0) {
            throw new IllegalArgumentException("Separator should be at least one-byte string");
        }
        throwException();
        int scanned = 0;
        for (;;) {
            int start = -1;
            int end = Integer.MAX_VALUE;
            for (byte[] separator : ordered) {
                int found = buffer.find(separator, scanned);
                if (found >= 0 && found + separator.length < end) {
                    start = found;
                    end = found + separator.length;
                }
            }
            if (start > limit) {
                throw new LimitOverrunError("Separator is found, but chunk is longer than limit", start);
            }
            if (start >= 0) {
                return take(end);
            }
            scanned = Math.max(0, buffer.size() + 1 - ordered.getLast().length);
            if (scanned > limit) {
                throw new LimitOverrunError("Separator is not found, and chunk exceed the limit", scanned);
            }
            if (eof) {
                throw new IncompleteReadError(take(buffer.size()), null);
            }
            waitForData("readuntil", buffer.size() + 1);
        }
    }

    /**
     * Reads a line.
     *
     * @return the line with its newline; the rest without one at the end of the input, and nothing after that
     * @throws IllegalArgumentException if the line is longer than the limit; it is dropped, as far as it has come
     * @throws IOException if the connection is lost
     */
    public byte[] readline() throws IOException {
        try {
            return readuntil(NEWLINE);
        } catch (IncompleteReadError end) {
            return end.partial();
        } catch (LimitOverrunError tooLong) {
            int length = tooLong.consumed();
            buffer.skip(buffer.find(NEWLINE, length) == length ? length + 1 : buffer.size());
            maybeResume();
            throw new IllegalArgumentException(tooLong.getMessage(), tooLong);
        }
    }

    /**
     * Reads a line of text.
     *
     * @param charset its encoding, in which a newline is the byte 10
     * @return the line with its newline; empty at the end of the input
     * @throws IllegalArgumentException if the line is longer than the limit; it is dropped, as far as it has come
     * @throws IOException if the connection is lost
     */
    public String readline(Charset charset) throws IOException {
        Objects.requireNonNull(charset, "charset");
        return new String(readline(), charset);
    }

    /**
     * Returns the lines that are still to come, with their newlines. The loop over them waits for each, and throws what
     * {@link #readline()} throws, undeclared.
     *
     * @return an iterator that suspends the task
     */
    @Override
    public Iterator<byte[]> iterator() {
        return new Lines(this);
    }

    /**
     * Returns the lines that are still to come as text, without their line ends. The loop over them waits for each, and
     * throws what {@link #readline()} throws, undeclared.
     *
     * @param charset their encoding
     * @return what to loop over, once
     */
    public Iterable<String> lines(Charset charset) {
        Objects.requireNonNull(charset, "charset");
        return () -> Lines.asText(new Lines(this), charset);
    }

    /** Throws the error that the connection was lost by, if there is one. */
    void throwException() {
        if (exception != null) {
            thrown = true;
            throw Rethrow.unchecked(exception);
        }
    }

    private byte[] take(int count) {
        byte[] taken = buffer.take(count);
        maybeResume();
        return taken;
    }

    private void maybeResume() {
        if (paused && buffer.size() <= limit) {
            resume();
        }
    }

    private void resume() {
        paused = false;
        Objects.requireNonNull(transport).resumeReading();
    }

    private void waitForData(String function, int size) {
        if (waiter != null) {
            throw new IllegalStateException(
                    function + "() called while another coroutine is already waiting for incoming data");
        }
        if (paused) {
            resume(); // else what is waited for could never come
        }
        Future<Boolean> waiting = loop.createFuture();
        waiter = waiting;
        wanted = size;
        try {
            waiting.await();
        } finally {
            waiter = null;
        }
        throwException();
    }

    @Override
    public String toString() {
        return "<StreamReader" + (buffer.size() > 0 ? " " + buffer.size() + " bytes" : "") + (eof ? " eof" : "")
                + (limit == DEFAULT_LIMIT ? "" : " limit=" + limit)
                + (exception != null ? " exception=" + exception : "") + (paused ? " paused" : "") + ">";
    }
}
