import static org.asyncio4j.Asyncio.run;

import bench.Work;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.asyncio4j.net.Net;
import org.asyncio4j.net.Server;
import org.asyncio4j.net.ServerOptions;
import org.asyncio4j.stream.Connection;
import org.asyncio4j.stream.StreamReader;
import org.asyncio4j.stream.StreamWriter;
import org.asyncio4j.stream.Streams;
import org.asyncio4j.tls.TlsContext;
import org.asyncio4j.transport.BufferedProtocol;
import org.asyncio4j.transport.Protocol;
import org.asyncio4j.transport.Transport;

/** Echo: {@code serve PORT protocol|buffered|streams [FOLDER WITH cert.pem AND key.pem]}. */
final class EchoServers {

    private static final String HOST = "127.0.0.1";
    private static final int CHUNK = 16384;

    private EchoServers() {}

    static void serve(String[] args) {
        run(() -> {
            int port = Integer.parseInt(args[1]);
            var options = ServerOptions.defaults().withBacklog(1024);
            if (args.length > 3) {
                Path keys = Path.of(args[3]);
                options = options.withSsl(TlsContext.server(keys.resolve("cert.pem"), keys.resolve("key.pem")));
            }
            Server server = switch (args[2]) {
                case "protocol" -> Net.createServer(Echo::new, HOST, port, options);
                case "buffered" -> Net.createServer(BufferedEcho::new, HOST, port, options);
                case "streams" ->
                    Streams.startServer(EchoServers::echo, HOST, port, StreamReader.DEFAULT_LIMIT, options);
                default -> throw new IllegalArgumentException(args[2]);
            };
            Work.ready();
            server.serveForever();
        });
    }

    private static void echo(StreamReader reader, StreamWriter writer) {
        try (var _ = new Connection(reader, writer)) {
            for (byte[] data = reader.read(CHUNK); data.length > 0; data = reader.read(CHUNK)) {
                writer.write(data);
                writer.drain();
            }
        } catch (IOException _) {
            // the client has gone
        }
    }

    private static final class Echo implements Protocol {

        private Transport transport;

        @Override
        public void connectionMade(Transport made) {
            transport = made;
        }

        @Override
        public void dataReceived(byte[] data) {
            transport.write(data);
        }
    }

    private static final class BufferedEcho implements BufferedProtocol {

        private final ByteBuffer buffer = ByteBuffer.allocate(CHUNK);
        private Transport transport;

        @Override
        public void connectionMade(Transport made) {
            transport = made;
        }

        @Override
        public ByteBuffer getBuffer(int sizeHint) {
            return buffer.clear();
        }

        @Override
        public void bufferUpdated(int count) {
            transport.write(buffer.flip());
        }
    }
}
