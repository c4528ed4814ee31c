import bench.Work;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/** Echo on a bare selector. */
final class BareEcho {

    private static final int CHUNK = 16384;

    private BareEcho() {}

    /** Answers in the callback of the selector. */
    static void serveByCallback(int port) throws IOException {
        Selector selector = Selector.open();
        ServerSocketChannel listening = listen(selector, port);
        ByteBuffer buffer = ByteBuffer.allocateDirect(CHUNK);
        while (true) {
            selector.select(key -> {
                if (key.isAcceptable()) {
                    accept(listening, selector);
                } else {
                    echoOnce((SocketChannel) key.channel(), buffer);
                }
            });
        }
    }

    private static void echoOnce(SocketChannel channel, ByteBuffer buffer) {
        try {
            if (channel.read(buffer.clear()) < 0) {
                channel.close();
                return;
            }
            writeAll(channel, buffer.flip());
        } catch (IOException _) { // the client has gone
            close(channel);
        }
    }

    /** A task for each connection, which parks where it would wait. */
    static void serveByTasks(Carrier carrier, int port) throws IOException {
        Selector selector = Selector.open();
        ServerSocketChannel listening = listen(selector, port);
        while (true) {
            carrier.runReady();
            selector.select(key -> {
                if (key.isAcceptable()) {
                    SelectionKey accepted = accept(listening, selector);
                    if (accepted != null) {
                        carrier.spawn(() -> echo(carrier, accepted));
                    }
                } else if (key.attachment() != null) {
                    carrier.unpark(key.attach(null));
                }
            });
        }
    }

    private static void echo(Carrier carrier, SelectionKey key) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(CHUNK);
        var channel = (SocketChannel) key.channel();
        try (channel) {
            while (true) {
                int n = channel.read(buffer.clear());
                if (n < 0) {
                    return;
                }
                if (n == 0) {
                    key.attach(carrier.current());
                    carrier.park();
                } else {
                    writeAll(channel, buffer.flip());
                }
            }
        } catch (IOException _) { // the client has gone
            close(channel);
        }
    }

    private static ServerSocketChannel listen(Selector selector, int port) throws IOException {
        ServerSocketChannel listening = ServerSocketChannel.open();
        listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1024);
        listening.configureBlocking(false);
        listening.register(selector, SelectionKey.OP_ACCEPT);
        Work.ready();
        return listening;
    }

    /** The key of the new connection, or null if it has gone already. */
    private static SelectionKey accept(ServerSocketChannel listening, Selector selector) {
        try {
            SocketChannel channel = listening.accept();
            if (channel == null) {
                return null;
            }
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            return channel.register(selector, SelectionKey.OP_READ);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void writeAll(SocketChannel channel, ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    private static void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
