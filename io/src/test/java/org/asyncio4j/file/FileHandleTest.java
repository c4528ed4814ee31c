package org.asyncio4j.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static java.time.Duration.ZERO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.gather;
import static org.asyncio4j.Asyncio.sleep;
import static org.asyncio4j.Asyncio.toThread;
import static org.asyncio4j.file.FileIo.openFile;
import static org.asyncio4j.subprocess.Subprocess.createSubprocessExec;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonReadableChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.asyncio4j.CancelledError;
import org.asyncio4j.Coroutine;
import org.asyncio4j.NothingLeft;
import org.asyncio4j.Rule;
import org.asyncio4j.Task;
import org.asyncio4j.net.RealLoop;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Open files. */
@ExtendWith(NothingLeft.class)
class FileHandleTest {

    @TempDir
    Path folder;

    private Path file(String content) throws Exception {
        return Files.writeString(folder.resolve("file"), content);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, UTF_8);
    }

    // ---- positions ----

    @Test
    void reads_goOnWhereTheLastOneEnded() throws Exception {
        Path path = file("0123456789");
        RealLoop.run(() -> {
            try (FileHandle file = openFile(path)) {
                assertThat(text(file.read(3))).isEqualTo("012");
                assertThat(file.read(0)).isEmpty();
                ByteBuffer buffer = ByteBuffer.allocate(2);
                assertThat(file.read(buffer)).isEqualTo(2);
                assertThat(text(buffer.array())).isEqualTo("34");
                assertThat(file.position()).isEqualTo(5);
                assertThat(text(file.readAll())).isEqualTo("56789");
                assertThat(file.read(5)).isEmpty();
                assertThat(file.readAll()).isEmpty();
                assertThat(file.read(ByteBuffer.allocate(1))).isEqualTo(-1);
                file.position(8);
                assertThat(text(file.read(100))).isEqualTo("89");
            }
        });
    }

    @Test
    void readsAndWritesAtAPlace_leaveThePosition() throws Exception {
        Path path = file("0123456789");
        RealLoop.run(() -> {
            try (FileHandle file = openFile(path, READ, WRITE)) {
                file.read(1);
                ByteBuffer buffer = ByteBuffer.allocate(3);
                assertThat(file.read(buffer, 7)).isEqualTo(3);
                assertThat(text(buffer.array())).isEqualTo("789");
                assertThat(file.read(buffer.clear(), 10)).isEqualTo(-1);
                file.write(ByteBuffer.wrap("xy".getBytes(UTF_8)), 4);
                assertThat(file.position()).isEqualTo(1);
                assertThat(text(file.readAll())).isEqualTo("123xy6789");
            }
        });
    }

    @Test
    void writes_goOnWhereTheLastOneEnded() {
        RealLoop.run(() -> {
            Path path = folder.resolve("new");
            try (FileHandle file = openFile(path, CREATE_NEW, WRITE)) {
                file.write("grün ", UTF_8);
                file.write("blue".getBytes(UTF_8));
                ByteBuffer rest = ByteBuffer.wrap("xx red".getBytes(UTF_8)).position(2);
                file.write(rest);
                assertThat(rest.hasRemaining()).isFalse();
                assertThat(file.position()).isEqualTo(file.size()).isEqualTo(14);
                file.truncate(10);
                assertThat(file.position()).isEqualTo(10);
                file.force();
                assertThat(path).hasContent("grün blue");
            }
        });
    }

    @Test
    void appending_isAtTheEnd_whoeverElseWrites() throws Exception {
        Path path = file("a");
        RealLoop.run(() -> {
            try (FileHandle one = openFile(path, APPEND); FileHandle other = openFile(path, APPEND, CREATE)) {
                one.write("b", UTF_8);
                other.write("c", UTF_8);
                one.write("d", UTF_8);
                assertThat(one.position()).isEqualTo(2);
                assertThatThrownBy(() -> one.write(ByteBuffer.allocate(1), 0))
                        .hasMessage(one + " was opened with APPEND; open it with WRITE to write at a place");
            }
            assertThat(path).hasContent("abcd");
        });
    }

    @Test
    void fileOfTheSystemThatTellsNoSize_isReadToItsEnd() {
        RealLoop.run(() -> {
            try (FileHandle file = openFile(Path.of("/proc/cpuinfo"))) {
                assertThat(text(file.readAll())).isEqualTo(Files.readString(Path.of("/proc/cpuinfo")));
            }
        });
    }

    // ---- several tasks ----

    @Test
    @Rule("B4")
    void severalTasks_takeTurnsInTheOrderInWhichTheyAsked() {
        RealLoop.run(() -> {
            Path path = folder.resolve("log");
            try (FileHandle file = openFile(path, CREATE, WRITE)) {
                List<Coroutine<@Nullable Void>> writes = new ArrayList<>();
                var expected = new StringBuilder();
                for (int i = 0; i < 100; i++) {
                    String line = ("line " + i + " ").repeat(100) + "\n";
                    expected.append(line);
                    writes.add(() -> {
                        file.write(line, UTF_8);
                        return null;
                    });
                }
                await(gather(writes));
                assertThat(path).hasContent(expected.toString());
            }
        });
    }

    @Test
    void movingThePosition_whileTheFileIsUsed_isRefused() throws Exception {
        Path pipe = pipe();
        RealLoop.run(() -> {
            Task<byte[]> reader = createTask(() -> toThread(() -> Files.readAllBytes(pipe)));
            try (FileHandle file = openFile(pipe, APPEND)) {
                Task<@Nullable Void> writing = createTask(() -> file.write(new byte[10]));
                sleep(ZERO);
                assertThatThrownBy(() -> file.position(0)).isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("is in use");
                writing.await();
            }
            assertThat(reader.await()).hasSize(10);
        });
    }

    // ---- cancellation ----

    /** A named pipe: opening and writing it wait for the other end. */
    private Path pipe() throws Exception {
        Path pipe = folder.resolve("pipe");
        new ProcessBuilder("mkfifo", pipe.toString()).inheritIO().start().waitFor();
        return pipe;
    }

    private static void awaitFileThreadIn(String method) {
        while (Thread.getAllStackTraces()
                .entrySet()
                .stream()
                .noneMatch(thread -> thread.getKey().getName().startsWith("asyncio4j-file")
                        && Arrays.stream(thread.getValue()).anyMatch(frame -> frame.getMethodName().equals(method)))) {
            sleep(Duration.ofMillis(1));
        }
    }

    @Test
    @Rule("B3")
    void fileOpenedForATaskThatWasCancelled_isClosed() throws Exception {
        Path pipe = pipe();
        RealLoop.run(() -> {
            Task<FileHandle> opening = createTask(() -> openFile(pipe));
            awaitFileThreadIn("open0");
            opening.cancel();
            sleep(ZERO);
            assertThat(opening.done()).isFalse();
            createSubprocessExec("sh", "-c", ": > \"$0\"", pipe.toString()).await();
            assertThatThrownBy(opening::await).isInstanceOf(CancelledError.class);
            assertThat(openDescriptorsOf(pipe)).isZero();
        });
    }

    private static long openDescriptorsOf(Path path) throws Exception {
        try (var descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors.filter(link -> {
                try {
                    return Files.readSymbolicLink(link).equals(path);
                } catch (IOException _) {
                    return false;
                }
            }).count();
        }
    }

    @Test
    @Rule("B3")
    void writeThatHadBegun_isWrittenToItsEnd() throws Exception {
        Path pipe = pipe();
        RealLoop.run(() -> {
            var reader = createSubprocessExec("sh", "-c", "exec <\"$0\"; sleep 0.2; cat > \"$0.read\"",
                    pipe.toString());
            try (FileHandle file = openFile(pipe, APPEND)) {
                Task<@Nullable Void> writing = createTask(() -> file.write(new byte[1_000_000]));
                awaitFileThreadIn("append");
                writing.cancel();
                assertThatThrownBy(writing::await).isInstanceOf(CancelledError.class);
                assertThat(file.position()).isEqualTo(1_000_000);
            }
            assertThat(reader.await()).isZero();
            assertThat(folder.resolve("pipe.read")).hasSize(1_000_000);
        });
    }

    @Test
    @Rule("B3")
    void readCancelledAtAnyTime_losesNothing() throws Exception {
        String content = "0123456789".repeat(1000);
        Path path = file(content);
        RealLoop.run(() -> {
            try (FileHandle file = openFile(path)) {
                var read = new StringBuilder();
                ByteBuffer buffer = ByteBuffer.allocate(10);
                for (int round = 0; read.length() < content.length(); round++) {
                    Task<Integer> reading = createTask(() -> file.read(buffer));
                    for (int i = 0; i < round % 5; i++) {
                        sleep(ZERO);
                    }
                    if (round % 2 == 0) {
                        reading.cancel();
                    }
                    try {
                        reading.await();
                        read.append(text(buffer.array()));
                        buffer.clear();
                    } catch (CancelledError _) {
                        assertThat(buffer.position()).isZero();
                    }
                }
                assertThat(read).hasToString(content);
            }
        });
    }

    // ---- the end ----

    @Test
    void closedFile_isClosedForEverybody() throws Exception {
        Path path = file("x");
        RealLoop.run(() -> {
            FileHandle file = openFile(path);
            assertThat(file).hasToString("<FileHandle " + path + " position=0>");
            file.close();
            file.close();
            assertThat(file).hasToString("<FileHandle " + path + " closed>");
            assertThatThrownBy(() -> file.read(1)).isInstanceOf(ClosedChannelException.class);
            assertThatThrownBy(() -> file.size()).isInstanceOf(ClosedChannelException.class);
        });
    }

    @Test
    void fileClosedWhileAnotherTaskUsesIt_endsThatCall() throws Exception {
        Path pipe = pipe();
        RealLoop.run(() -> {
            try (var _ = createSubprocessExec("sh", "-c", "exec <\"$0\"; exec sleep 30", pipe.toString())) {
                FileHandle file = openFile(pipe, APPEND);
                Task<@Nullable Void> writing = createTask(() -> file.write(new byte[1_000_000]));
                Task<@Nullable Void> next = createTask(() -> file.write(new byte[1]));
                awaitFileThreadIn("append");
                file.close();
                assertThatThrownBy(writing::await).isInstanceOf(ClosedChannelException.class);
                assertThatThrownBy(next::await).isInstanceOf(ClosedChannelException.class);
            }
        });
    }

    @Test
    @SuppressWarnings("NullAway") // null is what is tested
    void null_isRefusedByName() throws Exception {
        Path path = file("x");
        RealLoop.run(() -> {
            try (FileHandle file = openFile(path, WRITE)) {
                assertThatThrownBy(() -> file.write((byte[]) null)).isInstanceOf(NullPointerException.class)
                        .hasMessage("data");
                assertThatThrownBy(() -> file.write("x", null)).isInstanceOf(NullPointerException.class)
                        .hasMessage("charset");
            }
        });
    }

    @Test
    void wrongUse_isRefused() throws Exception {
        Path path = file("x");
        RealLoop.run(() -> {
            try (FileHandle file = openFile(path); FileHandle out = openFile(path, WRITE)) {
                assertThatThrownBy(() -> file.write(new byte[1])).isInstanceOf(NonWritableChannelException.class);
                assertThatThrownBy(() -> out.read(1)).isInstanceOf(NonReadableChannelException.class);
                assertThatThrownBy(() -> file.read(-1))
                        .hasMessage("cannot read -1 bytes of " + file + "; readAll() reads all");
                assertThatThrownBy(() -> file.position(-1)).hasMessage("there is no place -1 in " + file);
            }
        });
    }
}
