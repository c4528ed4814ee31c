package org.asyncio4j.net;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import org.asyncio4j.Asyncio;
import org.asyncio4j.WorkerThreads;
import org.jspecify.annotations.Nullable;

/** Looks names up, in threads of its own: a name server that does not answer must not hold up other work. */
final class Resolver {

    private static final int MAX_THREADS = 16;
    private static final Duration IDLE = Duration.ofSeconds(1);

    private static final ExecutorService POOL = WorkerThreads.newPool("asyncio4j-resolver", MAX_THREADS, IDLE);

    private Resolver() {}

    /** The addresses of a host; suspends unless the host is an address itself. */
    static List<InetSocketAddress> resolve(String host, int port) throws UnknownHostException {
        Objects.requireNonNull(host, "host");
        checkPort(port);
        InetAddress literal = literal(host);
        if (literal != null) {
            return List.of(new InetSocketAddress(literal, port));
        }
        InetAddress[] found = Asyncio.getRunningLoop()
                .runInExecutor(POOL, () -> InetAddress.getAllByName(host))
                .await(UnknownHostException.class);
        return Arrays.stream(found).map(address -> new InetSocketAddress(address, port)).toList();
    }

    /** An address with its host looked up, if it has none yet. */
    static InetSocketAddress resolve(InetSocketAddress address) throws UnknownHostException {
        return address.isUnresolved() ? resolve(address.getHostString(), address.getPort()).getFirst() : address;
    }

    /** The name of a host. */
    static String nameOf(InetAddress address) {
        Objects.requireNonNull(address, "address");
        return Asyncio.getRunningLoop().runInExecutor(POOL, address::getCanonicalHostName).await();
    }

    private static @Nullable InetAddress literal(String host) {
        if (host.isEmpty()) {
            return InetAddress.getLoopbackAddress();
        }
        try {
            return InetAddress.ofLiteral(host);
        } catch (IllegalArgumentException _) {
            return null;
        }
    }

    private static void checkPort(int port) {
        if (port < 0 || port > 0xFFFF) {
            throw new IllegalArgumentException("port must be 0-65535, not " + port);
        }
    }
}
