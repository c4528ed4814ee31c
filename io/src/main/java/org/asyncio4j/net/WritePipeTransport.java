package org.asyncio4j.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.util.List;
import java.util.Objects;
import org.asyncio4j.EventLoop;
import org.asyncio4j.transport.FlowControl;
import org.asyncio4j.transport.StreamProtocol;
import org.asyncio4j.transport.WriteBufferLimits;

/** The end of a pipe that is written to. */
final class WritePipeTransport extends PipeTransport {

    // written once
    private final Pipe.SinkChannel sink;
    private final FlowControl flow;

    // loop thread only
    private final Sending sending = new Sending();

    WritePipeTransport(EventLoop loop, Pipe.SinkChannel sink, StreamProtocol protocol) throws IOException {
        super(loop, sink, protocol);
        this.sink = sink;
        this.flow = new FlowControl(loop, this, () -> this.protocol);
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
        if (sending.isEmpty()) {
            try {
                Sending.send(sink, data);
            } catch (IOException e) {
                data.position(data.limit());
                fatal(e, "Fatal write error on pipe transport");
                return;
            }
        }
        keep(data);
    }

    @Override
    public void writelines(List<byte[]> data) {
        data.forEach(this::write);
    }

    private void keep(ByteBuffer data) {
        if (!data.hasRemaining()) {
            return;
        }
        boolean first = sending.isEmpty();
        sending.add(data);
        if (first) {
            loop.addWriter(sink, this::writeReady);
        }
        flow.grown(sending.size());
    }

    private void writeReady() {
        if (ending) {
            return;
        }
        try {
            sending.sendTo(sink);
        } catch (IOException e) {
            fatal(e, "Fatal write error on pipe transport");
            return;
        }
        flow.shrunk(sending.size()); // the protocol may write more
        if (sending.isEmpty() && !ending) {
            loop.removeWriter(sink);
            if (closing) {
                end(null);
            }
        }
    }

    @Override
    public void close() {
        if (!closing) {
            closing = true;
            if (sending.isEmpty()) {
                end(null);
            }
        }
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

    @Override
    public WriteBufferLimits getWriteBufferLimits() {
        return flow.limits();
    }

    @Override
    public void setWriteBufferLimits(WriteBufferLimits limits) {
        flow.limits(limits, getWriteBufferSize());
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
