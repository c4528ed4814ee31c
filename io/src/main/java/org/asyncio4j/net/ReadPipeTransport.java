package org.asyncio4j.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.util.List;
import org.asyncio4j.EventLoop;
import org.asyncio4j.transport.StreamProtocol;
import org.asyncio4j.transport.WriteBufferLimits;

/** The end of a pipe that is read from. */
final class ReadPipeTransport extends PipeTransport {

    // written once
    private final Pipe.SourceChannel source;
    private final ByteBuffer readBuffer;

    // loop thread only
    private boolean paused;

    ReadPipeTransport(EventLoop loop, Pipe.SourceChannel source, StreamProtocol protocol) throws IOException {
        super(loop, source, protocol);
        this.source = source;
        this.readBuffer = ReadBuffers.of(loop);
    }

    @Override
    void begin() {
        if (isReading()) {
            loop.addReader(source, this::readReady);
        }
    }

    private void readReady() {
        if (closing) {
            return;
        }
        read(readBuffer, this::readInto);
    }

    /** Reads what is there; the end and an error end the transport. */
    private int readInto(ByteBuffer into) {
        try {
            int count = source.read(into);
            if (count < 0) {
                guarded("protocol.eof_received()", () -> protocol.eofReceived());
                end(null);
            }
            return count;
        } catch (IOException e) {
            into.clear();
            fatal(e, "Fatal read error on pipe transport");
            return 0;
        }
    }

    @Override
    public boolean isReading() {
        return !closing && !paused;
    }

    @Override
    public void pauseReading() {
        if (isReading()) {
            paused = true;
            loop.removeReader(source);
        }
    }

    @Override
    public void resumeReading() {
        if (!closing && paused) {
            paused = false;
            begin();
        }
    }

    // ---- the other direction ----

    private UnsupportedOperationException readOnly() {
        return new UnsupportedOperationException(this + " can only be read from");
    }

    @Override
    public void write(ByteBuffer data) {
        throw readOnly();
    }

    @Override
    public void writelines(List<byte[]> data) {
        throw readOnly();
    }

    @Override
    public void writeEof() {
        throw readOnly();
    }

    @Override
    public boolean canWriteEof() {
        return false;
    }

    @Override
    public long getWriteBufferSize() {
        return 0;
    }

    @Override
    public WriteBufferLimits getWriteBufferLimits() {
        throw readOnly();
    }

    @Override
    public void setWriteBufferLimits(WriteBufferLimits limits) {
        throw readOnly();
    }

    @Override
    public String toString() {
        return "<ReadPipeTransport " + (paused && !closing ? "paused" : state()) + ">";
    }
}
