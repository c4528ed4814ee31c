import static org.asyncio4j.Asyncio.*;
import static org.asyncio4j.net.Net.*;
import static org.asyncio4j.net.Sockets.*;
import static org.asyncio4j.stream.Streams.*;

import org.asyncio4j.*;
import org.asyncio4j.net.*;
import org.asyncio4j.stream.*;
import org.asyncio4j.transport.*;

/*
 * An echo server and its client in the three styles of asyncio: streams, for tasks that read and write; protocols, which
 * are called back; and bare sockets. Every client talks to every server.
 */

static final String HOST = "127.0.0.1";
static final String MESSAGE = "good morning\n";

void main() {
    run(() -> {
        try (var streams = startServer(this::echo, HOST, 0);
                var protocols = createServer(EchoProtocol::new, HOST, 0);
                var sockets = new SocketServer()) {
            talkTo("streams", streams.port());
            talkTo("protocol", protocols.port());
            talkTo("sockets", sockets.port());
        }
    });
}

void talkTo(String server, int port) throws Exception {
    IO.print("server: " + server + ", client: streams: " + askByStreams(port));
    IO.print("server: " + server + ", client: protocol: " + askByProtocol(port));
    IO.print("server: " + server + ", client: sockets: " + askBySocket(port));
}

// ---- streams ----

void echo(StreamReader reader, StreamWriter writer) throws IOException {
    try (var _ = new Connection(reader, writer)) {
        for (byte[] data = reader.read(8192); data.length > 0; data = reader.read(8192)) {
            writer.write(data);
            writer.drain(); // waits while the client does not read
        }
    }
}

String askByStreams(int port) throws IOException {
    try (var connection = openConnection(HOST, port)) {
        connection.writer().write(MESSAGE, StandardCharsets.UTF_8);
        return connection.reader().readline(StandardCharsets.UTF_8);
    }
}

// ---- protocol ----

static final class EchoProtocol implements Protocol {

    private Transport transport;

    @Override
    public void connectionMade(Transport made) {
        transport = made;
    }

    @Override
    public void dataReceived(byte[] data) {
        transport.write(data);
    }

    @Override
    public void pauseWriting() {
        transport.pauseReading(); // the client does not read: nothing more is taken from it
    }

    @Override
    public void resumeWriting() {
        transport.resumeReading();
    }
}

static final class AskProtocol implements Protocol {

    final Future<String> answer = getRunningLoop().createFuture();
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();

    @Override
    public void connectionMade(Transport transport) {
        transport.write(MESSAGE.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void dataReceived(byte[] data) {
        received.writeBytes(data);
        if (data[data.length - 1] == '\n' && !answer.done()) {
            answer.setResult(received.toString(StandardCharsets.UTF_8));
        }
    }

    @Override
    public void connectionLost(Throwable error) {
        if (!answer.done()) {
            answer.setException(new EOFException("no answer"));
        }
    }
}

String askByProtocol(int port) throws IOException {
    var connected = createConnection(AskProtocol::new, HOST, port);
    try {
        return await(connected.protocol().answer);
    } finally {
        connected.transport().close();
    }
}

// ---- bare sockets ----

/** What a server does with its sockets, by hand. */
static final class SocketServer implements AutoCloseable {

    private final ServerSocketChannel listening = ServerSocketChannel.open();
    private final Set<Task<?>> tasks = new HashSet<>();

    SocketServer() throws IOException {
        listening.configureBlocking(false);
        listening.bind(new InetSocketAddress(HOST, 0));
        start(this::accept);
    }

    int port() throws IOException {
        return ((InetSocketAddress) listening.getLocalAddress()).getPort();
    }

    private void accept() throws IOException {
        while (true) {
            SocketChannel accepted = sockAccept(listening);
            start(() -> echo(accepted));
        }
    }

    private void echo(SocketChannel socket) throws IOException {
        try (socket) {
            for (byte[] data = sockRecv(socket, 8192); data.length > 0; data = sockRecv(socket, 8192)) {
                sockSendall(socket, data);
            }
        }
    }

    private void start(VoidCoroutine body) {
        Task<?> task = createTask(body);
        tasks.add(task);
        task.addDoneCallback(tasks::remove);
    }

    @Override
    public void close() throws IOException {
        var ending = List.copyOf(tasks);
        ending.forEach(Task::cancel);
        if (!ending.isEmpty()) {
            Asyncio.wait(ending);
        }
        listening.close();
    }
}

String askBySocket(int port) throws IOException {
    try (var socket = SocketChannel.open()) {
        socket.configureBlocking(false);
        sockConnect(socket, new InetSocketAddress(HOST, port));
        sockSendall(socket, MESSAGE.getBytes(StandardCharsets.UTF_8));
        var received = new ByteArrayOutputStream();
        while (!received.toString(StandardCharsets.UTF_8).endsWith("\n")) {
            byte[] data = sockRecv(socket, 8192);
            if (data.length == 0) {
                throw new EOFException("no answer");
            }
            received.writeBytes(data);
        }
        return received.toString(StandardCharsets.UTF_8);
    }
}
