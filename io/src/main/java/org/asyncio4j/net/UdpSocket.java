package org.asyncio4j.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.Iterator;
import java.util.Objects;
import org.asyncio4j.queue.Queue;
import org.asyncio4j.queue.QueueShutDown;
import org.asyncio4j.sync.Event;
import org.asyncio4j.transport.DatagramProtocol;
import org.asyncio4j.transport.DatagramTransport;
import org.asyncio4j.transport.ExtraInfo;
import org.jspecify.annotations.Nullable;

/**
 * A socket for UDP whose datagrams are sent and received by tasks.
 *
 * <pre>{@code
 * try (var socket = UdpSocket.bind(new InetSocketAddress("127.0.0.1", 7))) {
 *     for (Datagram each : socket) {
 *         socket.send(each.data(), each.address());
 *     }
 * }
 * }</pre>
 *
 * <p>One that is {@linkplain #bind bound} sends to and receives from everywhere, and each call of {@code send} says where
 * to. One that is {@linkplain #connect connected} sends to and receives from one address only, and hears if nobody listens
 * there.
 *
 * <p>What has come waits until it is received, up to a limit, {@link #DEFAULT_LIMIT} datagrams if none is given. What comes
 * beyond that is dropped and counted: {@link #statistics()}. The system drops, too, and does not say so.
 *
 * <p>Any number of tasks may receive at a time; they are woken in the order in which they came.
 *
 * <p><b>Cancellation:</b> a call that ends in cancellation has received nothing and sent nothing.
 *
 * <p><b>Threads:</b> the loop's only.
 */
public final class UdpSocket implements Iterable<Datagram>, AutoCloseable {

    /** How many datagrams may wait to be received if nothing else is said. */
    public static final int DEFAULT_LIMIT = 256;

    /**
     * The state of a socket.
     *
     * @param queued how many datagrams and errors wait to be received
     * @param limit how many may
     * @param received how many datagrams have come and were kept
     * @param dropped how many have come and were dropped, since as many as may wait did
     * @param sent how many were given to the system, or wait until it has room
     */
    public record Statistics(int queued, int limit, long received, long dropped, long sent) {}

    /** What a receiver gets: a datagram, or the error in its place. */
    private record Arrival(@Nullable Datagram datagram, @Nullable IOException error) {

        Datagram take() {
            if (datagram != null) {
                return datagram;
            }
            throw Rethrow.unchecked(Objects.requireNonNull(error));
        }
    }

    // written once
    private final int limit;
    private final Queue<Arrival> arrivals;
    private final Event ended = new Event();

    // loop thread only
    private @Nullable DatagramTransport transport;
    private final Event room = new Event();
    /** Whether an error that is told now is about what is being sent. */
    private boolean sending;
    private @Nullable IOException sendError;
    private long received;
    private long dropped;
    private long sent;

    private UdpSocket(int limit) {
        if (limit <= 0) {
            throw new IllegalArgumentException(
                    "limit must be above 0: the number of datagrams that may wait, not " + limit);
        }
        this.limit = limit;
        this.arrivals = new Queue<>(limit);
        this.room.set();
    }

    // ---- opening ----

    /**
     * Opens a socket that receives at an address. A host that is a name is looked up.
     *
     * @param localAddr the address, port 0 for one that is free
     * @return the socket, to be closed
     * @throws IOException if the name is unknown, or the address cannot be had
     */
    public static UdpSocket bind(InetSocketAddress localAddr) throws IOException {
        return open(Objects.requireNonNull(localAddr, "localAddr"), null, DEFAULT_LIMIT, DatagramOptions.defaults());
    }

    /**
     * Opens a socket for one address. Nothing is sent by that: it does not tell whether somebody listens there.
     *
     * @param remoteAddr the only address to send to and to receive from
     * @return the socket, to be closed
     * @throws IOException if the name is unknown, or there is no way to the address
     */
    public static UdpSocket connect(InetSocketAddress remoteAddr) throws IOException {
        return open(null, Objects.requireNonNull(remoteAddr, "remoteAddr"), DEFAULT_LIMIT, DatagramOptions.defaults());
    }

    /**
     * Opens a socket. An address or a {@linkplain DatagramOptions#withFamily family} is given at least.
     *
     * <p><b>Cancellation:</b> the socket is closed.
     *
     * @param localAddr the address to receive at, port 0 for one that is free; null for any
     * @param remoteAddr the only address to send to and, without broadcast, to receive from; null for all
     * @param limit how many datagrams may wait to be received, above 0
     * @param options how to make it
     * @return the socket, to be closed
     * @throws IOException if a name is unknown, or an address cannot be had
     * @throws IllegalArgumentException if there is neither an address nor a family, or there are two addresses of
     *         different families
     * @throws UnsupportedOperationException if the system has no ports that are shared, and one is wanted
     */
    public static UdpSocket open(@Nullable InetSocketAddress localAddr, @Nullable InetSocketAddress remoteAddr,
            int limit,
            DatagramOptions options) throws IOException {
        var socket = new UdpSocket(limit);
        Datagrams.createDatagramEndpoint(() -> socket.new Receiving(), localAddr, remoteAddr, options);
        return socket;
    }

    /**
     * Takes a socket of the JDK over, which is this one's from then on.
     *
     * @param sock a socket that is bound, and connected if it is for one address only; anything else is refused
     * @param limit how many datagrams may wait to be received, above 0
     * @return the socket, to be closed
     * @throws IOException if the socket is closed
     */
    public static UdpSocket open(DatagramChannel sock, int limit) throws IOException {
        var socket = new UdpSocket(limit);
        Datagrams.createDatagramEndpoint(() -> socket.new Receiving(), sock);
        return socket;
    }

    // ---- receiving ----

    /**
     * Receives the next datagram; suspends the current task while there is none. If there is one it returns at once.
     *
     * @return the datagram
     * @throws java.net.PortUnreachableException if the socket is connected and nobody listens where it sends to; it can be
     *         used on
     * @throws SocketException if the socket is closed and nothing is left to receive
     * @throws IOException if the system has another complaint about what was sent or received; the socket can be used on
     */
    public Datagram receive() throws IOException {
        Arrival next;
        try {
            next = arrivals.get();
        } catch (QueueShutDown end) {
            var closed = new SocketException(this + " is closed and has nothing left to receive");
            closed.initCause(end);
            throw closed;
        }
        return next.take();
    }

    /**
     * Returns the datagrams to come, for a {@code for} statement that ends when the socket is closed and nothing is left. It
     * waits for each, and throws what {@link #receive} throws, undeclared.
     *
     * <p>{@code hasNext()} takes the datagram that {@code next()} returns, so an iterator that is used by hand and dropped
     * between the two takes a datagram with it.
     *
     * @return an iterator that suspends the task
     */
    @Override
    public Iterator<Datagram> iterator() {
        Iterator<Arrival> arrived = arrivals.iterator();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return arrived.hasNext();
            }

            @Override
            public Datagram next() {
                return arrived.next().take();
            }
        };
    }

    // ---- sending ----

    /**
     * Sends an array as one datagram to the address this socket is connected to.
     *
     * @param data what to send, perhaps nothing
     * @throws IllegalArgumentException if it is connected to none
     * @throws IOException see {@link #send(ByteBuffer, InetSocketAddress)}
     */
    public void send(byte[] data) throws IOException {
        sendTo(ByteBuffer.wrap(Objects.requireNonNull(data, "data")), null);
    }

    /**
     * Sends an array as one datagram.
     *
     * @param data what to send, perhaps nothing
     * @param address where to
     * @throws IOException see {@link #send(ByteBuffer, InetSocketAddress)}
     */
    public void send(byte[] data, InetSocketAddress address) throws IOException {
        send(ByteBuffer.wrap(Objects.requireNonNull(data, "data")), address);
    }

    /**
     * Sends what is left in a buffer as one datagram. Suspends the current task while the system has no room and more than
     * the high water mark of the transport waits already; else it returns at once. A host that is a name is looked up.
     *
     * @param data what to send, perhaps nothing; its position is moved to its limit
     * @param address where to
     * @throws IllegalArgumentException if the socket is connected to another address
     * @throws java.net.PortUnreachableException if the socket is connected and nobody has listened to an earlier datagram;
     *         this one was not sent
     * @throws SocketException if the socket is closed
     * @throws IOException if the datagram is larger than the system sends, or it has another complaint; it was not sent
     */
    public void send(ByteBuffer data, InetSocketAddress address) throws IOException {
        Objects.requireNonNull(data, "data");
        sendTo(data, Resolver.resolve(Objects.requireNonNull(address, "address")));
    }

    private void sendTo(ByteBuffer data, @Nullable SocketAddress address) throws IOException {
        while (!room.isSet()) {
            room.await();
        }
        if (transport().isClosing()) {
            throw new SocketException(this + " is closed: nothing can be sent any more");
        }
        sendError = null;
        sending = true;
        try {
            transport().sendto(data, address);
        } finally {
            sending = false;
        }
        if (sendError != null) {
            throw sendError;
        }
        sent++;
    }

    // ---- closing ----

    /**
     * Closes the socket, and waits until what was sent is with the system. What has come can still be received; those who
     * wait for more, or to send, are thrown a {@link SocketException}. Closing twice does nothing more.
     *
     * <p><b>Cancellation:</b> the socket goes on closing.
     */
    @Override
    public void close() {
        arrivals.shutdown();
        transport().close();
        room.set();
        ended.await();
    }

    // ---- what others may know ----

    /**
     * Returns the port that it receives at.
     *
     * @return the port, also after the socket was closed
     */
    public int port() {
        return ((InetSocketAddress) transport().getExtraInfo(ExtraInfo.SOCKNAME.name(), "")).getPort();
    }

    /**
     * Returns the transport below, which knows the addresses and the options of the socket.
     *
     * @return the transport
     */
    public DatagramTransport transport() {
        return Objects.requireNonNull(transport);
    }

    /**
     * Returns what has come, and what became of it.
     *
     * @return a picture of this moment
     */
    public Statistics statistics() {
        return new Statistics(arrivals.size(), limit, received, dropped, sent);
    }

    @Override
    public String toString() {
        return "<UdpSocket" + (transport().isClosing() ? " closed" : "")
                + " sockname=" + transport().getExtraInfo(ExtraInfo.SOCKNAME)
                + " peername=" + transport().getExtraInfo(ExtraInfo.PEERNAME)
                + " queued=" + arrivals.size()
                + (dropped > 0 ? " dropped=" + dropped : "") + ">";
    }

    /** What the transport calls. */
    private final class Receiving implements DatagramProtocol {

        @Override
        public void connectionMade(DatagramTransport made) {
            transport = made;
        }

        @Override
        public void datagramReceived(byte[] data, SocketAddress address) {
            if (arrivals.isFull()) {
                dropped++;
            } else {
                received++;
                arrivals.putNowait(new Arrival(new Datagram(data, (InetSocketAddress) address), null));
            }
        }

        @Override
        public void errorReceived(IOException error) {
            if (sending) {
                sendError = error;
            } else if (!arrivals.isFull() && !transport().isClosing()) {
                arrivals.putNowait(new Arrival(null, error));
            }
        }

        @Override
        public void pauseWriting() {
            room.clear();
        }

        @Override
        public void resumeWriting() {
            room.set();
        }

        @Override
        public void connectionLost(@Nullable Throwable error) {
            arrivals.shutdown();
            room.set();
            ended.set();
        }
    }
}
