package org.asyncio4j.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import org.asyncio4j.EventLoop;
import org.asyncio4j.ExceptionContext;
import org.asyncio4j.Future;
import org.asyncio4j.KeyboardInterrupt;
import org.asyncio4j.SystemExit;
import org.asyncio4j.transport.DatagramProtocol;
import org.asyncio4j.transport.DatagramTransport;
import org.asyncio4j.transport.ExtraInfo;
import org.asyncio4j.transport.FlowControl;
import org.asyncio4j.transport.TransportSocket;
import org.asyncio4j.transport.WriteBufferLimits;
import org.jspecify.annotations.Nullable;

/** A datagram socket as a transport: it is told of errors and goes on. */
final class DatagramSocketTransport implements DatagramTransport {

    /*
     * The JDK sends no empty datagram on a connected channel. So the channel of an endpoint that sends one is
     * disconnected for good, and what comes from elsewhere is sorted out here; that nobody listens at the other end is
     * then not noticed any more. Connecting again would throw away what was received.
     */

    /** What a datagram that waits counts for beside its bytes, so that empty ones do not wait in any number. */
    private static final int OVERHEAD = 8;

    /** A datagram that waits. */
    private record Waiting(ByteBuffer data, SocketAddress address) {}

    // written once
    private final EventLoop loop;
    private final DatagramChannel channel;
    private final DatagramProtocol protocol;
    private final TransportSocket socket;
    /** The only address to send to, if there is one. */
    private final @Nullable SocketAddress destination;
    /** Whether there are only addresses of IPv4 to send to. */
    private final boolean isInet;
    private final FlowControl flow;
    private final ByteBuffer readBuffer;

    // loop thread only
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private long size;
    private boolean closing;
    private boolean ended;

    /** Takes a channel over that is bound, and connected if it is for one address only. */
    DatagramSocketTransport(EventLoop loop, DatagramChannel channel, DatagramProtocol protocol,
            @Nullable SocketAddress destination) throws IOException {
        this.loop = loop;
        this.channel = channel;
        this.protocol = Objects.requireNonNull(protocol, "protocol");
        this.socket = new TransportSocket(channel, channel.getRemoteAddress());
        this.destination = destination;
        this.isInet = socket.getsockname() instanceof InetSocketAddress local
                && Resolver.familyOf(local) == StandardProtocolFamily.INET;
        this.flow = new FlowControl(loop, this, () -> this.protocol);
        this.readBuffer = ReadBuffers.of(loop);
        InUse.claim(loop, channel, this);
    }

    void start(Future<Boolean> started) {
        loop.callSoon(Rethrow.undeclared("protocol.connection_made()", () -> protocol.connectionMade(this)));
        loop.callSoon(() -> {
            if (!closing) {
                loop.addReader(channel, this::readReady);
            }
        });
        loop.callSoon(() -> {
            if (!started.done()) {
                started.setResult(true);
            }
        });
    }

    private void readReady() {
        SocketAddress from;
        try {
            from = channel.receive(readBuffer);
        } catch (IOException e) {
            readBuffer.clear();
            tell("protocol.error_received()", () -> protocol.errorReceived(e));
            return;
        }
        if (from != null) {
            byte[] data = ReadBuffers.take(readBuffer);
            SocketAddress peer = socket.getpeername();
            if (peer == null || peer.equals(from)) {
                tell("protocol.datagram_received()", () -> protocol.datagramReceived(data, from));
            }
        }
    }

    /** Calls the protocol about what has come; an error in it is reported, and the transport goes on. */
    private void tell(String what, Rethrow.Call call) {
        try {
            call.run();
        } catch (KeyboardInterrupt | SystemExit stop) {
            throw stop;
        } catch (Throwable error) {
            loop.callExceptionHandler(ExceptionContext.of("Exception in callback " + what)
                    .withException(error)
                    .with("transport", this)
                    .with("protocol", protocol));
        }
    }

    @Override
    public void sendto(ByteBuffer data, @Nullable SocketAddress address) {
        Objects.requireNonNull(data, "data");
        SocketAddress to = destination(address);
        if (ended) {
            data.position(data.limit());
            return;
        }
        if (!waiting.isEmpty() || !sent(data, to)) {
            boolean first = waiting.isEmpty();
            waiting.add(new Waiting(ByteBuffer.allocate(data.remaining()).put(data).flip(), to));
            size += waiting.getLast().data.remaining() + OVERHEAD;
            if (first) {
                loop.addWriter(channel, Rethrow.undeclared("protocol.error_received()", this::writeReady));
            }
            flow.grown(size);
        }
    }

    private SocketAddress destination(@Nullable SocketAddress address) {
        SocketAddress only = destination;
        if (only == null) {
            if (address == null) {
                throw new IllegalArgumentException("an address is needed: " + this + " was made for none");
            }
            return checked(address);
        }
        if (address != null && !address.equals(only)) {
            throw new IllegalArgumentException("Invalid address: must be None or " + only);
        }
        return only;
    }

    /** Refuses what the channel would refuse as well, but perhaps only when the datagram has waited. */
    private SocketAddress checked(SocketAddress address) {
        if (!(address instanceof InetSocketAddress to) || to.isUnresolved()) {
            throw new IllegalArgumentException(
                    "a datagram needs an address of a host that is looked up, by getaddrinfo for one, not " + address);
        }
        if (isInet && Resolver.familyOf(to) != StandardProtocolFamily.INET) {
            throw new IllegalArgumentException(this + " sends to addresses of the family INET only, not to " + address);
        }
        return address;
    }

    /** Tries to send; false if there is no room now. What the system does not take at all is an error, and done with. */
    private boolean sent(ByteBuffer data, SocketAddress to) {
        boolean empty = !data.hasRemaining();
        try {
            if (empty && channel.isConnected()) {
                channel.disconnect();
            }
            return channel.send(data, to) > 0 || empty;
        } catch (IOException e) {
            data.position(data.limit());
            Rethrow.undeclared("protocol.error_received()", () -> protocol.errorReceived(e)).run();
            return true;
        }
    }

    private void writeReady() {
        boolean room = true;
        while (room && !waiting.isEmpty()) {
            room = sentFirst();
        }
        if (ended) {
            return; // aborted meanwhile
        }
        flow.shrunk(size);
        if (waiting.isEmpty()) {
            loop.removeWriter(channel);
            if (closing) {
                end();
            }
        }
    }

    /** Tries to send what waits longest; false if there is no room now. After a failure it does not wait any more either. */
    private boolean sentFirst() {
        Waiting first = waiting.getFirst();
        int counted = first.data.remaining() + OVERHEAD;
        boolean stays = false;
        try {
            stays = !sent(first.data, first.address);
        } finally {
            if (!stays && !ended) {
                waiting.removeFirst();
                size -= counted;
            }
        }
        return !stays;
    }

    @Override
    public void close() {
        if (!closing) {
            closing = true;
            loop.removeReader(channel);
            if (waiting.isEmpty()) {
                end();
            }
        }
    }

    @Override
    public void abort() {
        if (!waiting.isEmpty()) {
            waiting.clear();
            size = 0;
            loop.removeWriter(channel);
            closing = false;
        }
        close();
    }

    private void end() {
        if (!ended) {
            ended = true;
            loop.callSoon(Rethrow.undeclared("protocol.connection_lost()", this::connectionLost));
        }
    }

    private void connectionLost() {
        try {
            Rethrow.undeclared("protocol.connection_lost()", () -> protocol.connectionLost(null)).run();
        } finally {
            InUse.close(loop, channel, this);
        }
    }

    @Override
    public boolean isClosing() {
        return closing;
    }

    @Override
    public long getWriteBufferSize() {
        return size;
    }

    @Override
    public WriteBufferLimits getWriteBufferLimits() {
        return flow.limits();
    }

    @Override
    public void setWriteBufferLimits(WriteBufferLimits limits) {
        flow.limits(limits, size);
    }

    @Override
    public @Nullable Object getExtraInfo(String name) {
        Objects.requireNonNull(name, "name");
        if (name.equals(ExtraInfo.SOCKET.name())) {
            return socket;
        }
        if (name.equals(ExtraInfo.SOCKNAME.name())) {
            return socket.getsockname();
        }
        return name.equals(ExtraInfo.PEERNAME.name()) ? socket.getpeername() : null;
    }

    @Override
    public String toString() {
        return "<DatagramTransport " + (closing ? "closing" : "open") + " sockname=" + socket.getsockname()
                + " peername=" + socket.getpeername() + ">";
    }
}
