package org.asyncio4j.file;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.FileVisitOption.FOLLOW_LINKS;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;
import static java.time.Duration.ZERO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.sleep;
import static org.asyncio4j.file.FileIo.copy;
import static org.asyncio4j.file.FileIo.createDirectories;
import static org.asyncio4j.file.FileIo.createTempDirectory;
import static org.asyncio4j.file.FileIo.createTempFile;
import static org.asyncio4j.file.FileIo.delete;
import static org.asyncio4j.file.FileIo.deleteIfExists;
import static org.asyncio4j.file.FileIo.exists;
import static org.asyncio4j.file.FileIo.lines;
import static org.asyncio4j.file.FileIo.list;
import static org.asyncio4j.file.FileIo.move;
import static org.asyncio4j.file.FileIo.openFile;
import static org.asyncio4j.file.FileIo.readAllBytes;
import static org.asyncio4j.file.FileIo.readAttributes;
import static org.asyncio4j.file.FileIo.readString;
import static org.asyncio4j.file.FileIo.replace;
import static org.asyncio4j.file.FileIo.walk;
import static org.asyncio4j.file.FileIo.write;
import static org.asyncio4j.file.FileIo.writeString;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.UnmappableCharacterException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.asyncio4j.CancelledError;
import org.asyncio4j.Generator;
import org.asyncio4j.NothingLeft;
import org.asyncio4j.Rule;
import org.asyncio4j.Task;
import org.asyncio4j.net.RealLoop;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Files by their names. */
@ExtendWith(NothingLeft.class)
class FileIoTest {

    @TempDir
    Path folder;

    // ---- whole files ----

    @Test
    void textsAndBytes_areWrittenAndRead() {
        RealLoop.run(() -> {
            Path file = folder.resolve("file");
            writeString(file, "größer\n");
            assertThat(readString(file)).isEqualTo("größer\n");
            writeString(file, "mehr", UTF_8, APPEND);
            assertThat(readAllBytes(file)).isEqualTo("größer\nmehr".getBytes(UTF_8));
            write(file, new byte[] {(byte) 0xE9});
            assertThat(readString(file, ISO_8859_1)).isEqualTo("é");
            assertThatThrownBy(() -> readString(file)).isInstanceOf(MalformedInputException.class);
            assertThatThrownBy(() -> writeString(file, "ö", US_ASCII))
                    .isInstanceOf(UnmappableCharacterException.class);
        });
    }

    @Test
    void errors_areThoseOfTheJdk() {
        RealLoop.run(() -> {
            Path missing = folder.resolve("missing");
            Path there = Files.writeString(folder.resolve("there"), "x");
            assertThatThrownBy(() -> readString(missing)).isInstanceOf(NoSuchFileException.class)
                    .hasMessage(missing.toString());
            assertThatThrownBy(() -> openFile(missing)).isInstanceOf(NoSuchFileException.class);
            assertThatThrownBy(() -> openFile(there, CREATE_NEW, WRITE)).isInstanceOf(FileAlreadyExistsException.class);
            assertThatThrownBy(() -> createDirectories(there)).isInstanceOf(FileAlreadyExistsException.class);
            assertThatThrownBy(() -> delete(missing)).isInstanceOf(NoSuchFileException.class);
            assertThatThrownBy(() -> delete(folder)).isInstanceOf(DirectoryNotEmptyException.class);
            assertThatThrownBy(() -> readAttributes(missing)).isInstanceOf(NoSuchFileException.class);
        });
    }

    @Test
    void names_areCopiedMovedAndDeleted() {
        RealLoop.run(() -> {
            Path one = Files.writeString(folder.resolve("one"), "1");
            Path two = folder.resolve("two");
            copy(one, two);
            assertThatThrownBy(() -> copy(one, two)).isInstanceOf(FileAlreadyExistsException.class);
            writeString(one, "one");
            move(one, two, REPLACE_EXISTING);
            assertThat(exists(one)).isFalse();
            assertThat(exists(two)).isTrue();
            assertThat(readAttributes(two).size()).isEqualTo(3);
            assertThat(readAttributes(createDirectories(folder.resolve("a/b"))).isDirectory()).isTrue();
            delete(two);
            assertThat(deleteIfExists(two)).isFalse();
            assertThat(deleteIfExists(folder.resolve("a/b"))).isTrue();
        });
    }

    @Test
    void temporaryFilesAndFolders_areOfThisUserOnly() {
        RealLoop.run(() -> {
            Path file = createTempFile("some", ".txt");
            Path directory = createTempDirectory("some");
            assertThat(file.getFileName().toString()).matches("some.*\\.txt");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory))).isEqualTo("rwx------");
            delete(file);
            delete(directory);
        });
    }

    // ---- lines and folders ----

    @Test
    void lines_areThoseOfTheText_howeverTheyEnd() {
        RealLoop.run(() -> {
            Path file = Files.writeString(folder.resolve("file"), "one\ntwo\r\n\nfour\rno end");
            assertThat(lines(file)).containsExactly("one", "two", "", "four", "no end");
            assertThat(lines(Files.writeString(folder.resolve("empty"), ""))).isEmpty();
            String large = "x".repeat(1_000_000);
            assertThat(lines(Files.writeString(file, (large + "\n").repeat(3)))).containsExactly(large, large, large);
        });
    }

    @Test
    void linesThatCannotBeRead_failWhenTheyAreAskedFor() {
        RealLoop.run(() -> {
            Generator<String> missing = lines(folder.resolve("missing"));
            assertThatThrownBy(missing::hasNext).isInstanceOf(NoSuchFileException.class);
            Path file = Files.write(folder.resolve("file"), new byte[] {'a', '\n', (byte) 0xFF});
            assertThatThrownBy(() -> lines(file).next()).isInstanceOf(MalformedInputException.class);
        });
    }

    @Test
    @Rule("B5")
    void whatComesBeforeAnError_isThereBeforeIt() {
        RealLoop.run(() -> {
            Path file = folder.resolve("file");
            Files.writeString(file, "a line\n".repeat(5000) + "\u00FF\n", ISO_8859_1);
            Files.createSymbolicLink(folder.resolve("circle"), folder);
            try (Stream<String> text = Files.lines(file); Stream<Path> paths = Files.walk(folder, FOLLOW_LINKS)) {
                assertThat(before(MalformedInputException.class, lines(file).iterator()))
                        .isEqualTo(before(UncheckedIOException.class, text.iterator()))
                        .hasSizeGreaterThan(1000);
                assertThat(before(FileSystemLoopException.class, walk(folder, FOLLOW_LINKS).iterator()))
                        .isEqualTo(before(UncheckedIOException.class, paths.iterator()))
                        .startsWith(folder);
            }
        });
    }

    private static List<Object> before(Class<? extends Exception> error, Iterator<?> items) {
        List<Object> some = new ArrayList<>();
        assertThatThrownBy(() -> items.forEachRemaining(some::add)).isInstanceOf(error);
        return some;
    }

    @Test
    @Rule("B5")
    void iterationsThatAreLeftEarly_closeWhatTheyRead() {
        RealLoop.run(() -> {
            Path file = Files.writeString(folder.resolve("file"), "line\n".repeat(100_000));
            try (Generator<String> some = lines(file); Generator<Path> entries = walk(folder)) {
                assertThat(some.next()).isEqualTo("line");
                assertThat(entries.next()).isEqualTo(folder);
                assertThat(openBelow(folder)).isPositive();
            }
            assertThat(openBelow(folder)).isZero();
        });
    }

    /** How many descriptors lead there. */
    private static long openBelow(Path folder) throws IOException {
        try (var descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors.filter(link -> {
                try {
                    return Files.readSymbolicLink(link).startsWith(folder);
                } catch (IOException _) {
                    return false;
                }
            }).count();
        }
    }

    @Test
    void folders_areListedAndWalked() {
        RealLoop.run(() -> {
            List<Path> all = new ArrayList<>(List.of(folder));
            for (String name : List.of("a", "b")) {
                all.add(Files.createDirectory(folder.resolve(name)));
                for (int i = 0; i < 300; i++) {
                    all.add(Files.createFile(folder.resolve(name + "/" + i + (i % 2 == 0 ? ".txt" : ".bin"))));
                }
            }
            assertThat(list(folder)).containsExactlyInAnyOrder(all.get(1), folder.resolve("b"));
            assertThat(list(folder.resolve("a"), "*.txt")).hasSize(150)
                    .allMatch(path -> path.toString().endsWith(".txt"));
            assertThat(walk(folder).stream().toList()).startsWith(folder).containsExactlyInAnyOrderElementsOf(all);
            assertThatThrownBy(() -> list(all.getLast()).hasNext()).isInstanceOf(NotDirectoryException.class);
            assertThatThrownBy(() -> walk(folder.resolve("missing")).hasNext()).isInstanceOf(NoSuchFileException.class);
        });
    }

    // ---- replacing ----

    @Test
    @Rule("B6")
    void replacing_isSeenInOneMoment() {
        RealLoop.run(() -> {
            Path file = folder.resolve("file");
            replace(file, "first".getBytes(UTF_8));
            assertThat(file).hasContent("first");
            replace(file, draft -> {
                draft.write("sec", UTF_8);
                assertThat(file).hasContent("first");
                draft.write("ond", UTF_8);
            });
            assertThat(file).hasContent("second");
            assertThat(folder.toFile().list()).containsExactly("file");
        });
    }

    @Test
    void replacing_keepsPermissionsAndLinks() {
        RealLoop.run(() -> {
            Path file = Files.writeString(folder.resolve("file"), "old");
            Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("file"));
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
            replace(link, "new".getBytes(UTF_8));
            assertThat(link).isSymbolicLink().hasContent("new");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-rw-rw-");
        });
    }

    @Test
    void replacing_createsWhatALinkLeadsTo() {
        RealLoop.run(() -> {
            Path other = Files.createDirectory(folder.resolve("other"));
            Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("other/link"));
            Files.createSymbolicLink(other.resolve("link"), Path.of("../file"));
            replace(link, "new".getBytes(UTF_8));
            assertThat(link).isSymbolicLink();
            assertThat(other.resolve("link")).isSymbolicLink();
            assertThat(folder.resolve("file")).isRegularFile().hasContent("new");
            Path circle = Files.createSymbolicLink(folder.resolve("circle"), Path.of("circle"));
            assertThatThrownBy(() -> replace(circle, new byte[1])).isInstanceOf(FileSystemException.class)
                    .hasMessage(circle + ": Too many levels of symbolic links");
            assertThat(folder.toFile().list()).containsExactlyInAnyOrder("file", "link", "other", "circle");
        });
    }

    @Test
    @Rule("B6")
    void replacingThatFails_leavesTheFileAndNothingElse() {
        RealLoop.run(() -> {
            Path file = Files.writeString(folder.resolve("file"), "old");
            var error = new IOException("no more data");
            assertThatThrownBy(() -> replace(file, draft -> {
                draft.write("half", UTF_8);
                throw error;
            })).isSameAs(error);
            assertThatThrownBy(() -> replace(folder.resolve("no/file"), new byte[1]))
                    .isInstanceOf(NoSuchFileException.class);
            Path full = Files.createDirectory(folder.resolve("full"));
            Files.createFile(full.resolve("x"));
            assertThatThrownBy(() -> replace(full, new byte[1])).isInstanceOf(FileSystemException.class);
            assertThat(file).hasContent("old");
            assertThat(folder.toFile().list()).containsExactlyInAnyOrder("file", "full");
        });
    }

    @Test
    @Rule("B6")
    void replacingCancelledAtAnyTime_leavesTheOldContentOrTheNew() {
        RealLoop.run(() -> {
            Path file = folder.resolve("file");
            for (int turns = 0; turns < 60; turns++) {
                Files.writeString(file, "old");
                Task<@Nullable Void> replacing = createTask(() -> replace(file, "new".getBytes(UTF_8)));
                for (int i = 0; i < turns; i++) {
                    sleep(ZERO);
                }
                replacing.cancel();
                boolean done = true;
                try {
                    replacing.await();
                } catch (CancelledError _) {
                    done = false;
                }
                assertThat(Files.readString(file)).isIn(done ? List.of("new") : List.of("old", "new"));
                assertThat(folder.toFile().list()).containsExactly("file");
            }
        });
    }
}
