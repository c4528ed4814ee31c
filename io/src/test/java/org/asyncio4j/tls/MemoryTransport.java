package org.asyncio4j.tls;

import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.asyncio4j.Asyncio;
import org.asyncio4j.EventLoop;
import org.asyncio4j.transport.BufferedProtocol;
import org.asyncio4j.transport.FlowControl;
import org.asyncio4j.transport.Protocol;
import org.asyncio4j.transport.StreamProtocol;
import org.asyncio4j.transport.Transport;
import org.asyncio4j.transport.WriteBufferLimits;
import org.jspecify.annotations.Nullable;

/** One end of a connection that exists in memory only. What is written to one end is on its way to the other for a tick. */
final class MemoryTransport implements Transport {

    private static final byte[] END = {};
    /** What counts as sent although the other end has not read it. */
    private static final long SYSTEM_BUFFER = 64 * 1024;

    private final EventLoop loop = Asyncio.getRunningLoop();
    private final FlowControl flow = new FlowControl(loop, this, this::getProtocol);
    private final ArrayDeque<byte[]> onTheWay = new ArrayDeque<>();
    private @Nullable MemoryTransport other;
    private @Nullable StreamProtocol protocol;
    private UnaryOperator<byte[]> distortion = UnaryOperator.identity();
    private boolean paused;
    private boolean closing;
    private boolean lost;
    private boolean delivering;

    private MemoryTransport() {}

    /** The two ends of a connection. */
    static List<MemoryTransport> pair() {
        var left = new MemoryTransport();
        var right = new MemoryTransport();
        left.other = right;
        right.other = left;
        return List.of(left, right);
    }

    /** The protocol is told of the connection in the next tick. */
    void start(StreamProtocol first) {
        protocol = first;
        loop.callSoon(() -> call(() -> getProtocol().connectionMade(this)));
    }

    /** What is written from now on arrives so; nothing arrives of an empty array. */
    void distort(UnaryOperator<byte[]> with) {
        distortion = with;
    }

    boolean isLost() {
        return lost;
    }

    private MemoryTransport other() {
        return Objects.requireNonNull(other);
    }

    // ---- on the way ----

    @Override
    public void write(ByteBuffer data) {
        byte[] copy = new byte[data.remaining()];
        data.get(copy);
        if (!closing && copy.length > 0) {
            byte[] arriving = distortion.apply(copy);
            if (arriving.length > 0) {
                send(arriving);
            }
        }
    }

    private void send(byte[] arriving) {
        onTheWay.add(arriving);
        deliverSoon();
        flow.grown(getWriteBufferSize());
    }

    private void deliverSoon() {
        if (!delivering) {
            delivering = true;
            loop.callSoon(this::deliver);
        }
    }

    private void deliver() {
        delivering = false;
        MemoryTransport to = other();
        while (!to.lost && to.isReading() && !onTheWay.isEmpty()) {
            byte[] data = onTheWay.remove();
            if (data == END) {
                to.receiveEnd();
            } else {
                to.receive(ByteBuffer.wrap(data));
            }
        }
        if (to.lost) {
            onTheWay.clear();
        }
        if (!lost) {
            flow.shrunk(getWriteBufferSize());
            if (closing && getWriteBufferSize() == 0) {
                lose(null);
            }
        }
    }

    private void receive(ByteBuffer data) {
        while (data.hasRemaining() && !lost) {
            switch (getProtocol()) {
                case BufferedProtocol lending -> call(() -> {
                    ByteBuffer target = lending.getBuffer(-1);
                    int count = Math.min(target.remaining(), data.remaining());
                    target.put(data.slice(data.position(), count));
                    data.position(data.position() + count);
                    lending.bufferUpdated(count);
                });
                case Protocol handed -> {
                    byte[] all = new byte[data.remaining()];
                    data.get(all);
                    call(() -> handed.dataReceived(all));
                }
            }
        }
    }

    private void receiveEnd() {
        call(() -> {
            if (!getProtocol().eofReceived()) {
                close();
            }
        });
    }

    private static void call(Rethrow.Call call) {
        Rethrow.undeclared(call).run();
    }

    // ---- flow ----

    @Override
    public boolean isReading() {
        return !paused && !closing;
    }

    @Override
    public void pauseReading() {
        paused = true;
    }

    @Override
    public void resumeReading() {
        paused = false;
        other().deliverSoon();
    }

    @Override
    public void writelines(List<byte[]> data) {
        data.forEach(this::write);
    }

    @Override
    public void writeEof() {
        send(END);
    }

    @Override
    public boolean canWriteEof() {
        return true;
    }

    @Override
    public long getWriteBufferSize() {
        return Math.max(0, onTheWay.stream().mapToLong(each -> each.length).sum() - SYSTEM_BUFFER);
    }

    @Override
    public WriteBufferLimits getWriteBufferLimits() {
        return flow.limits();
    }

    @Override
    public void setWriteBufferLimits(WriteBufferLimits limits) {
        flow.limits(limits, getWriteBufferSize());
    }

    // ---- ending ----

    @Override
    public boolean isClosing() {
        return closing;
    }

    @Override
    public void close() {
        if (!closing) {
            closing = true;
            onTheWay.add(END);
            deliverSoon();
        }
    }

    @Override
    public void abort() {
        closing = true;
        onTheWay.clear();
        loop.callSoon(() -> {
            lose(null);
            other().reset();
        });
    }

    /** The connection is lost, and this end hears of it. */
    void reset() {
        closing = true;
        loop.callSoon(() -> lose(new SocketException("Connection reset")));
    }

    private void lose(@Nullable Exception error) {
        if (!lost) {
            lost = true;
            call(() -> getProtocol().connectionLost(error));
            other().deliverSoon();
        }
    }

    // ---- what others may know ----

    @Override
    public void setProtocol(StreamProtocol next) {
        protocol = next;
    }

    @Override
    public StreamProtocol getProtocol() {
        return Objects.requireNonNull(protocol);
    }

    @Override
    public @Nullable Object getExtraInfo(String name) {
        return null;
    }
}
