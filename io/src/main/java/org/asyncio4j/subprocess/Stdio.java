package org.asyncio4j.subprocess;

import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Where one of the three standard streams of a process leads. */
public final class Stdio {

    /** What the three of a process can be. */
    enum Kind {
        INHERIT, PIPE, STDOUT, DEVNULL, FILE, APPEND
    }

    /** To where that of this program leads. */
    public static final Stdio INHERIT = new Stdio(Kind.INHERIT, null);

    /** To this program, as a stream of {@link Process}. */
    public static final Stdio PIPE = new Stdio(Kind.PIPE, null);

    /** For the standard error only: to where the standard output leads. */
    public static final Stdio STDOUT = new Stdio(Kind.STDOUT, null);

    /** To nowhere: the input is empty, output is dropped. */
    public static final Stdio DEVNULL = new Stdio(Kind.DEVNULL, null);

    private final Kind kind;
    private final @Nullable Path path;

    private Stdio(Kind kind, @Nullable Path path) {
        this.kind = kind;
        this.path = path;
    }

    /**
     * Leads to a file: input is read from it; output replaces what is in it.
     *
     * @param path the file
     * @return where the stream leads
     */
    public static Stdio file(Path path) {
        return new Stdio(Kind.FILE, Objects.requireNonNull(path, "path"));
    }

    /**
     * Leads to the end of a file; for output only.
     *
     * @param path the file
     * @return where the stream leads
     */
    public static Stdio append(Path path) {
        return new Stdio(Kind.APPEND, Objects.requireNonNull(path, "path"));
    }

    Kind kind() {
        return kind;
    }

    boolean isPipe() {
        return kind == Kind.PIPE;
    }

    Path path() {
        return Objects.requireNonNull(path);
    }

    @Override
    public String toString() {
        return path == null ? kind.name() : kind + " " + path;
    }
}
