package org.asyncio4j.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.asyncio4j.Asyncio.toThread;
import static org.asyncio4j.Asyncio.waitFor;
import static org.asyncio4j.net.Datagrams.createDatagramEndpoint;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.asyncio4j.NothingLeft;
import org.asyncio4j.transport.DatagramProtocol;
import org.asyncio4j.transport.DatagramTransport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** UDP with asyncio of Python on the other side: datagrams of every kind of size, there and back. */
@ExtendWith(NothingLeft.class)
class UdpInteropTest {

    private static final String PYTHON = System.getProperty("asyncio4j.python", "python3");

    /** The largest is what UDP over IPv4 can carry; empty ones asyncio does not send before Python 3.13. */
    private static final List<Integer> SIZES = List.of(1, 512, 1472, 1473, 9000, 65_507);

    @TempDir
    static Path folder;

    @BeforeAll
    static void write() throws IOException {
        Files.writeString(folder.resolve("client.py"), """
                import asyncio, sys
                class Client(asyncio.DatagramProtocol):
                    def __init__(self):
                        self.answers = asyncio.Queue()
                    def datagram_received(self, data, addr):
                        self.answers.put_nowait(data)
                    def error_received(self, exc):
                        self.answers.put_nowait(exc)
                async def main(port, sizes):
                    loop = asyncio.get_running_loop()
                    transport, protocol = await loop.create_datagram_endpoint(
                        Client, remote_addr=("127.0.0.1", port))
                    for size in sizes:
                        data = bytes(i % 251 for i in range(size))
                        transport.sendto(data)
                        assert await asyncio.wait_for(protocol.answers.get(), 20) == data, size
                    transport.close()
                    print("equal")
                asyncio.run(main(int(sys.argv[1]), [int(each) for each in sys.argv[2:]]))
                """);
        Files.writeString(folder.resolve("server.py"), """
                import asyncio
                class Server(asyncio.DatagramProtocol):
                    def __init__(self):
                        self.over = asyncio.Event()
                    def connection_made(self, transport):
                        self.transport = transport
                    def datagram_received(self, data, addr):
                        self.transport.sendto(data, addr)
                        if data == b"over":
                            self.over.set()
                async def main():
                    loop = asyncio.get_running_loop()
                    transport, protocol = await loop.create_datagram_endpoint(Server, local_addr=("127.0.0.1", 0))
                    print(transport.get_extra_info("sockname")[1], flush=True)
                    await protocol.over.wait()
                    transport.close()
                    print("over")
                asyncio.run(main())
                """);
    }

    private static Process start(String script, String... arguments) throws IOException {
        var command = new ArrayList<>(List.of(PYTHON, script));
        command.addAll(Arrays.asList(arguments));
        return new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    }

    private static String[] arguments(int port) {
        var arguments = new ArrayList<>(List.of(Integer.toString(port)));
        SIZES.forEach(size -> arguments.add(Integer.toString(size)));
        return arguments.toArray(new String[0]);
    }

    private static void assertThatItEndsWith(Process python, String output) {
        assertThat(waitFor(() -> toThread(() -> new String(python.getInputStream().readAllBytes(), UTF_8)),
                ofSeconds(60))).isEqualTo(output);
    }

    private static InetSocketAddress local(int port) {
        return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
    }

    /** Sends everything back. */
    private static final class Echo implements DatagramProtocol {

        private @Nullable DatagramTransport transport;

        @Override
        public void connectionMade(DatagramTransport made) {
            transport = made;
        }

        @Override
        public void datagramReceived(byte[] data, SocketAddress address) {
            Objects.requireNonNull(transport).sendto(data, address);
        }
    }

    @Test
    void asyncioAsClient_ofAProtocol() {
        RealLoop.run(() -> {
            var endpoint = createDatagramEndpoint(Echo::new, local(0), null);
            int port = ((InetSocketAddress) endpoint.transport().getExtraInfo("sockname", "")).getPort();
            assertThatItEndsWith(start("client.py", arguments(port)), "equal\n");
            endpoint.transport().close();
        });
    }

    @Test
    void asyncioAsClient_ofASocket() {
        RealLoop.run(() -> {
            try (var socket = UdpSocket.bind(local(0))) {
                Process python = start("client.py", arguments(socket.port()));
                for (int i = 0; i < SIZES.size(); i++) {
                    Datagram question = waitFor(socket::receive, ofSeconds(60));
                    socket.send(question.data(), question.address());
                }
                assertThatItEndsWith(python, "equal\n");
            }
        });
    }

    @Test
    void asyncioAsServer_ofASocket() {
        RealLoop.run(() -> {
            Process python = start("server.py");
            try {
                var output = python.inputReader(UTF_8);
                int port = Integer.parseInt(waitFor(() -> toThread(output::readLine), ofSeconds(60)));
                try (var socket = UdpSocket.connect(local(port))) {
                    for (int size : SIZES) {
                        byte[] data = new byte[size];
                        Arrays.fill(data, (byte) size);
                        socket.send(data);
                        assertThat(waitFor(socket::receive, ofSeconds(20)).data()).isEqualTo(data);
                    }
                    socket.send("over".getBytes(UTF_8));
                    assertThat(waitFor(() -> toThread(output::readLine), ofSeconds(20))).isEqualTo("over");
                }
            } finally {
                python.destroyForcibly();
            }
        });
    }
}
