package org.asyncio4j.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.Charset;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import org.asyncio4j.sync.Lock;

/**
 * An open file, from {@link FileIo#openFile}. It has a position, from which bytes are read and to which they are written.
 *
 * <p>What several tasks ask of one handle is done one after the other, in the order in which they asked; a write is never
 * mixed with another one. Tasks that read a file at the same time each open it for themselves.
 *
 * <p><b>Cancellation:</b> as in the whole {@linkplain org.asyncio4j.file package}. A read that is cancelled leaves the position
 * and the buffer of the caller as they were, so nothing is lost; a write that had begun has written everything, and the
 * position is behind it.
 *
 * <p>A file without positions, such as a pipe or a terminal, can be appended to and nothing else.
 */
public final class FileHandle implements AutoCloseable {

    private static final int BLOCK = 64 * 1024;

    // written once
    private final Path path;
    private final FileChannel channel;
    private final boolean appends;

    /** Its holder may use what follows, and the channel. */
    private final Lock turn;
    private long position;

    private FileHandle(Path path, FileChannel channel, boolean appends) {
        this.path = path;
        this.channel = channel;
        this.appends = appends;
        this.turn = new Lock("turn of " + path);
    }

    /** Runs in a thread for files. */
    static FileHandle open(Path path, Set<? extends OpenOption> options) throws IOException {
        return of(path, FileChannel.open(path, options), options.contains(StandardOpenOption.APPEND));
    }

    static FileHandle of(Path path, FileChannel channel, boolean appends) {
        return new FileHandle(path, channel, appends);
    }

    // ---- reading ----

    /**
     * Reads up to a number of bytes from the position on, and moves it behind them.
     *
     * @param n how many at most
     * @return at least one byte; none at the end of the file, or if none is asked for
     * @throws IllegalArgumentException if the number is negative
     * @throws java.nio.channels.NonReadableChannelException if the file was not opened for reading
     * @throws IOException if the file is closed or cannot be read
     */
    public byte[] read(int n) throws IOException {
        if (n < 0) {
            throw new IllegalArgumentException("cannot read " + n + " bytes of " + this + "; readAll() reads all");
        }
        byte[] data = new byte[n];
        int count = read(ByteBuffer.wrap(data));
        return count == n ? data : Arrays.copyOf(data, Math.max(0, count));
    }

    /**
     * Reads from the position on into a buffer, as much as one call of the system gives, and moves the position behind it.
     *
     * @param buffer takes the bytes between its position and its limit; must be left alone until this returns
     * @return how many bytes, or -1 at the end of the file
     * @throws java.nio.channels.NonReadableChannelException if the file was not opened for reading
     * @throws IOException if the file is closed or cannot be read
     */
    public int read(ByteBuffer buffer) throws IOException {
        Objects.requireNonNull(buffer, "buffer");
        try (var _ = turn.acquire()) {
            int count = readAt(buffer, position);
            position += Math.max(0, count);
            return count;
        }
    }

    /**
     * Reads from some place into a buffer, as much as one call of the system gives. The position stays where it is.
     *
     * @param buffer takes the bytes between its position and its limit; must be left alone until this returns
     * @param at how many bytes from the beginning of the file
     * @return how many bytes, or -1 if the file ends there or before
     * @throws IllegalArgumentException if the place is negative
     * @throws java.nio.channels.NonReadableChannelException if the file was not opened for reading
     * @throws IOException if the file is closed or cannot be read
     */
    public int read(ByteBuffer buffer, long at) throws IOException {
        Objects.requireNonNull(buffer, "buffer");
        checkPlace(at);
        try (var _ = turn.acquire()) {
            return readAt(buffer, at);
        }
    }

    private int readAt(ByteBuffer buffer, long at) throws IOException {
        ByteBuffer free = buffer.duplicate();
        int count = FileThreads.call(() -> channel.read(free, at));
        buffer.position(free.position());
        return count;
    }

    /**
     * Reads everything from the position to the end of the file, and moves the position there.
     *
     * @return the bytes, perhaps none
     * @throws java.nio.channels.NonReadableChannelException if the file was not opened for reading
     * @throws IOException if the file is closed or cannot be read
     * @throws OutOfMemoryError if they do not fit into an array
     */
    public byte[] readAll() throws IOException {
        try (var _ = turn.acquire()) {
            byte[] all = FileThreads.call(() -> readAllFrom(position));
            position += all.length;
            return all;
        }
    }

    private byte[] readAllFrom(long start) throws IOException {
        // the size is a hint: some files of the system tell none, and others grow
        long expected = Math.max(0, channel.size() - start);
        byte[] data = new byte[Math.toIntExact(Math.min(expected, Integer.MAX_VALUE - BLOCK)) + 1];
        int size = 0;
        int count;
        while ((count = channel.read(ByteBuffer.wrap(data, size, data.length - size), start + size)) >= 0) {
            size += count;
            if (size == data.length) {
                data = Arrays.copyOf(data, larger(size));
            }
        }
        return Arrays.copyOf(data, size);
    }

    private static int larger(int size) {
        if (size > Integer.MAX_VALUE - BLOCK) {
            throw new OutOfMemoryError("the file does not fit into an array");
        }
        return size + Math.max(BLOCK, Math.min(size / 2, Integer.MAX_VALUE - BLOCK - size));
    }

    // ---- writing ----

    /**
     * Writes an array at the position, and moves it behind what was written; a file that was opened with {@code APPEND} is
     * written at its end.
     *
     * @param data what to write; must not be changed until this returns
     * @throws java.nio.channels.NonWritableChannelException if the file was not opened for writing
     * @throws IOException if the file is closed or cannot be written; some of the data may have been written
     */
    public void write(byte[] data) throws IOException {
        write(ByteBuffer.wrap(Objects.requireNonNull(data, "data")));
    }

    /**
     * Writes a text, as {@link #write(byte[])} does. What the encoding lacks becomes its sign for that, such as {@code ?}.
     *
     * @param text what to write
     * @param charset the encoding
     * @throws java.nio.channels.NonWritableChannelException if the file was not opened for writing
     * @throws IOException if the file is closed or cannot be written; some of the text may have been written
     */
    public void write(String text, Charset charset) throws IOException {
        Objects.requireNonNull(text, "text");
        write(text.getBytes(Objects.requireNonNull(charset, "charset")));
    }

    /**
     * Writes all that is left in a buffer, as {@link #write(byte[])} does. The position of the buffer is behind what was
     * written, whether this returns or throws.
     *
     * @param data what to write; must be left alone until this returns
     * @throws java.nio.channels.NonWritableChannelException if the file was not opened for writing
     * @throws IOException if the file is closed or cannot be written; some of the data may have been written
     */
    public void write(ByteBuffer data) throws IOException {
        Objects.requireNonNull(data, "data");
        try (var _ = turn.acquire()) {
            if (appends) {
                FileThreads.run(() -> append(data));
            } else {
                FileThreads.run(() -> {
                    int before = data.position();
                    try {
                        writeAt(data, position);
                    } finally {
                        position += data.position() - before;
                    }
                });
            }
        }
    }

    /**
     * Writes all that is left in a buffer at some place. The position of the file stays where it is; that of the buffer is
     * behind what was written, whether this returns or throws. What lies between the end of the file and that place
     * becomes zeros.
     *
     * @param data what to write; must be left alone until this returns
     * @param at how many bytes from the beginning of the file
     * @throws IllegalArgumentException if the place is negative
     * @throws IllegalStateException if the file was opened with {@code APPEND}
     * @throws java.nio.channels.NonWritableChannelException if the file was not opened for writing
     * @throws IOException if the file is closed or cannot be written; some of the data may have been written
     */
    public void write(ByteBuffer data, long at) throws IOException {
        Objects.requireNonNull(data, "data");
        checkPlace(at);
        if (appends) {
            throw new IllegalStateException(this + " was opened with APPEND; open it with WRITE to write at a place");
        }
        try (var _ = turn.acquire()) {
            FileThreads.run(() -> writeAt(data, at));
        }
    }

    private void writeAt(ByteBuffer data, long at) throws IOException {
        long place = at;
        while (data.hasRemaining()) {
            place += channel.write(data, place);
        }
    }

    private void append(ByteBuffer data) throws IOException {
        int before = data.position();
        try {
            while (data.hasRemaining()) {
                channel.write(data);
            }
        } finally {
            position += data.position() - before;
        }
    }

    // ---- the file ----

    /**
     * Waits until what was written is on the device that holds the file, as far as the system knows.
     *
     * @throws IOException if the file is closed, or the device fails
     */
    public void force() throws IOException {
        try (var _ = turn.acquire()) {
            FileThreads.run(() -> channel.force(true));
        }
    }

    /**
     * Returns how large the file is.
     *
     * @return its size in bytes
     * @throws IOException if the file is closed or cannot be asked
     */
    public long size() throws IOException {
        try (var _ = turn.acquire()) {
            return FileThreads.call(channel::size);
        }
    }

    /**
     * Cuts the file off, if it is longer. A position behind the new end becomes that.
     *
     * @param size how many bytes to keep
     * @throws IllegalArgumentException if the size is negative
     * @throws java.nio.channels.NonWritableChannelException if the file was not opened for writing
     * @throws IOException if the file is closed or cannot be cut
     */
    public void truncate(long size) throws IOException {
        checkPlace(size);
        try (var _ = turn.acquire()) {
            FileThreads.run(() -> {
                channel.truncate(size);
                position = Math.min(position, size);
            });
        }
    }

    /**
     * Returns the place that is read from and written to next. Does not suspend.
     *
     * @return how many bytes it is from the beginning; in a file opened with {@code APPEND}, how many were written
     */
    public long position() {
        return position;
    }

    /**
     * Moves the position, also behind the end of the file. Does not suspend.
     *
     * @param to how many bytes from the beginning
     * @throws IllegalArgumentException if that is negative
     * @throws IllegalStateException if the file is being read or written
     */
    public void position(long to) {
        checkPlace(to);
        if (turn.locked()) {
            throw new IllegalStateException(this + " is in use: " + turn.statistics() + "; wait until that is done");
        }
        position = to;
    }

    private void checkPlace(long at) {
        if (at < 0) {
            throw new IllegalArgumentException("there is no place " + at + " in " + this);
        }
    }

    /**
     * Returns the channel of the file, for calls that take one. It blocks, so it is for {@link FileIo#toFileThread}. Its own
     * position has nothing to do with that of this handle.
     *
     * @return the channel; closing it closes the file
     */
    public FileChannel channel() {
        return channel;
    }

    /**
     * Closes the file. A call of another task that is under way fails with a
     * {@link java.nio.channels.ClosedChannelException} if it does not end at once, and so do those behind it. Does nothing if
     * the file is closed.
     *
     * <p><b>Cancellation:</b> the file is closed in any case.
     *
     * @throws IOException if the system fails to close it
     */
    @Override
    public void close() throws IOException {
        if (channel.isOpen()) {
            FileThreads.runAlways(channel::close);
        }
    }

    @Override
    public String toString() {
        return "<FileHandle " + path + (channel.isOpen() ? " position=" + position : " closed") + ">";
    }
}
