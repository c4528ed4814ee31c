import static org.asyncio4j.Asyncio.*;
import static org.asyncio4j.stream.Streams.*;

import org.asyncio4j.stream.*;

/*
 * A TCP proxy: Proxy HOST PORT [LISTENING_PORT] hands every connection on to HOST:PORT, both ways and byte for byte.
 *
 * Each direction ends by itself: when one side has said all it has to say, the other hears of that and can still answer.
 * A side that does not read holds up only the one that writes to it, and no more than some hundred kilobytes are kept.
 */

void main(String[] arguments) {
    if (arguments.length < 2) {
        System.err.println("usage: Proxy HOST PORT [LISTENING_PORT]");
        System.exit(2);
    }
    String host = arguments[0];
    int port = Integer.parseInt(arguments[1]);
    int listeningPort = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 0;
    run(() -> {
        try (var server = startServer((reader, writer) -> serve(new Connection(reader, writer), host, port),
                "127.0.0.1", listeningPort)) {
            IO.println("proxy for " + host + ":" + port + " on port " + server.port());
            server.serveForever();
        }
    });
}

void serve(Connection client, String host, int port) {
    try (client; var target = openConnection(host, port)) {
        try {
            taskGroup(group -> {
                group.createTask(() -> copy(client.reader(), target.writer()));
                group.createTask(() -> copy(target.reader(), client.writer()));
            });
        } catch (Throwable e) {
            // one side is lost: what the other has sent and not read has nowhere to go
            client.writer().transport().abort();
            target.writer().transport().abort();
            throw e;
        }
    } catch (Exception e) {
        System.err.println("proxy: " + e);
    }
}

void copy(StreamReader from, StreamWriter to) throws IOException {
    var buffer = ByteBuffer.allocate(64 * 1024);
    while (from.read(buffer) >= 0) {
        to.write(buffer.flip());
        buffer.clear();
        to.drain();
    }
    to.writeEof();
}
