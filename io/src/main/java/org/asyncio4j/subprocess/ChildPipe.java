package org.asyncio4j.subprocess;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** A pipe whose one end the loop can watch, and whose other end can be given to a process by the name of a file. */
final class ChildPipe implements AutoCloseable {

    /*
     * The pipes of java.lang.Process are files to the JDK: nobody can watch them, and reading one takes a thread. A Pipe of
     * java.nio can be watched, but does not tell its descriptor. Under Linux the descriptor is found in /proc/self/fd: it is
     * among the numbers that were not there before the pipe was opened. Other threads open pipes, too, so each candidate is
     * tested: we put some bytes into our pipe and ask for how many can be read from the candidate. Nothing is taken from
     * or put into it, so a pipe of someone else is left as it was. That one may hold as many bytes by chance, hence the
     * same again with other numbers: it would have to change by the same amounts at the same moments.
     *
     * The test opens the candidate once more for a moment, under a number of its own. One thread at a time does so: another
     * one that lists the descriptors just then would see its own pipe under that number, too, pass every test with it, and
     * keep a name that is gone.
     *
     * The name /proc/self/fd/N opens the pipe anew, in either direction. A descriptor that is not blocking for us is thus an
     * ordinary blocking one for the process.
     */

    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
    private static final int ATTEMPTS = 100;
    /** How often a candidate has to hold as many bytes as our pipe. */
    private static final int TESTS = 4;
    /** Fits into the smallest pipe there is. */
    private static final int LONGEST_TOKEN = 4000;

    private final Pipe pipe;
    private final File name;

    private ChildPipe(Pipe pipe, File name) {
        this.pipe = pipe;
        this.name = name;
    }

    /** Whether this system has a way to such pipes. */
    static boolean isSupported() {
        return Files.isDirectory(DESCRIPTORS);
    }

    static ChildPipe open() throws IOException {
        return open(() -> ThreadLocalRandom.current().nextInt(1, LONGEST_TOKEN));
    }

    /** Opens one, with the numbers of bytes of the tests as they are given. */
    static synchronized ChildPipe open(IntSupplier tokens) throws IOException {
        for (int i = 0; i < ATTEMPTS; i++) {
            ChildPipe found = attempt(tokens);
            if (found != null) {
                return found;
            }
        }
        throw new IOException("a new pipe was not found in " + DESCRIPTORS);
    }

    private static @Nullable ChildPipe attempt(IntSupplier tokens) throws IOException {
        Set<String> before = descriptors();
        Pipe pipe = Pipe.open();
        boolean found = false;
        try {
            List<Path> candidates = List.of();
            for (int test = 0; test < TESTS; test++) {
                int token = tokens.getAsInt();
                pipe.sink().write(ByteBuffer.allocate(token));
                if (test == 0) {
                    candidates = descriptors().stream()
                            .filter(number -> !before.contains(number))
                            .map(DESCRIPTORS::resolve)
                            .toList();
                }
                candidates = candidates.stream().filter(candidate -> holds(candidate, token)).toList();
                pipe.source().read(ByteBuffer.allocate(token));
            }
            if (candidates.isEmpty()) {
                return null;
            }
            found = true;
            return new ChildPipe(pipe, candidates.getFirst().toFile());
        } finally {
            if (!found) {
                close(pipe);
            }
        }
    }

    private static Set<String> descriptors() throws IOException {
        String[] numbers = DESCRIPTORS.toFile().list();
        if (numbers == null) {
            throw new IOException("the descriptors of this process cannot be listed in " + DESCRIPTORS
                    + "; perhaps it has too many open files");
        }
        return new HashSet<>(Arrays.asList(numbers));
    }

    private static boolean holds(Path candidate, int bytes) {
        try {
            if (!Files.readSymbolicLink(candidate).toString().startsWith("pipe:")) {
                return false;
            }
            // in both directions: to open a pipe in one direction waits for the other end
            try (var opened = new RandomAccessFile(candidate.toFile(), "rw");
                    var input = new FileInputStream(opened.getFD())) {
                return input.available() == bytes;
            }
        } catch (IOException _) {
            return false; // closed since it was listed
        }
    }

    /** By which the other end is opened. */
    File name() {
        return name;
    }

    Pipe.SourceChannel source() {
        return pipe.source();
    }

    Pipe.SinkChannel sink() {
        return pipe.sink();
    }

    @Override
    public void close() throws IOException {
        close(pipe);
    }

    private static void close(Pipe pipe) throws IOException {
        try {
            pipe.sink().close();
        } finally {
            pipe.source().close();
        }
    }
}
