package org.asyncio4j.net;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.MembershipKey;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.spi.SelectorProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.IntConsumer;
import org.asyncio4j.spi.Poller;
import org.jspecify.annotations.Nullable;

/**
 * A socket for datagrams whose send buffer is as full as the test says, and the poller that watches it. No real one can be
 * filled on one machine alone: what is sent is received in the same call of the system.
 */
final class CrowdedChannel extends DatagramChannel {

    final List<Integer> sizes = new ArrayList<>();
    private int room;
    private @Nullable IOException fault;
    private int watched;
    private @Nullable IntConsumer watcher;

    CrowdedChannel() {
        super(SelectorProvider.provider());
    }

    /** Lets so many datagrams go. */
    void makeRoom(int datagrams) {
        room += datagrams;
    }

    /** The next datagram is refused. */
    void refuse(IOException error) {
        fault = error;
        room++;
    }

    @Override
    public int send(ByteBuffer data, SocketAddress target) throws IOException {
        if (room == 0) {
            return 0;
        }
        room--;
        IOException refusal = fault;
        if (refusal != null) {
            fault = null;
            throw refusal;
        }
        int size = data.remaining();
        sizes.add(size);
        data.position(data.limit());
        return size;
    }

    /** A poller for a loop that watches this channel only. */
    Poller poller() {
        var wakeups = new Semaphore(0);
        return new Poller() {
            @Override
            public void poll(long timeoutNanos) {
                IntConsumer told = watcher;
                if (told != null && room > 0 && (watched & SelectionKey.OP_WRITE) != 0) {
                    told.accept(SelectionKey.OP_WRITE);
                } else if (timeoutNanos > 0) {
                    wakeups.acquireUninterruptibly();
                }
                wakeups.drainPermits();
            }

            @Override
            public void wakeup() {
                wakeups.release();
            }

            @Override
            public void watch(SelectableChannel channel, int operations, IntConsumer told) {
                watched = operations;
                watcher = told;
            }

            @Override
            public @Nullable IntConsumer watcherOf(SelectableChannel channel) {
                return watcher;
            }

            @Override
            public void unwatch(SelectableChannel channel) {
                watcher = null;
            }

            @Override
            public boolean isWatching() {
                return watcher != null;
            }

            @Override
            public void close() {
                // holds nothing
            }
        };
    }

    @Override
    public SocketAddress getLocalAddress() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 9);
    }

    @Override
    public @Nullable SocketAddress getRemoteAddress() {
        return null;
    }

    @Override
    public boolean isConnected() {
        return false;
    }

    @Override
    protected void implCloseSelectableChannel() {
        // holds nothing
    }

    @Override
    protected void implConfigureBlocking(boolean block) {
        // never blocks
    }

    // ---- what nobody calls ----

    private static UnsupportedOperationException unused() {
        return new UnsupportedOperationException("an endpoint only sends here");
    }

    @Override
    public DatagramChannel bind(@Nullable SocketAddress local) {
        throw unused();
    }

    @Override
    public <T> DatagramChannel setOption(SocketOption<T> name, T value) {
        throw unused();
    }

    @Override
    public <T> T getOption(SocketOption<T> name) {
        throw unused();
    }

    @Override
    public Set<SocketOption<?>> supportedOptions() {
        throw unused();
    }

    @Override
    public DatagramSocket socket() {
        throw unused();
    }

    @Override
    public DatagramChannel connect(SocketAddress remote) {
        throw unused();
    }

    @Override
    public DatagramChannel disconnect() {
        throw unused();
    }

    @Override
    public @Nullable SocketAddress receive(ByteBuffer into) {
        throw unused();
    }

    @Override
    public int read(ByteBuffer into) {
        throw unused();
    }

    @Override
    public long read(ByteBuffer[] into, int offset, int length) {
        throw unused();
    }

    @Override
    public int write(ByteBuffer from) {
        throw unused();
    }

    @Override
    public long write(ByteBuffer[] from, int offset, int length) {
        throw unused();
    }

    @Override
    public MembershipKey join(InetAddress group, NetworkInterface via) {
        throw unused();
    }

    @Override
    public MembershipKey join(InetAddress group, NetworkInterface via, InetAddress source) {
        throw unused();
    }
}
