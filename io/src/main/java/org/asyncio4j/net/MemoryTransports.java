package org.asyncio4j.net;

import java.util.Objects;
import java.util.function.Supplier;
import org.asyncio4j.Asyncio;
import org.asyncio4j.EventLoop;
import org.asyncio4j.Future;
import org.asyncio4j.transport.StreamProtocol;

/**
 * Connections in memory, to test protocols without a network: {@code import static org.asyncio4j.net.MemoryTransports.*;}.
 *
 * <p>They need no system, so they work in a loop whose time is simulated, and every run is like the others. Protocols
 * cannot tell them from sockets, but for addresses, which they have none of: what is written arrives in a later tick, water
 * marks count, and TLS can run on top. {@link MemoryWire} says what can go wrong.
 */
public final class MemoryTransports {

    private MemoryTransports() {}

    /**
     * Connects two protocols with each other.
     *
     * @param <L> the type of the protocol of the left end
     * @param <R> the type of the protocol of the right end
     * @param left makes the protocol of the left end
     * @param right makes the protocol of the right end
     * @return both ends; their protocols know of the connection
     */
    public static <L extends StreamProtocol, R extends StreamProtocol> MemoryPair<L, R> memoryTransportPair(
            Supplier<L> left, Supplier<R> right) {
        return memoryTransportPair(left, right, new MemoryWire(), new MemoryWire());
    }

    /**
     * Connects two protocols with each other by wires that have limits or faults.
     *
     * <p><b>Cancellation:</b> both ends are aborted.
     *
     * @param <L> the type of the protocol of the left end
     * @param <R> the type of the protocol of the right end
     * @param left makes the protocol of the left end
     * @param right makes the protocol of the right end
     * @param toRight carries what the left end writes
     * @param toLeft carries what the right end writes
     * @return both ends; their protocols know of the connection
     * @throws IllegalStateException if one of the wires has been used already
     */
    public static <L extends StreamProtocol, R extends StreamProtocol> MemoryPair<L, R> memoryTransportPair(
            Supplier<L> left, Supplier<R> right, MemoryWire toRight, MemoryWire toLeft) {
        Objects.requireNonNull(left, "left");
        Objects.requireNonNull(right, "right");
        toRight.checkUnused();
        toLeft.checkUnused();
        if (toRight == toLeft) {
            throw new IllegalArgumentException(
                    "each direction needs a wire of its own, and " + toRight + " was given twice");
        }
        EventLoop loop = Asyncio.getRunningLoop();
        L leftProtocol = left.get();
        R rightProtocol = right.get();
        var leftEnd = new MemoryTransport(loop, leftProtocol, toRight, toLeft);
        var rightEnd = new MemoryTransport(loop, rightProtocol, toLeft, toRight);
        toRight.connect(leftEnd, rightEnd);
        toLeft.connect(rightEnd, leftEnd);
        Future<Boolean> started = loop.createFuture();
        leftEnd.start(loop.createFuture());
        rightEnd.start(started);
        Beginning.await(started, () -> {
            leftEnd.abort();
            rightEnd.abort();
        });
        return new MemoryPair<>(new Connected<>(leftEnd, leftProtocol), new Connected<>(rightEnd, rightProtocol));
    }
}
