package org.asyncio4j.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.waitFor;
import static org.asyncio4j.stream.MemoryStreams.memoryConnection;
import static org.asyncio4j.stream.MemoryStreams.memoryStreamPair;

import java.net.SocketException;
import java.util.List;
import java.util.Locale;
import org.asyncio4j.ExceptionContext;
import org.asyncio4j.NothingLeft;
import org.asyncio4j.Rule;
import org.asyncio4j.Task;
import org.asyncio4j.TimeoutError;
import org.asyncio4j.net.MemoryWire;
import org.asyncio4j.net.VirtualLoop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Streams in memory, in simulated time. */
@ExtendWith(NothingLeft.class)
class MemoryStreamsTest {

    private static void shout(StreamReader reader, StreamWriter writer) throws Exception {
        try (var _ = new Connection(reader, writer)) {
            for (String line : reader.lines(UTF_8)) {
                writer.write(line.toUpperCase(Locale.ROOT) + "\n", UTF_8);
                writer.drain();
            }
        }
    }

    @Test
    @Rule("M1")
    void handler_isServedByteByByte_asOverAnyOtherConnection() {
        VirtualLoop.run(() -> {
            try (var client = memoryConnection(MemoryStreamsTest::shout, new MemoryWire(3, 1), new MemoryWire(2, 1))) {
                client.writer().write("good\nmorning\n", UTF_8);
                assertThat(client.reader().readline(UTF_8)).isEqualTo("GOOD\n");
                assertThat(client.reader().readline(UTF_8)).isEqualTo("MORNING\n");
                client.writer().writeEof();
                assertThat(client.reader().read()).isEmpty();
            }
        });
    }

    @Test
    @Rule("M2")
    void readerThatDoesNotRead_makesTheWriterWait() {
        VirtualLoop.run(() -> {
            try (var pair = memoryStreamPair()) {
                long written = 0;
                var waited = false;
                while (!waited) {
                    pair.left().writer().write(new byte[10_000]);
                    written += 10_000;
                    try {
                        waitFor(pair.left().writer()::drain, ofSeconds(1));
                    } catch (TimeoutError e) {
                        waited = true;
                    }
                }
                // the reader's limit twice and a chunk, the wire, the writer's high water mark
                assertThat(written).isBetween(192L * 1024, 512L * 1024);
                Task<byte[]> all = createTask(() -> pair.right().reader().read());
                pair.left().writer().drain();
                pair.left().close();
                assertThat(all.await()).hasSize(Math.toIntExact(written));
            }
        });
    }

    @Test
    @Rule("M5")
    void resetInTheMiddleOfARead_isThrownToBothSides() {
        VirtualLoop.run(() -> {
            var toRight = new MemoryWire();
            toRight.resetAfter(5);
            try (var pair = memoryStreamPair(toRight, new MemoryWire())) {
                pair.left().writer().write("0123456789", UTF_8);
                assertThatThrownBy(() -> pair.right().reader().readexactly(10)).isInstanceOf(SocketException.class)
                        .hasMessage("Connection reset by peer");
                assertThatThrownBy(() -> pair.left().reader().read(1)).isInstanceOf(SocketException.class)
                        .hasMessage("Connection reset by peer");
            }
        });
    }

    @Test
    @Rule("M6")
    void stall_isATimeout_andTheReadGoesOnAfterIt() {
        VirtualLoop.run(() -> {
            var toRight = new MemoryWire();
            toRight.stallAfter(3);
            try (var pair = memoryStreamPair(toRight, new MemoryWire())) {
                pair.left().writer().write("hello\n", UTF_8);
                assertThatThrownBy(() -> waitFor(() -> pair.right().reader().readline(UTF_8), ofSeconds(10)))
                        .isInstanceOf(TimeoutError.class);
                toRight.resume();
                assertThat(pair.right().reader().readline(UTF_8)).isEqualTo("hello\n");
            }
        });
    }

    @Test
    @Rule("M8")
    void outputThatIsCutShort_isAnIncompleteRead() {
        VirtualLoop.run(() -> {
            var toRight = new MemoryWire();
            toRight.endAfter(3);
            try (var pair = memoryStreamPair(toRight, new MemoryWire())) {
                pair.left().writer().write("hello\n", UTF_8);
                assertThatThrownBy(() -> pair.right().reader().readexactly(6)).isInstanceOf(IncompleteReadError.class)
                        .hasMessage("3 bytes read on a total of 6 expected bytes");
            }
        });
    }

    @Test
    @SuppressWarnings("NullAway") // null is what is tested
    void null_isRefusedByName() {
        VirtualLoop.run(() -> {
            try (var pair = memoryStreamPair()) {
                StreamWriter writer = pair.left().writer();
                assertThatThrownBy(() -> writer.write((byte[]) null)).isInstanceOf(NullPointerException.class)
                        .hasMessage("data");
                assertThatThrownBy(() -> writer.write(null, UTF_8)).isInstanceOf(NullPointerException.class)
                        .hasMessage("text");
            }
        });
    }

    @Test
    void handlerThatFails_isReported_andTheConnectionClosed() {
        List<ExceptionContext> reports = VirtualLoop.reportsOf(() -> {
            try (var client = memoryConnection((_, _) -> {
                throw new IllegalStateException("fault");
            })) {
                assertThat(client.reader().read()).isEmpty();
            }
        });
        assertThat(reports).singleElement()
                .satisfies(
                        report -> assertThat(report.message()).isEqualTo("Unhandled exception in client_connected_cb"));
    }
}
