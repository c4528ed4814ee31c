package org.asyncio4j.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/**
 * Two ends of one TCP connection on this machine, neither of which blocks.
 *
 * @param left one end
 * @param right the other end
 */
public record Pair(SocketChannel left, SocketChannel right) implements AutoCloseable {

    /**
     * Connects two sockets.
     *
     * @return the pair
     * @throws IOException if that fails
     */
    public static Pair open() throws IOException {
        try (var server = ServerSocketChannel.open()) {
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            SocketChannel left = SocketChannel.open(server.getLocalAddress());
            SocketChannel right = server.accept();
            left.configureBlocking(false);
            right.configureBlocking(false);
            return new Pair(left, right);
        }
    }

    @Override
    public void close() throws IOException {
        left.close();
        right.close();
    }
}
