package org.asyncio4j.net;

import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import org.asyncio4j.Context;
import org.asyncio4j.EventLoop;
import org.asyncio4j.transport.BufferedProtocol;
import org.asyncio4j.transport.Protocol;
import org.asyncio4j.transport.StreamProtocol;
import org.jspecify.annotations.Nullable;

/** One end of a connection in memory. */
final class MemoryTransport extends BasicTransport {

    /*
     * Both ends live in one loop, but neither calls the other's protocol: what one does is an event of the other, in a
     * later tick, as if a system were between them. An end that is gone resets the other if that writes, or has written
     * what was not read: as TCP does.
     */

    // written once
    private final MemoryWire out;
    private final MemoryWire in;
    /** That of whom has made the connection: what runs for this end must not see what the other end's tasks have set. */
    private final Context context = Context.copyCurrent();

    // loop thread only
    private boolean begun;
    private boolean paused;
    private boolean endTold;
    private boolean eofWritten;
    /** Whether an event is on its way to this end. */
    private boolean awake;
    private boolean roomMade;

    MemoryTransport(EventLoop loop, StreamProtocol protocol, MemoryWire out, MemoryWire in) {
        super(loop, protocol);
        this.out = out;
        this.in = in;
    }

    @Override
    void begin() {
        begun = true;
        wakeReader();
    }

    @Override
    void stop(@Nullable Throwable error) {
        out.endAtOnce();
        in.cut();
    }

    @Override
    void release() {
        // holds nothing
    }

    // ---- reading ----

    /** Something may have come. */
    void wakeReader() {
        if (begun && !awake && !ending && isDue()) {
            awake = true;
            loop.callSoon(this::readReady, context);
        }
    }

    private boolean isDue() {
        return switch (in.next()) {
            case RESET -> true;
            case DATA -> isReading();
            case END -> isReading() && !endTold;
            case NOTHING -> false;
        };
    }

    private void readReady() {
        awake = false;
        if (ending || !isDue()) {
            return;
        }
        switch (in.next()) {
            case RESET -> {
                SocketException reset = new SocketException("Connection reset by peer");
                out.resetAtOnce();
                fatal(reset, "Fatal read error on memory transport");
            }
            case DATA -> read();
            case END -> readEof();
            case NOTHING -> throw new IllegalStateException("nothing is due in " + this);
        }
        wakeReader();
    }

    private void read() {
        switch (protocol) {
            case Protocol handed -> hand(handed, in.take());
            case BufferedProtocol lending -> lend(lending, in::take);
        }
    }

    private void readEof() {
        endTold = true;
        guarded("protocol.eof_received()", () -> {
            if (!protocol.eofReceived()) {
                close();
            }
        });
    }

    @Override
    public boolean isReading() {
        return !closing && !paused;
    }

    @Override
    public void pauseReading() {
        if (isReading()) {
            paused = true;
        }
    }

    @Override
    public void resumeReading() {
        if (!closing && paused) {
            paused = false;
            wakeReader();
        }
    }

    /** The other end is gone: this one hears of it after what is on the way. */
    void resetAfterInput() {
        if (!ending) {
            in.resetAtEnd();
        }
    }

    // ---- writing ----

    @Override
    public void write(ByteBuffer data) {
        Objects.requireNonNull(data, "data");
        if (eofWritten) {
            throw new IllegalStateException("Cannot call write() after write_eof()");
        }
        if (ending) {
            data.position(data.limit());
            drop("memory transport closed by peer or by an error: what is written to it is dropped.");
            return;
        }
        if (data.hasRemaining()) {
            out.add(data);
            flow.grown(out.waiting());
        }
    }

    @Override
    public void writelines(List<byte[]> data) {
        Objects.requireNonNull(data, "data");
        data.forEach(this::write);
    }

    /** The wire may have taken some of what waits. */
    void wakeWriter() {
        if (!roomMade && !ending) {
            roomMade = true;
            loop.callSoon(this::writeReady, context);
        }
    }

    private void writeReady() {
        roomMade = false;
        if (ending) {
            return;
        }
        flow.shrunk(out.waiting());
        if (out.waiting() == 0) {
            afterSending();
        }
    }

    @Override
    public void writeEof() {
        if (!closing && !eofWritten) {
            eofWritten = true;
            out.end();
        }
    }

    @Override
    public boolean canWriteEof() {
        return true;
    }

    @Override
    public long getWriteBufferSize() {
        return ending ? 0 : out.waiting();
    }

    // ---- what others may know ----

    @Override
    public @Nullable Object getExtraInfo(String name) {
        Objects.requireNonNull(name, "name");
        return null;
    }

    @Override
    public String toString() {
        String state = ending ? "closed" : closing ? "closing" : paused ? "paused" : "reading";
        return "<MemoryTransport " + state + " to send=" + getWriteBufferSize() + ">";
    }
}
