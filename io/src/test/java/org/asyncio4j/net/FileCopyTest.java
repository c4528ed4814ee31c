package org.asyncio4j.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.ZERO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.sleep;
import static org.asyncio4j.Asyncio.toThread;
import static org.asyncio4j.net.MemoryTransports.memoryTransportPair;
import static org.asyncio4j.net.Net.sendfile;

import java.io.IOException;
import java.net.SocketException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.asyncio4j.CancelledError;
import org.asyncio4j.NothingLeft;
import org.asyncio4j.Rule;
import org.asyncio4j.Task;
import org.asyncio4j.transport.Transport;
import org.asyncio4j.transport.WriteBufferLimits;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Files over a transport that is no plain socket: one in memory. */
@ExtendWith(NothingLeft.class)
class FileCopyTest {

    @TempDir
    static Path folder;

    static Path path;

    @BeforeAll
    static void write() throws IOException {
        path = Files.writeString(folder.resolve("file"), "0123456789".repeat(50_000));
    }

    private static FileChannel open() throws IOException {
        return FileChannel.open(path, StandardOpenOption.READ);
    }

    private static void settle() {
        for (int i = 0; i < 30; i++) {
            sleep(ZERO);
        }
    }

    /** Counts what it receives. */
    private static final class Counting extends Recorder {
        private long count;

        @Override
        public void dataReceived(byte[] data) {
            count += data.length;
        }
    }

    @Test
    @Rule("U10")
    void part_isWrittenInThePlaceOfTheProtocol() {
        RealLoop.run(() -> {
            var pair = memoryTransportPair(Recorder::new, Recorder::new);
            try (var file = open()) {
                assertThat(sendfile(pair.left().transport(), file, 3, 4, true)).isEqualTo(4);
                assertThat(file.position()).isEqualTo(7);
                assertThat(sendfile(pair.left().transport(), file, 499_998, 100, true)).isEqualTo(2);
                assertThat(sendfile(pair.left().transport(), file, 999_999, 100, true)).isZero();
            }
            assertThat(pair.left().transport().getProtocol()).isSameAs(pair.left().protocol());
            pair.right().transport().write("answer".getBytes(UTF_8));
            pair.left().protocol().awaitEvent("data answer");
            assertThat(pair.right().protocol().events()).containsExactly("made", "data 3456", "data 89");
            pair.left().transport().close();
            settle();
        });
    }

    @Test
    @Rule("U10")
    void waterMarks_areKept_andTheProtocolHearsOfEveryPauseItWasToldOf() {
        RealLoop.run(() -> {
            var pair = memoryTransportPair(Recorder::new, Counting::new, new MemoryWire(1000, 1000), new MemoryWire());
            var limits = new WriteBufferLimits(100, 200);
            pair.left().transport().setWriteBufferLimits(limits);
            pair.right().transport().pauseReading();
            pair.left().transport().write(new byte[2000]);
            assertThat(pair.left().protocol().events()).containsExactly("made", "pause");
            try (var file = open()) {
                Task<Long> sending = createTask(() -> sendfile(pair.left().transport(), file));
                settle();
                assertThat(pair.left().transport().getWriteBufferSize()).isEqualTo(1000);
                pair.right().transport().resumeReading();
                assertThat(sending.await()).isEqualTo(500_000);
            }
            assertThat(pair.left().transport().getWriteBufferLimits()).isEqualTo(limits);
            assertThat(pair.left().protocol().events()).containsExactly("made", "pause", "resume");
            settle();
            assertThat(pair.right().protocol().count).isEqualTo(502_000);
            pair.left().transport().close();
            settle();
        });
    }

    @Test
    @Rule({"U8", "U10"})
    void cancelled_thePositionTellsWhatWasWritten_andTheProtocolThatItIsPaused() {
        RealLoop.run(() -> {
            var pair = memoryTransportPair(Recorder::new, Counting::new, new MemoryWire(1000, 1000), new MemoryWire());
            pair.right().transport().pauseReading();
            try (var file = open()) {
                Task<Long> sending = createTask(() -> sendfile(pair.left().transport(), file));
                while (pair.left().transport().getWriteBufferSize() == 0) {
                    sleep(ZERO);
                }
                sending.cancel();
                assertThatThrownBy(sending::await).isInstanceOf(CancelledError.class);
                assertThat(pair.left().protocol().events()).containsExactly("made", "pause");
                pair.right().transport().resumeReading();
                pair.left().protocol().awaitEvent("resume");
                pair.left().transport().close();
                pair.left().protocol().awaitEvent("lost null");
                settle();
                assertThat(pair.right().protocol().count).isEqualTo(file.position());
            }
        });
    }

    /** A task that has begun to send, and waits for the disk. */
    private static Task<Long> sendingFourBytes(Transport transport, GatedFile file) {
        Task<Long> sending = createTask(() -> sendfile(transport, file, 0, 4, true));
        toThread(file::awaitReader);
        return sending;
    }

    @Test
    @Rule("U7")
    void slowDisk_holdsUpNobody() {
        RealLoop.run(() -> {
            var pair = memoryTransportPair(Recorder::new, Recorder::new);
            try (var file = GatedFile.open(path)) {
                Task<Long> sending = sendingFourBytes(pair.left().transport(), file);
                assertThat(file.reader()).isNotSameAs(Thread.currentThread());
                file.allow(1);
                assertThat(sending.await()).isEqualTo(4);
            }
            pair.left().transport().close();
            settle();
        });
    }

    @Test
    @Rule("U10")
    void connectionThatIsLostMeanwhile_isAnErrorOfWhoSends_andToldToTheProtocol() {
        RealLoop.run(() -> {
            var wire = new MemoryWire(1000, 1000);
            var pair = memoryTransportPair(Recorder::new, Counting::new, wire, new MemoryWire());
            pair.right().transport().pauseReading();
            try (var file = open()) {
                Task<Long> sending = createTask(() -> sendfile(pair.left().transport(), file));
                while (pair.left().transport().getWriteBufferSize() == 0) {
                    sleep(ZERO);
                }
                wire.resetAfter(0);
                assertThatThrownBy(sending::await).isInstanceOf(SocketException.class)
                        .hasMessage("Connection reset by peer");
                assertThat(pair.left().protocol().events())
                        .containsExactly("made", "lost java.net.SocketException: Connection reset by peer");
            }
        });
    }

    @Test
    void connectionThatIsClosedMeanwhile_isAnErrorOfWhoSends() {
        RealLoop.run(() -> {
            var pair = memoryTransportPair(Recorder::new, Recorder::new);
            try (var file = GatedFile.open(path)) {
                Task<Long> sending = createTask(() -> sendfile(pair.left().transport(), file));
                toThread(file::awaitReader);
                pair.left().transport().close();
                file.allow(1);
                assertThatThrownBy(sending::await).isInstanceOf(SocketException.class)
                        .hasMessage("Connection closed by peer");
            }
        });
    }

    @Test
    void secondFileMeanwhile_isRefused() {
        RealLoop.run(() -> {
            var pair = memoryTransportPair(Recorder::new, Recorder::new);
            try (var file = GatedFile.open(path); var other = open()) {
                Task<Long> sending = sendingFourBytes(pair.left().transport(), file);
                assertThatThrownBy(() -> sendfile(pair.left().transport(), other))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessage(pair.left().transport() + " is sending a file: wait for the end of that first");
                file.allow(1);
                assertThat(sending.await()).isEqualTo(4);
            }
            assertThat(pair.left().transport().getProtocol()).isSameAs(pair.left().protocol());
            pair.left().transport().close();
            settle();
            assertThat(pair.right().protocol().events()).containsExactly("made", "data 0123", "eof", "lost null");
        });
    }

    @Test
    @Rule("U10")
    void whatComesSinceSomebodyResumesReading_isGivenToTheProtocolAfterTheFile() {
        RealLoop.run(() -> {
            var pair = memoryTransportPair(Recorder::new, Recorder::new);
            try (var file = GatedFile.open(path)) {
                Task<Long> sending = sendingFourBytes(pair.left().transport(), file);
                pair.right().transport().write("early".getBytes(UTF_8));
                pair.right().transport().writeEof();
                pair.left().transport().resumeReading();
                settle();
                assertThat(pair.left().transport().isReading()).isFalse();
                pair.left().transport().resumeReading();
                settle();
                assertThat(pair.left().protocol().events()).containsExactly("made");
                file.allow(1);
                assertThat(sending.await()).isEqualTo(4);
            }
            settle();
            assertThat(pair.left().protocol().events()).containsExactly("made", "data early", "eof", "lost null");
        });
    }

    @Test
    void whatCameBeforeTheConnectionIsLost_isGivenToTheProtocolBefore() {
        RealLoop.run(() -> {
            var pair = memoryTransportPair(Recorder::new, Recorder::new);
            try (var file = GatedFile.open(path)) {
                Task<Long> sending = sendingFourBytes(pair.left().transport(), file);
                pair.right().transport().write("early".getBytes(UTF_8));
                pair.left().transport().resumeReading();
                settle();
                pair.left().transport().abort();
                settle();
                assertThat(pair.left().protocol().events()).containsExactly("made", "data early", "lost null");
                file.allow(1);
                assertThatThrownBy(sending::await).isInstanceOf(SocketException.class);
            }
        });
    }
}
