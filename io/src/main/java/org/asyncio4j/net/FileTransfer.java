package org.asyncio4j.net;

import static org.asyncio4j.file.FileIo.toFileThread;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import org.asyncio4j.EventLoop;
import org.asyncio4j.Future;
import org.asyncio4j.transport.Transport;
import org.jspecify.annotations.Nullable;

/** A part of a file on its way into a socket; its bytes do not pass through this program. */
final class FileTransfer {

    /*
     * A step hands the socket as much as it has room for, in one call of the system, which reads the file and may wait for
     * the disk: so it is done by a thread for files. It never waits for the peer, since the socket does not block; waiting
     * for room is the loop's part. Other files have their turn after so many bytes.
     *
     * A step that has begun is waited for by whoever is cancelled, so nothing is sent behind the back of a call that has
     * ended, and what was sent is known.
     */

    private static final long STEP_BYTES = 1024 * 1024;

    // written once
    private final EventLoop loop;
    private final SocketChannel sock;
    private final FileChannel file;
    private final long offset;
    private final long count;

    // the thread of a step while there is one, else loop thread only
    private long sent;
    private boolean fileEnded;
    private boolean socketFull;

    // loop thread only
    private @Nullable Future<Boolean> turn;
    private @Nullable Throwable stopped;

    FileTransfer(EventLoop loop, SocketChannel sock, FileChannel file, long offset, long count) {
        this.loop = loop;
        this.sock = sock;
        this.file = file;
        this.offset = offset;
        this.count = count;
    }

    /** Refuses what is no part of a file. */
    static void check(long offset, long count) {
        if (offset < 0) {
            throw new IllegalArgumentException("offset must be a non-negative integer (got " + offset + ")");
        }
        if (count <= 0) {
            throw new IllegalArgumentException("count must be a positive integer (got " + count + ")");
        }
    }

    /** The error for a second file over a transport that is at work with one. */
    static IllegalStateException busy(Transport transport) {
        return new IllegalStateException(transport + " is sending a file: wait for the end of that first");
    }

    /** The same as {@link #run}, at once or after {@link #begin}. */
    long runWhen(boolean now) throws IOException {
        if (!now) {
            newTurn().await();
            checkNotStopped();
        }
        return run();
    }

    /** Suspends until all is sent, or the file has ended; returns how much was sent. */
    long run() throws IOException {
        do {
            toFileThread(this::step);
            checkNotStopped();
            if (socketFull) {
                Sockets.awaitReady(loop, sock, false, newTurn());
                checkNotStopped();
            }
        } while (sent < count && !fileEnded);
        return sent;
    }

    private Future<Boolean> newTurn() {
        turn = loop.createFuture();
        return turn;
    }

    private void checkNotStopped() {
        if (stopped != null) {
            throw Rethrow.unchecked(stopped);
        }
    }

    /** Returns how much was sent until now. */
    private long step() throws IOException {
        try {
            long wanted = Math.min(STEP_BYTES, count - sent);
            long taken = file.transferTo(offset + sent, wanted, sock);
            sent += taken;
            fileEnded = taken < wanted && offset + sent >= file.size();
            socketFull = taken < wanted && !fileEnded;
            return sent;
        } finally {
            file.position(offset + sent);
        }
    }

    void begin() {
        Future<Boolean> waiting = turn;
        if (waiting != null && !waiting.done()) {
            waiting.setResult(true);
        }
    }

    /** Ends it with an error, as soon as no thread is at work. */
    void stop(Throwable error) {
        stopped = error;
        begin();
    }
}
