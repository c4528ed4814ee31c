package org.asyncio4j.net;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The file of a listening Unix socket, which the system leaves behind.
 *
 * @param path where it is
 * @param key what tells it from another file of that name; null where the system has no such thing
 */
record SocketFile(Path path, @Nullable Object key) {

    // parts of st_mode; the JDK has no name for a socket, and counts pipes and devices as the same
    private static final int TYPE_OF_FILE = 0xF000;
    private static final int SOCKET = 0xC000;

    /** The file that was just made. */
    static SocketFile at(Path path) throws IOException {
        return new SocketFile(path, attributes(path).fileKey());
    }

    /** Makes room for a new socket: removes one that is there, but nothing else. */
    static void makeRoom(Path path) throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (!isSocket(path)) {
            throw new BindException("Address '" + path + "' is already in use");
        }
        Files.delete(path);
    }

    /** Removes the file, unless another one has taken its place. */
    void delete() {
        try {
            if (Files.exists(path, LinkOption.NOFOLLOW_LINKS) && Objects.equals(key, attributes(path).fileKey())) {
                Files.delete(path);
            }
        } catch (IOException e) {
            System.getLogger("asyncio").log(Level.ERROR, "Unable to clean up listening UNIX socket " + path, e);
        }
    }

    private static boolean isSocket(Path path) throws IOException {
        if (!path.getFileSystem().supportedFileAttributeViews().contains("unix")) {
            return attributes(path).isOther();
        }
        int mode = (Integer) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
        return (mode & TYPE_OF_FILE) == SOCKET;
    }

    private static BasicFileAttributes attributes(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }
}
