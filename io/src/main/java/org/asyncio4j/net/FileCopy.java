package org.asyncio4j.net;

import static org.asyncio4j.file.FileIo.toFileThread;

import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import org.asyncio4j.EventLoop;
import org.asyncio4j.ExceptionContext;
import org.asyncio4j.Future;
import org.asyncio4j.KeyboardInterrupt;
import org.asyncio4j.SystemExit;
import org.asyncio4j.transport.BufferedProtocol;
import org.asyncio4j.transport.Protocol;
import org.asyncio4j.transport.StreamProtocol;
import org.asyncio4j.transport.Transport;
import org.asyncio4j.transport.WriteBufferLimits;
import org.jspecify.annotations.Nullable;

/** A part of a file that is read and written to a transport, in the place of the transport's protocol. */
final class FileCopy implements Protocol {

    /*
     * The protocol must hear of every pause and every resumption, or of none, and a transport does not tell whether it has
     * paused its protocol. With both water marks at 0 that is known: it is paused if anything waits to be sent. So what
     * was written before is sent first, under such marks.
     *
     * Reading is paused meanwhile, but a task that waits for input resumes it, and the end of the input is told in any
     * case. What comes then is kept, and given to the protocol when it has its place back, or loses the connection.
     */

    private static final int BLOCK = 256 * 1024;
    private static final WriteBufferLimits NOTHING_WAITS = new WriteBufferLimits(0, 0);

    // written once
    private final EventLoop loop;
    private final Transport transport;
    private final StreamProtocol protocol;
    private final FileChannel file;
    private final long offset;
    private final long count;

    // the thread of a step while there is one, else loop thread only
    private final ByteBuffer block = ByteBuffer.allocate(BLOCK);
    private long sent;

    // loop thread only
    private boolean paused;
    /** Whether the protocol believes that it is paused. */
    private boolean protocolPaused;
    private @Nullable Future<Boolean> room;
    private boolean reading;
    private final List<byte[]> received = new ArrayList<>();
    private boolean ended;

    FileCopy(EventLoop loop, Transport transport, FileChannel file, long offset, long count) {
        this.loop = loop;
        this.transport = transport;
        this.protocol = transport.getProtocol();
        this.file = file;
        this.offset = offset;
        this.count = count;
    }

    /** Suspends until all is written, or the file has ended; returns how much was written. */
    long run() throws IOException {
        reading = transport.isReading();
        if (reading) {
            transport.pauseReading();
        }
        transport.setProtocol(this);
        try {
            sendWhatWaits();
            boolean last = false;
            while (sent < count && !last) {
                last = toFileThread(this::readBlock) < block.limit();
                write(block.flip());
                awaitRoom();
            }
            return sent;
        } finally {
            transport.setProtocol(protocol);
            if (reading) {
                transport.resumeReading();
            }
            giveReceived(); // after that, since it may pause reading again
            if (paused != protocolPaused) {
                tell();
            }
        }
    }

    private void sendWhatWaits() throws IOException {
        WriteBufferLimits limits = transport.getWriteBufferLimits();
        transport.setWriteBufferLimits(NOTHING_WAITS);
        try {
            protocolPaused = !paused && transport.getWriteBufferSize() > 0;
            paused |= protocolPaused;
            awaitRoom();
        } finally {
            transport.setWriteBufferLimits(limits);
        }
    }

    /** Fills the block as far as the file goes; returns how much that is. */
    private int readBlock() throws IOException {
        block.clear().limit((int) Math.min(BLOCK, count - sent));
        long at = offset + sent;
        file.position(at);
        int got = 0;
        while (block.hasRemaining() && got >= 0) {
            got = file.read(block, at);
            at += got;
        }
        return block.position();
    }

    private void write(ByteBuffer data) throws IOException {
        if (transport.isClosing()) {
            throw new SocketException("Connection closed by peer");
        }
        sent += data.remaining();
        transport.write(data);
        file.position(offset + sent);
    }

    private void awaitRoom() throws IOException {
        if (paused) {
            Future<Boolean> next = loop.createFuture();
            room = next;
            next.await(IOException.class);
        }
    }

    /** Tells the protocol what it has missed. */
    private void tell() {
        try {
            if (paused) {
                protocol.pauseWriting();
            } else {
                protocol.resumeWriting();
            }
        } catch (KeyboardInterrupt | SystemExit stop) {
            throw stop;
        } catch (Throwable error) {
            report(paused ? "protocol.pause_writing() failed" : "protocol.resume_writing() failed", error);
        }
    }

    private void giveReceived() {
        List<byte[]> all = List.copyOf(received);
        received.clear();
        boolean eof = ended;
        ended = false;
        try {
            for (byte[] data : all) {
                give(data);
            }
            if (eof && !protocol.eofReceived()) {
                transport.close();
            }
        } catch (KeyboardInterrupt | SystemExit stop) {
            throw stop;
        } catch (Throwable error) {
            report("Fatal error: protocol.data_received() call failed.", error);
            transport.abort();
        }
    }

    private void give(byte[] data) throws Exception {
        switch (protocol) {
            case Protocol handed -> handed.dataReceived(data);
            case BufferedProtocol lending -> {
                ByteBuffer rest = ByteBuffer.wrap(data);
                while (rest.hasRemaining()) {
                    lend(lending, rest);
                }
            }
        }
    }

    private static void lend(BufferedProtocol lending, ByteBuffer data) throws Exception {
        ByteBuffer buffer = lending.getBuffer(data.remaining());
        if (!buffer.hasRemaining()) {
            throw new IllegalStateException("get_buffer() returned an empty buffer");
        }
        int count = Math.min(buffer.remaining(), data.remaining());
        buffer.put(data.slice(data.position(), count));
        data.position(data.position() + count);
        lending.bufferUpdated(count);
    }

    private void report(String message, Throwable error) {
        loop.callExceptionHandler(ExceptionContext.of(message)
                .withException(error)
                .with("transport", transport)
                .with("protocol", protocol));
    }

    // ---- called by the transport ----

    @Override
    public void pauseWriting() {
        paused = true;
    }

    @Override
    public void resumeWriting() {
        paused = false;
        Future<Boolean> waiting = room;
        if (waiting != null && !waiting.done()) {
            waiting.setResult(true);
        }
    }

    @Override
    public void dataReceived(byte[] data) {
        received.add(data);
        transport.pauseReading();
        reading = true; // as whoever has resumed it believes
    }

    @Override
    public boolean eofReceived() {
        ended = true;
        return transport.canWriteEof(); // else it closes, whatever this says
    }

    @Override
    public void connectionLost(@Nullable Throwable error) throws Exception {
        Future<Boolean> waiting = room;
        if (waiting != null && !waiting.done()) {
            waiting.setException(error != null ? error : new SocketException("Connection is closed by peer"));
        }
        protocolPaused = paused; // there is nothing to write to any more
        giveReceived();
        protocol.connectionLost(error);
    }
}
