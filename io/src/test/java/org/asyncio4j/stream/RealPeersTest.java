package org.asyncio4j.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.sleep;
import static org.asyncio4j.Asyncio.waitFor;
import static org.asyncio4j.stream.Ends.bytes;
import static org.asyncio4j.stream.Streams.openConnection;
import static org.asyncio4j.stream.Streams.openUnixConnection;
import static org.asyncio4j.stream.Streams.startServer;
import static org.asyncio4j.stream.Streams.startUnixServer;
import static org.asyncio4j.subprocess.Subprocess.createSubprocessExec;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.asyncio4j.NothingLeft;
import org.asyncio4j.Task;
import org.asyncio4j.net.RealLoop;
import org.asyncio4j.net.Server;
import org.asyncio4j.subprocess.Process;
import org.asyncio4j.subprocess.ProcessOptions;
import org.asyncio4j.subprocess.ProcessOutput;
import org.asyncio4j.subprocess.Stdio;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams with other implementations on the other side: netcat, and asyncio of Python. */
@ExtendWith(NothingLeft.class)
class RealPeersTest {

    private static final Duration PATIENCE = ofSeconds(20);

    @TempDir
    Path folder;

    /** Starts a program with pipes to it; one that is missing fails the test. */
    private static Process start(String debianPackage, String... command) throws IOException {
        boolean installed = Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(place -> Files.isExecutable(Path.of(place, command[0])));
        assertThat(installed)
                .as("the program '%s' is needed for this test: install it, such as by 'apt-get install %s'", command[0],
                        debianPackage)
                .isTrue();
        return createSubprocessExec(List.of(command),
                ProcessOptions.defaults().withStdin(Stdio.PIPE).withStdout(Stdio.PIPE));
    }

    /** Says how much came, when nothing more comes. */
    private static void count(StreamReader reader, StreamWriter writer) throws IOException {
        try (var _ = new Connection(reader, writer)) {
            int count = reader.read().length;
            writer.write(count + " bytes\n", UTF_8);
        }
    }

    // ---- netcat ----

    @Test
    void netcat_endsItsDirectionOfATcpConnection_andIsAnswered() {
        RealLoop.run(() -> {
            try (Server server = startServer(RealPeersTest::count, "127.0.0.1", 0)) {
                Process netcat = start("netcat-openbsd", "nc", "-N", "127.0.0.1", Integer.toString(server.port()));
                assertThat(answer(netcat, new byte[100_000])).isEqualTo("100000 bytes\n");
            }
        });
    }

    @Test
    void netcat_endsItsDirectionOfAUnixSocket_andIsAnswered() {
        RealLoop.run(() -> {
            Path path = folder.resolve("s");
            try (Server server = startUnixServer(RealPeersTest::count, path)) {
                Process netcat = start("netcat-openbsd", "nc", "-N", "-U", path.toString());
                assertThat(answer(netcat, new byte[100_000])).isEqualTo("100000 bytes\n");
                assertThat(server.isServing()).isTrue();
            }
        });
    }

    @Test
    void netcat_servesAUnixSocket() {
        RealLoop.run(() -> {
            Path path = folder.resolve("s");
            Process netcat = start("netcat-openbsd", "nc", "-l", "-N", "-U", path.toString());
            try (Connection connection = connectWhenItListens(path)) {
                connection.writer().write(bytes("question"));
                Task<String> answering = createTask(() -> answer(netcat, bytes("answer")));
                assertThat(connection.reader().read()).isEqualTo(bytes("answer"));
                connection.writer().writeEof();
                assertThat(answering.await()).isEqualTo("question");
            }
        });
    }

    private static Connection connectWhenItListens(Path path) throws IOException {
        return waitFor(() -> {
            while (true) {
                try {
                    return openUnixConnection(path);
                } catch (IOException notYet) {
                    sleep(ofMillis(5));
                }
            }
        }, PATIENCE);
    }

    /** What a program prints after this input. */
    private static String answer(Process program, byte[] input) throws IOException {
        ProcessOutput output = program.communicate(input, PATIENCE);
        assertThat(program.returncode()).isZero();
        return output.stdout(UTF_8);
    }

    // ---- asyncio of Python ----

    @ParameterizedTest
    @ValueSource(strings = {"tcp", "unix"})
    void asyncioAsClient_getsEverythingBack(String kind) {
        RealLoop.run(() -> {
            Path path = folder.resolve("s");
            try (Server server = kind.equals("tcp")
                    ? startServer(RealPeersTest::sendBack, "127.0.0.1", 0)
                    : startUnixServer(RealPeersTest::sendBack, path)) {
                String address = kind.equals("tcp") ? Integer.toString(server.port()) : path.toString();
                Process python = start("python3", "python3", script(), "client", kind, address);
                assertThat(answer(python, new byte[0])).isEqualTo("all came back\n");
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp", "unix"})
    void asyncioAsServer_sendsEverythingBack(String kind) {
        RealLoop.run(() -> {
            String where = kind.equals("tcp") ? "0" : folder.resolve("s").toString();
            try (Process python = start("python3", "python3", script(), "server", kind, where)) {
                String address = Objects.requireNonNull(python.stdout()).readline(UTF_8).strip();
                try (Connection connection = kind.equals("tcp")
                        ? openConnection("127.0.0.1", Integer.parseInt(address))
                        : openUnixConnection(Path.of(address))) {
                    ask(connection.reader(), connection.writer());
                }
                python.kill();
                python.await();
            }
        });
    }

    private static String script() {
        try {
            return Path.of(Objects.requireNonNull(RealPeersTest.class.getResource("frames.py")).toURI()).toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void sendBack(StreamReader reader, StreamWriter writer) throws IOException {
        try (var _ = new Connection(reader, writer)) {
            for (byte[] head = reader.read(1); head.length > 0; head = reader.read(1)) {
                int length = ByteBuffer.allocate(4).put(head).put(reader.readexactly(3)).getInt(0);
                send(writer, reader.readexactly(length));
            }
            writer.write(bytes("bye"));
        }
    }

    private static void ask(StreamReader reader, StreamWriter writer) throws IOException {
        int[] sizes = {0, 1, 1000, 300_000};
        for (int size : sizes) {
            byte[] data = new byte[size];
            for (int i = 0; i < size; i++) {
                data[i] = (byte) (i % 251);
            }
            send(writer, data);
            assertThat(ByteBuffer.wrap(reader.readexactly(4)).getInt()).isEqualTo(size);
            assertThat(Arrays.equals(reader.readexactly(size), data)).isTrue();
        }
        writer.writeEof();
        assertThat(reader.read()).isEqualTo(bytes("bye"));
    }

    private static void send(StreamWriter writer, byte[] data) throws IOException {
        writer.writelines(List.of(ByteBuffer.allocate(4).putInt(data.length).array(), data));
        writer.drain();
    }
}
