package org.asyncio4j.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.asyncio4j.Asyncio;
import org.asyncio4j.CoroutineConsumer;
import org.asyncio4j.Generator;
import org.asyncio4j.VoidCoroutine;
import org.jspecify.annotations.Nullable;

/**
 * The calls of {@link Files} that a program needs most, off the loop: {@code import static org.asyncio4j.file.FileIo.*;}. They
 * have the same names, options and errors; {@link #toFileThread} does the same for all other calls.
 *
 * <p>Which threads they run in, and what a cancellation does to them, is told by the {@linkplain org.asyncio4j.file package}.
 */
public final class FileIo {

    private FileIo() {}

    /**
     * Runs any blocking code that has to do with files in one of the threads for files, as the calls of this class do.
     *
     * @param <T> the type of the result
     * @param call the code; it must not use the loop
     * @return its result
     * @throws IOException if the code throws it; other errors come as they are
     */
    public static <T extends @Nullable Object> T toFileThread(Callable<T> call) throws IOException {
        return FileThreads.call(Objects.requireNonNull(call, "call"));
    }

    /**
     * Runs any blocking code that has to do with files, and has no result, in one of the threads for files.
     *
     * @param call the code; it must not use the loop
     * @throws IOException if the code throws it; other errors come as they are
     */
    public static void toFileThread(VoidCoroutine call) throws IOException {
        toFileThread(call.asCoroutine()::await);
    }

    // ---- one file ----

    /**
     * Opens a file, to be closed by a {@code try} statement.
     *
     * <p><b>Cancellation:</b> a file that was opened all the same is closed again.
     *
     * @param path the file
     * @param options those of {@link StandardOpenOption}: {@code READ}, {@code WRITE}, {@code APPEND}, {@code CREATE},
     *        {@code CREATE_NEW} and so on; with none it is opened for reading
     * @return the open file, at its beginning
     * @throws java.nio.file.NoSuchFileException if there is no such file, and it is not to be created
     * @throws java.nio.file.FileAlreadyExistsException if there is one and the options have {@code CREATE_NEW}
     * @throws IllegalArgumentException if the options do not go together
     * @throws IOException if it cannot be opened
     */
    public static FileHandle openFile(Path path, OpenOption... options) throws IOException {
        Objects.requireNonNull(path, "path");
        Set<OpenOption> modes = Set.of(options);
        return FileThreads.call(() -> FileHandle.open(path, modes), handle -> handle.channel().close());
    }

    /**
     * Reads a whole file.
     *
     * @param path the file
     * @return what is in it
     * @throws java.nio.file.NoSuchFileException if there is no such file
     * @throws IOException if it cannot be read
     * @throws OutOfMemoryError if it does not fit into an array
     */
    public static byte[] readAllBytes(Path path) throws IOException {
        Objects.requireNonNull(path, "path");
        return FileThreads.call(() -> Files.readAllBytes(path));
    }

    /**
     * Reads a whole text in UTF-8.
     *
     * @param path the file
     * @return the text
     * @throws java.nio.charset.MalformedInputException if it is not in UTF-8
     * @throws java.nio.file.NoSuchFileException if there is no such file
     * @throws IOException if it cannot be read
     */
    public static String readString(Path path) throws IOException {
        return readString(path, UTF_8);
    }

    /**
     * Reads a whole text.
     *
     * @param path the file
     * @param charset its encoding
     * @return the text
     * @throws java.nio.charset.MalformedInputException if it is not in that encoding
     * @throws java.nio.file.NoSuchFileException if there is no such file
     * @throws IOException if it cannot be read
     */
    public static String readString(Path path, Charset charset) throws IOException {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(charset, "charset");
        return FileThreads.call(() -> Files.readString(path, charset));
    }

    /**
     * Writes a whole file. Others may see it half written, and it stays so if this fails: {@link #replace(Path, byte[])} has
     * no such moment.
     *
     * @param path the file
     * @param data what is to be in it
     * @param options how to open it; with none, it is created or its old content is dropped
     * @throws IOException if it cannot be written
     */
    public static void write(Path path, byte[] data, OpenOption... options) throws IOException {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(data, "data");
        OpenOption[] modes = options.clone();
        FileThreads.run(() -> Files.write(path, data, modes));
    }

    /**
     * Writes a whole text in UTF-8, as {@link #write(Path, byte[], OpenOption...)} does.
     *
     * @param path the file
     * @param text what is to be in it
     * @param options how to open it; with none, it is created or its old content is dropped
     * @throws IOException if it cannot be written
     */
    public static void writeString(Path path, CharSequence text, OpenOption... options) throws IOException {
        writeString(path, text, UTF_8, options);
    }

    /**
     * Writes a whole text, as {@link #write(Path, byte[], OpenOption...)} does.
     *
     * @param path the file
     * @param text what is to be in it
     * @param charset the encoding
     * @param options how to open it; with none, it is created or its old content is dropped
     * @throws java.nio.charset.UnmappableCharacterException if the encoding lacks a character
     * @throws IOException if it cannot be written
     */
    public static void writeString(Path path, CharSequence text, Charset charset, OpenOption... options)
            throws IOException {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(charset, "charset");
        String content = text.toString();
        OpenOption[] modes = options.clone();
        FileThreads.run(() -> Files.writeString(path, content, charset, modes));
    }

    /**
     * Replaces the content of a file, or creates it, in one moment: whoever opens it sees all of the old content or all of
     * the new. Does what {@link #replace(Path, CoroutineConsumer)} does.
     *
     * @param path the file
     * @param data what is to be in it
     * @throws IOException if it cannot be written; the file is as it was
     */
    public static void replace(Path path, byte[] data) throws IOException {
        Objects.requireNonNull(data, "data");
        replace(path, draft -> draft.write(data));
    }

    /**
     * Replaces the content of a file, or creates it, in one moment: whoever opens it sees all of the old content or all of
     * the new, also if the machine stops meanwhile. The new content is written to a file beside it, which is forced to the
     * disk, gets the permissions of the old one and then its name. If the path is a link, it stays, and the file that it
     * leads to is replaced or created.
     *
     * <p><b>Cancellation:</b> the file is as it was, unless the very last step had begun; then it is replaced. Nothing is left
     * beside it.
     *
     * @param path the file; its folder must be there
     * @param writer writes the new content, as a part of this task, and leaves the file open
     * @throws IOException if it cannot be written; the file is as it was. What the writer throws comes as it is
     */
    public static void replace(Path path, CoroutineConsumer<? super FileHandle> writer) throws IOException {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(writer, "writer");
        try (Draft draft = Draft.of(path)) {
            Asyncio.await(() -> writer.accept(draft.handle()));
            draft.publish();
        }
    }

    /**
     * Returns the lines of a text in UTF-8.
     *
     * @param path the file
     * @return the lines, as {@link #lines(Path, Charset)} does
     */
    public static Generator<String> lines(Path path) {
        return lines(path, UTF_8);
    }

    /**
     * Returns the lines of a text, without their ends, for a plain {@code for}. They are read in pieces of 64 KiB as they are
     * asked for; no line is too long.
     *
     * <p>The file is opened when the first line is asked for, and closed after the last; close the generator if the lines
     * are left before. That it is not there or not in the encoding is thrown by the iteration, undeclared.
     *
     * @param path the file
     * @param charset its encoding
     * @return the lines
     */
    public static Generator<String> lines(Path path, Charset charset) {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(charset, "charset");
        return Batches.lines(() -> Files.newBufferedReader(path, charset));
    }

    // ---- folders ----

    /**
     * Returns what is in a folder, for a plain {@code for}, in the order of the system and read as it is asked for.
     *
     * <p>The folder is opened when the first path is asked for, and closed after the last; close the generator if they are
     * left before. Errors, such as {@link java.nio.file.NotDirectoryException}, are thrown by the iteration, undeclared.
     *
     * @param folder the folder
     * @return the paths, which begin with that of the folder
     */
    public static Generator<Path> list(Path folder) {
        return list(folder, "*");
    }

    /**
     * Returns what is in a folder and has a name that matches, as {@link #list(Path)} does.
     *
     * @param folder the folder
     * @param glob the pattern for the names, such as {@code "*.{java,class}"}
     * @return the paths, which begin with that of the folder
     */
    @SuppressWarnings("StreamResourceLeak") // closed with the generator
    public static Generator<Path> list(Path folder, String glob) {
        Objects.requireNonNull(folder, "folder");
        Objects.requireNonNull(glob, "glob");
        return Batches.paths(() -> {
            DirectoryStream<Path> entries = Files.newDirectoryStream(folder, glob);
            return new Batches.Paths(entries, entries.iterator());
        });
    }

    /**
     * Returns a folder and all that is below, for a plain {@code for}, each folder before what is in it, read as it is asked
     * for.
     *
     * <p>Close the generator if the paths are left before the last. Errors, such as a folder that may not be read, are
     * thrown by the iteration, undeclared, and end it.
     *
     * @param start where to begin
     * @param options {@link FileVisitOption#FOLLOW_LINKS} or nothing
     * @return the paths, which begin with the given one
     */
    @SuppressWarnings("StreamResourceLeak") // closed with the generator
    public static Generator<Path> walk(Path start, FileVisitOption... options) {
        Objects.requireNonNull(start, "start");
        FileVisitOption[] how = options.clone();
        return Batches.paths(() -> {
            Stream<Path> entries = Files.walk(start, how);
            return new Batches.Paths(entries::close, entries.iterator());
        });
    }

    /**
     * Creates a folder and those above it that are missing.
     *
     * @param folder the folder
     * @return the folder
     * @throws java.nio.file.FileAlreadyExistsException if it is there and no folder
     * @throws IOException if it cannot be created
     */
    public static Path createDirectories(Path folder) throws IOException {
        Objects.requireNonNull(folder, "folder");
        return FileThreads.call(() -> Files.createDirectories(folder));
    }

    // ---- names ----

    /**
     * Tells whether there is something of a name.
     *
     * @param path the name
     * @param options {@link LinkOption#NOFOLLOW_LINKS} or nothing
     * @return whether something is there that this program can see
     */
    public static boolean exists(Path path, LinkOption... options) {
        Objects.requireNonNull(path, "path");
        LinkOption[] how = options.clone();
        return FileThreads.ask(() -> Files.exists(path, how));
    }

    /**
     * Returns what the system knows of a file or a folder: size, times, and what it is. {@code stat} in Python.
     *
     * @param path the file or folder
     * @param options {@link LinkOption#NOFOLLOW_LINKS} or nothing
     * @return what was so at that moment
     * @throws java.nio.file.NoSuchFileException if there is no such file
     * @throws IOException if it cannot be found out
     */
    public static BasicFileAttributes readAttributes(Path path, LinkOption... options) throws IOException {
        Objects.requireNonNull(path, "path");
        LinkOption[] how = options.clone();
        return FileThreads.call(() -> Files.readAttributes(path, BasicFileAttributes.class, how));
    }

    /**
     * Copies a file, or creates a folder like the one that is given, without what is in it.
     *
     * @param source what to copy
     * @param target the path of the copy itself, not of the folder it is in
     * @param options such as {@link java.nio.file.StandardCopyOption#REPLACE_EXISTING}
     * @throws java.nio.file.FileAlreadyExistsException if the target is there and not to be replaced
     * @throws IOException if it cannot be copied; part of it may have been
     */
    public static void copy(Path source, Path target, CopyOption... options) throws IOException {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(target, "target");
        CopyOption[] how = options.clone();
        FileThreads.run(() -> Files.copy(source, target, how));
    }

    /**
     * Moves or renames a file or a folder.
     *
     * @param source what to move
     * @param target its new path, not that of the folder it will be in
     * @param options such as {@link java.nio.file.StandardCopyOption#REPLACE_EXISTING} and
     *        {@link java.nio.file.StandardCopyOption#ATOMIC_MOVE}
     * @throws java.nio.file.FileAlreadyExistsException if the target is there and not to be replaced
     * @throws IOException if it cannot be moved
     */
    public static void move(Path source, Path target, CopyOption... options) throws IOException {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(target, "target");
        CopyOption[] how = options.clone();
        FileThreads.run(() -> Files.move(source, target, how));
    }

    /**
     * Deletes a file, a link or an empty folder.
     *
     * @param path what to delete
     * @throws java.nio.file.NoSuchFileException if it is not there
     * @throws java.nio.file.DirectoryNotEmptyException if it is a folder with something in it
     * @throws IOException if it cannot be deleted
     */
    public static void delete(Path path) throws IOException {
        Objects.requireNonNull(path, "path");
        FileThreads.run(() -> Files.delete(path));
    }

    /**
     * Deletes a file, a link or an empty folder if it is there.
     *
     * @param path what to delete
     * @return whether it was there
     * @throws java.nio.file.DirectoryNotEmptyException if it is a folder with something in it
     * @throws IOException if it cannot be deleted
     */
    public static boolean deleteIfExists(Path path) throws IOException {
        Objects.requireNonNull(path, "path");
        return FileThreads.call(() -> Files.deleteIfExists(path));
    }

    // ---- for a while ----

    /**
     * Creates an empty file of a new name, which only this user may read; the program deletes it.
     *
     * <p><b>Cancellation:</b> a file that was created all the same is deleted again.
     *
     * @param prefix what the name begins with
     * @param suffix what it ends with, such as {@code ".txt"}
     * @return the file, in the system's folder for such files
     * @throws IOException if it cannot be created
     */
    public static Path createTempFile(String prefix, String suffix) throws IOException {
        Objects.requireNonNull(prefix, "prefix");
        Objects.requireNonNull(suffix, "suffix");
        return FileThreads.call(() -> Files.createTempFile(prefix, suffix), Files::deleteIfExists);
    }

    /**
     * Creates an empty folder of a new name, which only this user may enter; the program deletes it.
     *
     * <p><b>Cancellation:</b> a folder that was created all the same is deleted again.
     *
     * @param prefix what the name begins with
     * @return the folder, in the system's folder for such files
     * @throws IOException if it cannot be created
     */
    public static Path createTempDirectory(String prefix) throws IOException {
        Objects.requireNonNull(prefix, "prefix");
        return FileThreads.call(() -> Files.createTempDirectory(prefix), Files::deleteIfExists);
    }
}
