package org.asyncio4j.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import org.asyncio4j.Asyncio;
import org.asyncio4j.Coroutine;
import org.asyncio4j.EventLoop;
import org.asyncio4j.ExceptionGroup;
import org.asyncio4j.Future;
import org.asyncio4j.Task;
import org.asyncio4j.TimeoutError;
import org.asyncio4j.TimerHandle;
import org.jspecify.annotations.Nullable;

/** One connection to a host that may have several addresses. */
final class Connecting {

    private final ConnectOptions options;
    private final List<IOException> failures = new ArrayList<>();

    Connecting(ConnectOptions options) {
        this.options = options;
    }

    /** The first of the addresses that takes the connection. */
    SocketChannel to(List<InetSocketAddress> addresses) throws IOException {
        List<InetSocketAddress> ordered = options.interleave() > 0
                ? interleaved(addresses, options.interleave())
                : addresses;
        Duration delay = options.happyEyeballsDelay();
        SocketChannel connected = delay == null || ordered.size() == 1
                ? oneAfterTheOther(ordered)
                : new Staggered(ordered, delay).race();
        if (connected == null) {
            throw failure();
        }
        return connected;
    }

    private @Nullable SocketChannel oneAfterTheOther(List<InetSocketAddress> addresses) {
        for (InetSocketAddress address : addresses) {
            SocketChannel connected = attempt(address);
            if (connected != null) {
                return connected;
            }
        }
        return null;
    }

    /** One attempt; null if it failed. */
    private @Nullable SocketChannel attempt(InetSocketAddress address) {
        try {
            return connect(address);
        } catch (IOException e) {
            failures.add(e);
            return null;
        }
    }

    private SocketChannel connect(InetSocketAddress address) throws IOException {
        SocketChannel channel = SocketChannel.open(Resolver.familyOf(address));
        boolean connected = false;
        try {
            channel.configureBlocking(false);
            bind(channel, address);
            Sockets.sockConnect(channel, address);
            connected = true;
            return channel;
        } finally {
            if (!connected) {
                channel.close();
            }
        }
    }

    /** Binds to the first of the local addresses that can be had, of those that are of the family of the other end. */
    private void bind(SocketChannel channel, InetSocketAddress to) throws IOException {
        InetSocketAddress local = options.localAddr();
        if (local == null) {
            return;
        }
        List<InetSocketAddress> candidates = local.isUnresolved()
                ? Resolver.resolve(local.getHostString(), local.getPort())
                : List.of(local);
        IOException failure = new IOException(
                "no matching local address with family=" + Resolver.familyOf(to) + " found");
        for (InetSocketAddress from : candidates) {
            if (Resolver.familyOf(from) == Resolver.familyOf(to)) {
                try {
                    channel.bind(from);
                    return;
                } catch (IOException e) {
                    failure = new IOException(
                            "error while attempting to bind on address " + from + ": " + e.getMessage(), e);
                }
            }
        }
        throw failure;
    }

    /** So many addresses of the family that comes first, then one of each family in turn. */
    static List<InetSocketAddress> interleaved(List<InetSocketAddress> addresses, int firstCount) {
        Map<StandardProtocolFamily, Queue<InetSocketAddress>> families = new LinkedHashMap<>();
        for (InetSocketAddress address : addresses) {
            families.computeIfAbsent(Resolver.familyOf(address), _ -> new ArrayBlockingQueue<>(addresses.size()))
                    .add(address);
        }
        List<InetSocketAddress> ordered = new ArrayList<>();
        Queue<InetSocketAddress> first = families.values().iterator().next();
        for (int i = 1; i < firstCount && !first.isEmpty(); i++) {
            ordered.add(first.remove());
        }
        while (ordered.size() < addresses.size()) {
            for (Queue<InetSocketAddress> family : families.values()) {
                if (!family.isEmpty()) {
                    ordered.add(family.remove());
                }
            }
        }
        return ordered;
    }

    private IOException failure() {
        if (options.allErrors()) {
            throw new ExceptionGroup("create_connection failed", failures);
        }
        if (failures.isEmpty()) {
            throw new TimeoutError("create_connection failed");
        }
        IOException first = failures.getFirst();
        List<String> messages = failures.stream().map(failure -> String.valueOf(failure.getMessage())).toList();
        if (messages.stream().distinct().count() == 1) {
            return first;
        }
        var several = new IOException("Multiple exceptions: " + String.join(", ", messages));
        failures.forEach(several::addSuppressed);
        return several;
    }

    /** Attempts that begin one after the other, but do not wait for each other for long. */
    private final class Staggered {

        private final EventLoop loop = Asyncio.getRunningLoop();
        private final Iterator<InetSocketAddress> left;
        private final Duration delay;
        private final List<Task<@Nullable SocketChannel>> attempts = new ArrayList<>();
        private final Future<Boolean> over = loop.createFuture();
        private @Nullable TimerHandle next;
        private @Nullable SocketChannel winner;
        private int running;

        Staggered(List<InetSocketAddress> addresses, Duration delay) {
            this.left = addresses.iterator();
            this.delay = delay;
        }

        @Nullable
        SocketChannel race() {
            boolean kept = false;
            try {
                begin();
                over.await();
                kept = true;
            } finally {
                stop(kept);
            }
            return winner;
        }

        /** Begins the next attempt, and sees to the one after it. */
        private void begin() {
            if (next != null) {
                next.cancel();
                next = null;
            }
            if (over.done() || !left.hasNext()) {
                return;
            }
            InetSocketAddress address = left.next();
            running++;
            Coroutine<@Nullable SocketChannel> body = () -> attempt(address);
            Task<@Nullable SocketChannel> task = loop.createTask(body, "connect to " + address);
            attempts.add(task);
            task.addDoneCallback(_ -> ended(task));
            if (left.hasNext()) {
                next = loop.callLater(delay, this::begin);
            }
        }

        private void ended(Task<@Nullable SocketChannel> task) {
            running--;
            Throwable fault = task.cancelled() ? null : task.exception();
            SocketChannel connected = task.cancelled() || fault != null ? null : task.result();
            if (over.done()) {
                if (connected != null) {
                    closeQuietly(connected); // too late
                }
            } else if (connected != null) {
                winner = connected;
                over.setResult(true);
            } else if (fault != null) {
                over.setException(fault);
            } else if (running == 0 && !left.hasNext()) {
                over.setResult(true);
            } else {
                begin();
            }
        }

        /** Nobody waits for an attempt any more; what still connects is closed when it has. */
        private void stop(boolean kept) {
            if (next != null) {
                next.cancel();
            }
            if (!kept && winner != null) {
                closeQuietly(winner);
            }
            attempts.forEach(attempt -> attempt.cancel("another attempt has succeeded, or nobody waits any more"));
        }
    }

    static void closeQuietly(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            System.getLogger("asyncio").log(System.Logger.Level.DEBUG, "error on closing " + channel, e);
        }
    }
}
