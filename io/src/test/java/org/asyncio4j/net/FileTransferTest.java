package org.asyncio4j.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.ZERO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.sleep;
import static org.asyncio4j.Asyncio.toThread;
import static org.asyncio4j.net.Net.createConnection;
import static org.asyncio4j.net.Net.sendfile;
import static org.asyncio4j.net.Sockets.sockRecv;
import static org.asyncio4j.net.Sockets.sockSendfile;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketException;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.asyncio4j.CancelledError;
import org.asyncio4j.NothingLeft;
import org.asyncio4j.Rule;
import org.asyncio4j.Task;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Files that the system hands to a socket. */
@ExtendWith(NothingLeft.class)
class FileTransferTest {

    /** More than a connection holds. */
    private static final int MUCH = 20_000_000;

    @TempDir
    static Path folder;

    static Path large;
    static byte[] content;

    @BeforeAll
    static void write() throws IOException {
        content = new byte[MUCH];
        new Random(5).nextBytes(content);
        large = Files.write(folder.resolve("large"), content);
    }

    private static FileChannel open(Path path) throws IOException {
        return FileChannel.open(path, StandardOpenOption.READ);
    }

    private static FileChannel small() throws IOException {
        return open(Files.writeString(folder.resolve("small"), "0123456789"));
    }

    private static byte[] receive(SocketChannel sock, int count) throws IOException {
        var received = new ByteArrayOutputStream();
        while (received.size() < count) {
            byte[] data = sockRecv(sock, count - received.size());
            if (data.length == 0) {
                break;
            }
            received.writeBytes(data);
        }
        return received.toByteArray();
    }

    private static byte[] receiveAll(SocketChannel sock) throws IOException {
        return receive(sock, Integer.MAX_VALUE);
    }

    private static void settle() {
        for (int i = 0; i < 20; i++) {
            sleep(ZERO);
        }
    }

    @Test
    @Rule("U7")
    void file_isSentAsTheReaderTakesIt() {
        RealLoop.run(() -> {
            try (var pair = Pair.open(); var file = open(large)) {
                Task<Long> sending = createTask(() -> sockSendfile(pair.left(), file));
                assertThat(receive(pair.right(), MUCH)).isEqualTo(content);
                assertThat(sending.await()).isEqualTo(MUCH);
                assertThat(file.position()).isEqualTo(MUCH);
            }
        });
    }

    @Test
    void part_isSent_andTheEndOfTheFileIsTheEnd() {
        RealLoop.run(() -> {
            try (var pair = Pair.open(); var file = small(); var empty = open(Files.createFile(folder.resolve("e")))) {
                assertThat(sockSendfile(pair.left(), file, 2, 3)).isEqualTo(3);
                assertThat(file.position()).isEqualTo(5);
                assertThat(sockSendfile(pair.left(), file, 8, 100)).isEqualTo(2);
                assertThat(file.position()).isEqualTo(10);
                assertThat(sockSendfile(pair.left(), file, 99, 100)).isZero();
                assertThat(sockSendfile(pair.left(), empty)).isZero();
                assertThat(receive(pair.right(), 5)).asString().isEqualTo("23489");
            }
        });
    }

    @Test
    void whatIsNoPart_isRefused() {
        RealLoop.run(() -> {
            try (var pair = Pair.open(); var file = small()) {
                assertThatThrownBy(() -> sockSendfile(pair.left(), file, -1, 1))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessage("offset must be a non-negative integer (got -1)");
                assertThatThrownBy(() -> sockSendfile(pair.left(), file, 0, 0))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessage("count must be a positive integer (got 0)");
                pair.left().configureBlocking(true);
                assertThatThrownBy(() -> sockSendfile(pair.left(), file))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageStartingWith("the socket must be non-blocking: ");
            }
        });
    }

    @Test
    @Rule("U8")
    void cancelledWhileThePeerDoesNotRead_thePositionTellsWhatWasSent() {
        RealLoop.run(() -> {
            try (var pair = Pair.open(); var file = open(large)) {
                Task<Long> sending = createTask(() -> sockSendfile(pair.left(), file));
                byte[] first = receive(pair.right(), 1000);
                sending.cancel();
                assertThatThrownBy(sending::await).isInstanceOf(CancelledError.class);
                assertThat(getRunningLoop().removeWriter(pair.left())).isFalse();
                int sent = Math.toIntExact(file.position());
                pair.left().shutdownOutput();

                byte[] rest = receiveAll(pair.right());
                assertThat(first.length + rest.length).isEqualTo(sent);
                assertThat(rest).isEqualTo(Arrays.copyOfRange(content, 1000, sent));
            }
        });
    }

    @Test
    @Rule({"U7", "U8"})
    void slowDisk_holdsUpNobody_andACancelledCallWaitsForIt() {
        RealLoop.run(() -> {
            try (var pair = Pair.open(); var file = GatedFile.open(large)) {
                Task<Long> sending = createTask(() -> sockSendfile(pair.left(), file, 10, 100));
                toThread(file::awaitReader);
                assertThat(file.reader()).isNotSameAs(Thread.currentThread());
                sending.cancel();
                settle();
                sending.cancel();
                settle();
                assertThat(sending.done()).as("something may still be sent").isFalse();

                file.allow(1);
                assertThatThrownBy(sending::await).isInstanceOf(CancelledError.class);
                assertThat(file.position()).isEqualTo(110);
                assertThat(receive(pair.right(), 100)).isEqualTo(Arrays.copyOfRange(content, 10, 110));
            }
        });
    }

    @Test
    void peerThatIsGone_isAnError() {
        RealLoop.run(() -> {
            try (var pair = Pair.open(); var file = open(large)) {
                pair.right().close();
                assertThatThrownBy(() -> sockSendfile(pair.left(), file)).isInstanceOf(IOException.class);
            }
        });
    }

    // ---- over a transport ----

    @Test
    @Rule("U9")
    void overATransport_itComesAfterWhatWasWritten_andReadingWaits() {
        RealLoop.run(() -> {
            try (var pair = Pair.open(); var file = open(large)) {
                Connected<Recorder> connected = createConnection(Recorder::new, pair.left());
                connected.transport().write(content);
                Task<Long> sending = createTask(() -> sendfile(connected.transport(), file));
                settle();
                assertThatThrownBy(() -> connected.transport().write(new byte[1]))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessage("unable to write; sendfile is in progress");
                assertThatThrownBy(() -> connected.transport().writelines(List.of(new byte[1])))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessage("unable to writelines; sendfile is in progress");
                assertThatThrownBy(() -> sendfile(connected.transport(), file))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessage(connected.transport() + " is sending a file: wait for the end of that first");
                pair.right().write(UTF_8.encode("meanwhile"));

                assertThat(receive(pair.right(), MUCH)).isEqualTo(content);
                assertThat(receive(pair.right(), MUCH)).isEqualTo(content);
                assertThat(connected.protocol().events()).containsExactly("made", "pause", "resume");
                assertThat(sending.await()).isEqualTo(MUCH);
                connected.protocol().awaitEvent("data meanwhile");
                connected.transport().write("after".getBytes(UTF_8));
                assertThat(receive(pair.right(), 5)).asString().isEqualTo("after");
                connected.transport().close();
            }
        });
    }

    @Test
    @Rule("U9")
    void transportThatIsClosedMeanwhile_sendsTheRest() {
        RealLoop.run(() -> {
            try (var pair = Pair.open(); var file = open(large)) {
                Connected<Recorder> connected = createConnection(Recorder::new, pair.left());
                Task<Long> sending = createTask(() -> sendfile(connected.transport(), file));
                settle();
                connected.transport().close();
                assertThat(receiveAll(pair.right())).isEqualTo(content);
                assertThat(sending.await()).isEqualTo(MUCH);
                connected.protocol().awaitEvent("lost null");
                assertThatThrownBy(() -> sendfile(connected.transport(), file))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessage("Transport is closing: " + connected.transport());
            }
        });
    }

    @Test
    void outputThatIsEndedMeanwhile_endsAfterTheFile() {
        RealLoop.run(() -> {
            try (var pair = Pair.open(); var file = open(large)) {
                Connected<Recorder> connected = createConnection(Recorder::new, pair.left());
                Task<Long> sending = createTask(() -> sendfile(connected.transport(), file));
                settle();
                connected.transport().writeEof();
                assertThat(receiveAll(pair.right())).isEqualTo(content);
                sending.await();
                assertThat(connected.transport().isClosing()).isFalse();
                assertThatThrownBy(() -> sendfile(connected.transport(), file))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessage("Cannot call sendfile() after write_eof()");
                connected.transport().close();
            }
        });
    }

    @Test
    @Rule("U9")
    void transportThatIsAborted_isAnErrorOfWhoSends() {
        RealLoop.run(() -> {
            for (boolean waiting : List.of(false, true)) {
                try (var pair = Pair.open(); var file = open(large)) {
                    Connected<Recorder> connected = createConnection(Recorder::new, pair.left());
                    if (waiting) {
                        connected.transport().write(content);
                    }
                    Task<Long> sending = createTask(() -> sendfile(connected.transport(), file));
                    settle();
                    connected.transport().abort();
                    assertThatThrownBy(sending::await).isInstanceOf(SocketException.class)
                            .hasMessageStartingWith("Connection aborted: <SocketTransport ")
                            .hasMessageEndingWith(" was sending a file");
                    connected.protocol().awaitEvent("lost null");
                    assertThat(pair.left().isOpen()).isFalse();
                }
            }
        });
    }

    @Test
    @Rule("U8")
    void cancelledOverATransport_theConnectionStaysOpen() {
        RealLoop.run(() -> {
            for (boolean waiting : List.of(false, true)) {
                try (var pair = Pair.open(); var file = open(large)) {
                    Connected<Recorder> connected = createConnection(Recorder::new, pair.left());
                    if (waiting) {
                        connected.transport().write(content);
                    }
                    Task<Long> sending = createTask(() -> sendfile(connected.transport(), file));
                    int before = receive(pair.right(), 1000).length;
                    sending.cancel();
                    assertThatThrownBy(sending::await).isInstanceOf(CancelledError.class);
                    assertThat(file.position() == 0).isEqualTo(waiting);
                    connected.transport().write("end".getBytes(UTF_8));
                    connected.transport().close();
                    byte[] received = receiveAll(pair.right());
                    assertThat(before + received.length)
                            .isEqualTo(Math.toIntExact(file.position()) + 3 + (waiting ? MUCH : 0));
                    assertThat(new String(received, received.length - 3, 3, UTF_8)).isEqualTo("end");
                    connected.protocol().awaitEvent("lost null");
                }
            }
        });
    }

    @Test
    void halfClosedConnection_hearsOfTheEndOnce() {
        RealLoop.run(() -> {
            try (var pair = Pair.open(); var file = small()) {
                Connected<Recorder> connected = createConnection(() -> new Recorder() {
                    @Override
                    public boolean eofReceived() throws Exception {
                        super.eofReceived();
                        return true;
                    }
                }, pair.left());
                pair.right().shutdownOutput();
                connected.protocol().awaitEvent("eof");
                sendfile(connected.transport(), file);
                assertThat(receive(pair.right(), 10)).asString().isEqualTo("0123456789");
                settle();
                assertThat(connected.protocol().events()).containsExactly("made", "eof");
                connected.transport().close();
            }
        });
    }
}
