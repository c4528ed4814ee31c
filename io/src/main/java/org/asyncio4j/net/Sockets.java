package org.asyncio4j.net;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SelectableChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Objects;
import org.asyncio4j.Asyncio;
import org.asyncio4j.EventLoop;
import org.asyncio4j.Future;
import org.asyncio4j.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Channels used by a task directly: asyncio's {@code loop.sock_*} and look-ups of names.
 *
 * <p>Each tries the operation first, and suspends the task only if it would block. The channel must be non-blocking, and
 * one task at a time may read it, and one write it; asyncio checks the first in debug mode only. One that belongs to a
 * transport is refused with an {@link IllegalStateException}.
 *
 * <p><b>Cancellation:</b> the channel is let go of, and what was not read stays in it.
 */
public final class Sockets {

    private Sockets() {}

    /** An operation; it gives null if it would block. */
    private interface Attempt<T> {
        @Nullable
        T tryNow() throws IOException;
    }

    // ---- streams of bytes ----

    /**
     * Receives what has come, at least one byte.
     *
     * @param <C> the type of the channel
     * @param sock a socket or the reading end of a pipe
     * @param max the most to receive, above 0
     * @return the bytes; none at the end of the input
     * @throws IOException if the channel fails
     */
    public static <C extends SelectableChannel & ReadableByteChannel> byte[] sockRecv(C sock, int max)
            throws IOException {
        Objects.requireNonNull(sock, "sock");
        checkMost(max);
        EventLoop loop = Asyncio.getRunningLoop();
        return await(sock, true, () -> {
            ByteBuffer buffer = ReadBuffers.of(loop, max);
            int count = sock.read(buffer);
            byte[] data = ReadBuffers.take(buffer);
            return count == 0 ? null : data;
        });
    }

    /**
     * Receives what has come into a buffer of the caller, at least one byte.
     *
     * @param <C> the type of the channel
     * @param sock a socket or the reading end of a pipe
     * @param into where to put it; its position is moved
     * @return how many bytes were received; -1 at the end of the input
     * @throws IOException if the channel fails
     */
    public static <C extends SelectableChannel & ReadableByteChannel> int sockRecvInto(C sock, ByteBuffer into)
            throws IOException {
        Objects.requireNonNull(sock, "sock");
        Objects.requireNonNull(into, "into");
        if (!into.hasRemaining()) {
            return 0;
        }
        return await(sock, true, () -> {
            int count = sock.read(into);
            return count == 0 ? null : (Integer) count;
        });
    }

    /**
     * Sends everything that is left in a buffer. After an error, and after a cancellation, its position tells how much
     * was sent.
     *
     * @param <C> the type of the channel
     * @param sock a socket or the writing end of a pipe
     * @param data what to send
     * @throws IOException if the channel fails
     */
    public static <C extends SelectableChannel & WritableByteChannel> void sockSendall(C sock, ByteBuffer data)
            throws IOException {
        Objects.requireNonNull(sock, "sock");
        Objects.requireNonNull(data, "data");
        await(sock, false, () -> {
            sock.write(data);
            return data.hasRemaining() ? null : true;
        });
    }

    /**
     * Sends an array.
     *
     * @param <C> the type of the channel
     * @param sock a socket or the writing end of a pipe
     * @param data what to send
     * @throws IOException if the channel fails
     */
    public static <C extends SelectableChannel & WritableByteChannel> void sockSendall(C sock, byte[] data)
            throws IOException {
        sockSendall(sock, ByteBuffer.wrap(Objects.requireNonNull(data, "data")));
    }

    /**
     * Connects a socket. The host of an address that is not resolved is looked up.
     *
     * @param sock a socket that does not block
     * @param address where to
     * @throws IOException if the connection fails, {@link ConnectException} if it is refused; the JDK has closed the
     *         socket then
     */
    public static void sockConnect(SocketChannel sock, SocketAddress address) throws IOException {
        Objects.requireNonNull(sock, "sock");
        Objects.requireNonNull(address, "address");
        SocketAddress resolved = address instanceof InetSocketAddress inet ? Resolver.resolve(inet) : address;
        try {
            await(sock, false, () -> {
                boolean connected = sock.isConnectionPending() ? sock.finishConnect() : sock.connect(resolved);
                return connected ? true : null;
            });
        } catch (ConnectException e) {
            var failure = new ConnectException("Connect call failed " + resolved + ": " + e.getMessage());
            failure.initCause(e);
            throw failure;
        } catch (IOException e) {
            if (resolved instanceof UnixDomainSocketAddress unix && !Files.exists(unix.getPath())) {
                var failure = new NoSuchFileException(unix.getPath().toString(), null, "no such socket to connect to");
                failure.initCause(e);
                throw failure;
            }
            throw e;
        }
    }

    /**
     * Accepts a connection.
     *
     * @param sock a listening socket that does not block
     * @return the connection, which does not block either
     * @throws IOException if the channel fails
     */
    public static SocketChannel sockAccept(ServerSocketChannel sock) throws IOException {
        Objects.requireNonNull(sock, "sock");
        SocketChannel connection = await(sock, true, sock::accept);
        connection.configureBlocking(false);
        return connection;
    }

    // ---- datagrams ----

    /**
     * Receives a datagram.
     *
     * @param sock a socket for datagrams, bound or connected
     * @param max the most to receive of it, above 0; the rest of a longer one is lost
     * @return the datagram, perhaps without a byte, and where it came from
     * @throws java.net.PortUnreachableException if the socket is connected, and nobody listens where an earlier datagram was
     *         sent to
     * @throws IOException if the channel fails
     */
    public static Datagram sockRecvfrom(DatagramChannel sock, int max) throws IOException {
        Objects.requireNonNull(sock, "sock");
        checkMost(max);
        EventLoop loop = Asyncio.getRunningLoop();
        return await(sock, true, () -> {
            ByteBuffer buffer = ReadBuffers.of(loop, max);
            SocketAddress from = sock.receive(buffer);
            byte[] data = ReadBuffers.take(buffer);
            return from == null ? null : new Datagram(data, (InetSocketAddress) from);
        });
    }

    /**
     * Receives a datagram into a buffer of the caller.
     *
     * @param sock a socket for datagrams, bound or connected
     * @param into where to put it; its position is moved. What does not fit is lost
     * @return where it came from
     * @throws java.net.PortUnreachableException if the socket is connected, and nobody listens where an earlier datagram was
     *         sent to
     * @throws IOException if the channel fails
     */
    public static InetSocketAddress sockRecvfromInto(DatagramChannel sock, ByteBuffer into) throws IOException {
        Objects.requireNonNull(sock, "sock");
        Objects.requireNonNull(into, "into");
        return await(sock, true, () -> (InetSocketAddress) sock.receive(into));
    }

    /**
     * Sends what is left in a buffer as one datagram. The host of an address that is not resolved is looked up.
     *
     * <p><b>Cancellation:</b> nothing was sent.
     *
     * @param sock a socket for datagrams
     * @param data what to send; its position is moved to its limit. The JDK sends no empty datagram over a connected socket
     * @param address where to; for a connected socket the address that it is connected to
     * @return how many bytes were sent, which is all of them
     * @throws IOException if the datagram is larger than the system sends, or the channel fails
     */
    public static int sockSendto(DatagramChannel sock, ByteBuffer data, SocketAddress address) throws IOException {
        Objects.requireNonNull(sock, "sock");
        Objects.requireNonNull(data, "data");
        Objects.requireNonNull(address, "address");
        SocketAddress resolved = address instanceof InetSocketAddress inet ? Resolver.resolve(inet) : address;
        boolean empty = !data.hasRemaining();
        if (empty && sock.isConnected()) {
            throw new IllegalArgumentException(
                    "the JDK sends no empty datagram over a connected socket: use one that is"
                            + " only bound instead of " + sock);
        }
        return await(sock, false, () -> {
            int count = sock.send(data, resolved);
            return count > 0 || empty ? (Integer) count : null;
        });
    }

    /**
     * Sends an array as one datagram.
     *
     * @param sock a socket for datagrams
     * @param data what to send
     * @param address where to
     * @return how many bytes were sent, which is all of them
     * @throws IOException if the datagram is larger than the system sends, or the channel fails
     */
    public static int sockSendto(DatagramChannel sock, byte[] data, SocketAddress address) throws IOException {
        return sockSendto(sock, ByteBuffer.wrap(Objects.requireNonNull(data, "data")), address);
    }

    // ---- files ----

    /**
     * Sends a file from its beginning to its end.
     *
     * @param sock a connected socket
     * @param file an ordinary file, open for reading
     * @return how many bytes were sent
     * @throws IOException if the file or the channel fails
     */
    public static long sockSendfile(SocketChannel sock, FileChannel file) throws IOException {
        return sockSendfile(sock, file, 0, Long.MAX_VALUE);
    }

    /**
     * Sends a part of a file. The system copies it where it can, and the JDK elsewhere, so there is no other way to fall
     * back on. Who is to write to the socket next waits for the end of this.
     *
     * <p>The threads for files, those of {@link org.asyncio4j.file}, read it, since that can wait for a disk: never the loop.
     * One is taken for a piece of up to 1 MiB at a time, and none while the peer does not read.
     *
     * <p>The position of the file is moved behind what was sent, after an error and after a cancellation too.
     *
     * <p><b>Cancellation:</b> nothing more is sent when this has thrown; a piece that a thread works at is waited for.
     *
     * @param sock a connected socket
     * @param file an ordinary file, open for reading
     * @param offset where to begin in it
     * @param count the most to send, above 0
     * @return how many bytes were sent: fewer than the most if the file ends before
     * @throws IOException if the file or the channel fails
     */
    public static long sockSendfile(SocketChannel sock, FileChannel file, long offset, long count) throws IOException {
        Objects.requireNonNull(sock, "sock");
        Objects.requireNonNull(file, "file");
        FileTransfer.check(offset, count);
        checkUsable(sock);
        return new FileTransfer(Asyncio.getRunningLoop(), sock, file, offset, count).run();
    }

    private static void checkMost(int max) {
        if (max <= 0) {
            throw new IllegalArgumentException("the most to receive must be above 0, not " + max);
        }
    }

    private static void checkUsable(SelectableChannel channel) {
        if (channel.isOpen() && channel.isBlocking()) {
            throw new IllegalArgumentException(
                    "the socket must be non-blocking: call configureBlocking(false) on " + channel);
        }
        InUse.check(Asyncio.getRunningLoop(), channel);
    }

    /**
     * Tries until it succeeds. The operation itself is done by the task, not by the callback that wakes it: so a task that
     * is cancelled when it was woken already has taken nothing out of the channel.
     */
    private static <T> T await(SelectableChannel channel, boolean reading, Attempt<T> attempt) throws IOException {
        checkUsable(channel);
        for (;;) {
            T outcome = attempt.tryNow();
            if (outcome != null) {
                return outcome;
            }
            EventLoop loop = Asyncio.getRunningLoop();
            awaitReady(loop, channel, reading, loop.createFuture());
        }
    }

    /** Suspends until the channel is ready, or the future is done for another reason. */
    static void awaitReady(EventLoop loop, SelectableChannel channel, boolean reading, Future<Boolean> ready) {
        Runnable callback = () -> {
            if (!ready.done()) {
                ready.setResult(true);
            }
        };
        Handle handle = reading ? loop.addReader(channel, callback) : loop.addWriter(channel, callback);
        try {
            ready.await();
        } finally {
            if (handle.cancelled()) {
                // another call has taken the place, and its callback is not ours to remove
            } else if (reading) {
                loop.removeReader(channel);
            } else {
                loop.removeWriter(channel);
            }
        }
    }

    // ---- names ----

    /**
     * Looks up the addresses of a host, in a thread; an address as text is taken as it is, without suspending.
     *
     * @param host a name or an address
     * @param port the port they are to have
     * @return the addresses, the system's favourite first
     * @throws UnknownHostException if there are none
     */
    public static List<InetSocketAddress> getaddrinfo(String host, int port) throws UnknownHostException {
        return Resolver.resolve(host, port);
    }

    /**
     * Looks up the addresses of a host that are of one family.
     *
     * @param host a name or an address
     * @param port the port they are to have
     * @param family {@link StandardProtocolFamily#INET} or {@link StandardProtocolFamily#INET6}
     * @return the addresses, the system's favourite first
     * @throws UnknownHostException if there are none
     * @throws IllegalArgumentException for another family
     */
    public static List<InetSocketAddress> getaddrinfo(String host, int port, StandardProtocolFamily family)
            throws UnknownHostException {
        Resolver.checkFamily(Objects.requireNonNull(family, "family"));
        return Resolver.resolve(host, port, family);
    }

    /**
     * Looks up the name of an address, in a thread.
     *
     * @param address the address
     * @return the name, or the address as text if it has none
     */
    public static String getnameinfo(InetAddress address) {
        return Resolver.nameOf(address);
    }
}
