package org.asyncio4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.asyncio4j.ForeignWaits.named;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** The calls that wait for the network, for pipes and for processes. */
final class ForeignIo {

    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    /** More than the buffers of two sockets hold. */
    private static final int MUCH = 16 * 1024 * 1024;

    private ForeignIo() {}

    /** Each with its name; a case makes its call ready when it is called. */
    static Stream<Arguments> all() {
        return Stream.of(
                named("Socket.connect", ForeignIo::connect),
                named("Socket read", () -> read(Duration.ZERO)),
                named("Socket read with SO_TIMEOUT", () -> read(Duration.ofHours(1))),
                named("Socket write to a slow peer", ForeignIo::write),
                named("SocketChannel.read", ForeignIo::channelRead),
                named("Unix ServerSocketChannel.accept", ForeignIo::unixAccept),
                named("ServerSocket.accept", ForeignIo::accept),
                named("DatagramSocket.receive", ForeignIo::receive),
                named("Selector.select", ForeignIo::select),
                named("Pipe read", ForeignIo::pipeRead),
                named("PipedInputStream.read", ForeignIo::pipedStreamRead),
                named("HttpClient.send", ForeignIo::httpClient),
                named("HttpURLConnection", ForeignIo::httpUrlConnection),
                named("AsynchronousFileChannel.read", ForeignIo::asynchronousFile),
                named("Process.waitFor", ForeignIo::waitFor),
                named("Process.onExit", ForeignIo::onExit));
    }

    // ---- sockets ----

    /** Two connected sockets, of which the first is to be used by the task. */
    private record Connection(Socket ours, Socket theirs) {}

    private static Connection connection(ForeignCall foreign) throws IOException {
        try (var server = new ServerSocket(0, 1, LOOPBACK)) {
            Socket ours = foreign.using(new Socket(LOOPBACK, server.getLocalPort()));
            return new Connection(ours, foreign.using(server.accept()));
        }
    }

    private static ForeignCall connect() throws IOException {
        var foreign = new ForeignCall();
        ServerSocket server = foreign.using(new ServerSocket(0, 1, LOOPBACK));
        // once the queue of connections to be accepted is full, the system does not answer any more
        for (int queued = 0; queued < 2; queued++) {
            Socket _ = foreign.using(new Socket(LOOPBACK, server.getLocalPort()));
        }
        Socket socket = foreign.using(new Socket());
        return foreign.of(
                () -> assertThatExceptionOfType(SocketException.class)
                        .isThrownBy(() -> socket.connect(server.getLocalSocketAddress())),
                _ -> socket.close());
    }

    private static ForeignCall read(Duration limit) throws IOException {
        var foreign = new ForeignCall();
        Connection connection = connection(foreign);
        connection.ours.setSoTimeout((int) limit.toMillis());
        InputStream in = connection.ours.getInputStream();
        return foreign.of(() -> assertThat(in.read()).isEqualTo('x'),
                _ -> connection.theirs.getOutputStream().write('x'));
    }

    private static ForeignCall write() throws IOException {
        var foreign = new ForeignCall();
        Connection connection = connection(foreign);
        OutputStream out = connection.ours.getOutputStream();
        return foreign.of(() -> {
            out.write(new byte[MUCH]);
            connection.ours.shutdownOutput();
        }, _ -> {
            Thread _ = foreign.thread(
                    () -> assertThat(connection.theirs.getInputStream().transferTo(OutputStream.nullOutputStream()))
                            .isEqualTo(MUCH));
        });
    }

    private static ForeignCall channelRead() throws IOException {
        var foreign = new ForeignCall();
        try (ServerSocketChannel server = ServerSocketChannel.open().bind(new InetSocketAddress(LOOPBACK, 0))) {
            SocketChannel ours = foreign.using(SocketChannel.open(server.getLocalAddress()));
            SocketChannel theirs = foreign.using(server.accept());
            return foreign.of(() -> assertThat(ours.read(ByteBuffer.allocate(1))).isEqualTo(1),
                    _ -> theirs.write(ByteBuffer.allocate(1)));
        }
    }

    private static ForeignCall unixAccept() throws IOException {
        var foreign = new ForeignCall();
        Path folder = Files.createTempDirectory("asyncio4j");
        AutoCloseable _ = foreign.using(() -> Files.delete(folder));
        var address = UnixDomainSocketAddress.of(folder.resolve("socket"));
        AutoCloseable _ = foreign.using(() -> Files.delete(address.getPath()));
        ServerSocketChannel server = foreign.using(ServerSocketChannel.open(StandardProtocolFamily.UNIX));
        server.bind(address);
        return foreign.of(() -> server.accept().close(),
                _ -> {
                    SocketChannel _ = foreign.using(SocketChannel.open(address));
                });
    }

    private static ForeignCall accept() throws IOException {
        var foreign = new ForeignCall();
        ServerSocket server = foreign.using(new ServerSocket(0, 1, LOOPBACK));
        return foreign.of(() -> server.accept().close(),
                _ -> {
                    Socket _ = foreign.using(new Socket(LOOPBACK, server.getLocalPort()));
                });
    }

    private static ForeignCall receive() throws IOException {
        var foreign = new ForeignCall();
        DatagramSocket ours = foreign.using(new DatagramSocket(0, LOOPBACK));
        DatagramSocket theirs = foreign.using(new DatagramSocket(0, LOOPBACK));
        var packet = new DatagramPacket(new byte[1], 1);
        return foreign.of(() -> ours.receive(packet),
                _ -> theirs.send(new DatagramPacket(new byte[1], 1, ours.getLocalSocketAddress())));
    }

    // ---- pipes ----

    private static ForeignCall select() throws IOException {
        var foreign = new ForeignCall();
        Selector selector = foreign.using(Selector.open());
        Pipe pipe = Pipe.open();
        Pipe.SourceChannel source = foreign.using(pipe.source());
        Pipe.SinkChannel sink = foreign.using(pipe.sink());
        source.configureBlocking(false);
        SelectionKey _ = source.register(selector, SelectionKey.OP_READ);
        return foreign.of(() -> assertThat(selector.select()).isEqualTo(1), _ -> sink.write(ByteBuffer.allocate(1)));
    }

    private static ForeignCall pipeRead() throws IOException {
        var foreign = new ForeignCall();
        Pipe pipe = Pipe.open();
        Pipe.SourceChannel source = foreign.using(pipe.source());
        Pipe.SinkChannel sink = foreign.using(pipe.sink());
        return foreign.of(() -> assertThat(source.read(ByteBuffer.allocate(1))).isEqualTo(1),
                _ -> sink.write(ByteBuffer.allocate(1)));
    }

    private static ForeignCall pipedStreamRead() throws IOException {
        var foreign = new ForeignCall();
        PipedInputStream in = foreign.using(new PipedInputStream());
        PipedOutputStream out = foreign.using(new PipedOutputStream(in));
        return foreign.of(() -> assertThat(in.read()).isEqualTo('x'), _ -> {
            out.write('x');
            out.flush();
        });
    }

    // ---- HTTP ----

    /** A server that answers at once, or under /slow when told to. */
    private static URI server(ForeignCall foreign, CountDownLatch enough) throws IOException {
        ExecutorService threads = foreign.using(Executors.newCachedThreadPool());
        var server = HttpServer.create(new InetSocketAddress(LOOPBACK, 0), 1);
        AutoCloseable _ = foreign.using(() -> server.stop(0));
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            try (exchange) {
                if (exchange.getRequestURI().getPath().equals("/slow")) {
                    enough.await();
                }
                exchange.sendResponseHeaders(204, -1);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        server.start();
        return URI.create("http://" + LOOPBACK.getHostAddress() + ":" + server.getAddress().getPort() + "/");
    }

    private static ForeignCall httpClient() throws IOException, InterruptedException {
        var foreign = new ForeignCall();
        var enough = new CountDownLatch(1);
        URI server = server(foreign, enough);
        HttpClient client = foreign.using(HttpClient.newHttpClient());
        // the first use of a client loads classes for a long time, which no scheduler can help
        assertThat(get(client, server.resolve("/fast"))).isEqualTo(204);
        AutoCloseable _ = foreign.using(enough::countDown);
        return foreign.of(() -> assertThat(get(client, server.resolve("/slow"))).isEqualTo(204),
                _ -> enough.countDown());
    }

    private static int get(HttpClient client, URI uri) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding()).statusCode();
    }

    private static ForeignCall httpUrlConnection() throws IOException {
        var foreign = new ForeignCall();
        var enough = new CountDownLatch(1);
        URI server = server(foreign, enough);
        AutoCloseable _ = foreign.using(enough::countDown);
        var connection = (HttpURLConnection) server.resolve("/slow").toURL().openConnection();
        AutoCloseable _ = foreign.using(connection::disconnect);
        return foreign.of(() -> assertThat(connection.getResponseCode()).isEqualTo(204), _ -> enough.countDown());
    }

    // ---- files and processes ----

    private static ForeignCall asynchronousFile() throws IOException {
        var foreign = new ForeignCall();
        Path file = Files.createTempFile("asyncio4j", ".txt");
        AutoCloseable _ = foreign.using(() -> Files.delete(file));
        Files.writeString(file, "text");
        // the channel reads on this executor, which has something else to do first
        ExecutorService threads = foreign.using(Executors.newSingleThreadExecutor());
        AsynchronousFileChannel channel = foreign.using(
                AsynchronousFileChannel.open(file, Set.of(StandardOpenOption.READ), threads));
        CountDownLatch enough = foreign.latch();
        threads.execute(() -> {
            try {
                enough.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        return foreign.of(() -> assertThat(channel.read(ByteBuffer.allocate(4), 0).get()).isEqualTo(4),
                _ -> enough.countDown());
    }

    /** A process that lives until its input is closed. */
    private static Process process(ForeignCall foreign) throws IOException {
        Process process = new ProcessBuilder("cat").start();
        AutoCloseable _ = foreign.using(process::destroyForcibly);
        return process;
    }

    private static ForeignCall waitFor() throws IOException {
        var foreign = new ForeignCall();
        Process process = process(foreign);
        return foreign.of(() -> assertThat(process.waitFor()).isZero(), _ -> process.getOutputStream().close());
    }

    private static ForeignCall onExit() throws IOException {
        var foreign = new ForeignCall();
        Process process = process(foreign);
        return foreign.of(() -> assertThat(process.onExit().get()).isSameAs(process),
                _ -> process.getOutputStream().close());
    }
}
