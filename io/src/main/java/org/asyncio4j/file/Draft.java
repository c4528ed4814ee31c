package org.asyncio4j.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** What is to become the content of a file, in a file beside it. */
final class Draft implements AutoCloseable {

    /*
     *   open ----> published    what the readers of the file see from then on
     *     |
     *     +------> discarded    closed before that: the file is as it was
     *
     * The content is forced to the disk before the name goes over to it, and then the folder is: whenever the machine stops,
     * the file has the old content or the new one.
     */

    private static final boolean POSIX = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    /** As many as Linux follows: more are taken for a circle. */
    private static final int MOST_LINKS = 40;

    private final Path target;
    private final Path path;
    private final FileHandle handle;

    private Draft(Path target, Path path, FileHandle handle) {
        this.target = target;
        this.path = path;
        this.handle = handle;
    }

    static Draft of(Path file) throws IOException {
        return FileThreads.call(() -> create(file), Draft::discard);
    }

    private static Draft create(Path file) throws IOException {
        Path target = target(file);
        Path path = target
                .resolveSibling("." + Objects.requireNonNull(target.getFileName(), "the root is no file") + "."
                        + Long.toHexString(ThreadLocalRandom.current().nextLong()) + ".tmp");
        @Nullable
        Set<PosixFilePermission> permissions = POSIX && Files.exists(target, LinkOption.NOFOLLOW_LINKS)
                ? Files.getPosixFilePermissions(target)
                : null;
        FileAttribute<?>[] attributes = permissions == null
                ? new FileAttribute<?>[0]
                : new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)};
        FileChannel channel = FileChannel.open(path,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.READ), attributes);
        var draft = new Draft(target, path, FileHandle.of(path, channel, false));
        boolean ready = false;
        try {
            if (permissions != null) {
                Files.setPosixFilePermissions(path, permissions); // when it is created, some are masked out
            }
            ready = true;
            return draft;
        } finally {
            if (!ready) {
                draft.discard();
            }
        }
    }

    /** Of a link, what it leads to is replaced or created, as by a write. */
    private static Path target(Path file) throws IOException {
        Path target = file.toAbsolutePath();
        for (int links = 0; Files.isSymbolicLink(target); links++) {
            if (links == MOST_LINKS) {
                throw new FileSystemException(file.toString(), null, "Too many levels of symbolic links");
            }
            target = target.resolveSibling(Files.readSymbolicLink(target));
        }
        return target;
    }

    FileHandle handle() {
        return handle;
    }

    void publish() throws IOException {
        FileThreads.run(() -> {
            handle.channel().force(true);
            handle.channel().close(); // some systems do not move an open file
            Files.move(path, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            if (POSIX) {
                try (FileChannel folder = FileChannel.open(Objects.requireNonNull(target.getParent()))) {
                    folder.force(true);
                }
            }
        });
    }

    private void discard() throws IOException {
        handle.channel().close();
        Files.deleteIfExists(path);
    }

    @Override
    public void close() throws IOException {
        FileThreads.runAlways(this::discard);
    }
}
