package org.asyncio4j.net;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
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
        return resolve(host, port, null);
    }

    /** The addresses of a host that are of a family; null for any. */
    static List<InetSocketAddress> resolve(String host, int port, @Nullable StandardProtocolFamily family)
            throws UnknownHostException {
        Objects.requireNonNull(host, "host");
        checkPort(port);
        List<InetSocketAddress> known = Arrays.stream(lookUp(host, family))
                .map(address -> new InetSocketAddress(address, port))
                .filter(address -> family == null || familyOf(address) == family)
                .toList();
        if (known.isEmpty()) {
            throw new UnknownHostException(host + ": no address of the family " + family);
        }
        return known;
    }

    private static InetAddress[] lookUp(String host, @Nullable StandardProtocolFamily family)
            throws UnknownHostException {
        InetAddress literal = host.isEmpty() ? loopback(family) : literal(host);
        if (literal != null) {
            return new InetAddress[] {literal};
        }
        return Asyncio.getRunningLoop()
                .runInExecutor(POOL, () -> InetAddress.getAllByName(host))
                .await(UnknownHostException.class);
    }

    /** An address with its host looked up, if it has none yet. */
    static InetSocketAddress resolve(InetSocketAddress address) throws UnknownHostException {
        return resolve(address, null);
    }

    /** An address with its host looked up, if it has none yet: one of a family; null for any. */
    static InetSocketAddress resolve(InetSocketAddress address, @Nullable StandardProtocolFamily family)
            throws UnknownHostException {
        if (address.isUnresolved()) {
            return resolve(address.getHostString(), address.getPort(), family).getFirst();
        }
        if (family != null && familyOf(address) != family) {
            throw new UnknownHostException(address + ": not of the family " + family);
        }
        return address;
    }

    /** The family of an address that is resolved. */
    static StandardProtocolFamily familyOf(InetSocketAddress address) {
        return address.getAddress() instanceof Inet4Address
                ? StandardProtocolFamily.INET
                : StandardProtocolFamily.INET6;
    }

    /** Refuses what is not a family of addresses that hosts have. */
    static void checkFamily(@Nullable StandardProtocolFamily family) {
        if (family == StandardProtocolFamily.UNIX) {
            throw new IllegalArgumentException("a host has addresses of the families INET and INET6, not " + family);
        }
    }

    /** The name of a host. */
    static String nameOf(InetAddress address) {
        Objects.requireNonNull(address, "address");
        return Asyncio.getRunningLoop().runInExecutor(POOL, address::getCanonicalHostName).await();
    }

    private static InetAddress loopback(@Nullable StandardProtocolFamily family) {
        return family == null
                ? InetAddress.getLoopbackAddress()
                : InetAddress.ofLiteral(family == StandardProtocolFamily.INET ? "127.0.0.1" : "::1");
    }

    private static @Nullable InetAddress literal(String host) {
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
