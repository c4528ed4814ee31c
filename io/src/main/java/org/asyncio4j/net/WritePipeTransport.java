package org.asyncio4j.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.util.List;
import java.util.Objects;
import org.asyncio4j.EventLoop;
import org.asyncio4j.transport.StreamProtocol;

/** The end of a pipe that is written to. */
final class WritePipeTransport extends PipeTransport {

    // written once
    private final Sending<Pipe.SinkChannel> sending;

    WritePipeTransport(EventLoop loop, Pipe.SinkChannel sink, StreamProtocol protocol) throws IOException {
        super(loop, sink, protocol);
        this.sending = new Sending<>(this, sink, "Fatal write error on pipe transport");
    }

    @Override
    void begin() {
        // it is watched only while something is left to write
    }

    @Override
    public void write(ByteBuffer data) {
        Objects.requireNonNull(data, "data");
        if (closing) {
            data.position(data.limit());
            drop("pipe closed by peer or os.write(pipe, data) raised exception.");
            return;
        }
        sending.write(data);
    }

    @Override
    public void writelines(List<byte[]> data) {
        Objects.requireNonNull(data, "data");
        data.forEach(this::write);
    }

    @Override
    public void writeEof() {
        close();
    }

    @Override
    public boolean canWriteEof() {
        return true;
    }

    @Override
    public long getWriteBufferSize() {
        return ending ? 0 : sending.size();
    }

    // ---- the other direction ----

    @Override
    public boolean isReading() {
        return false;
    }

    @Override
    public void pauseReading() {
        throw new UnsupportedOperationException(this + " can only be written to");
    }

    @Override
    public void resumeReading() {
        throw new UnsupportedOperationException(this + " can only be written to");
    }

    @Override
    public String toString() {
        return "<WritePipeTransport " + state() + " to send=" + getWriteBufferSize() + ">";
    }
}
