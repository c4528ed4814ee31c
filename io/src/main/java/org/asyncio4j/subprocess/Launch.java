package org.asyncio4j.subprocess;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.channels.Pipe;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The start of one process, which runs in a thread of {@link Launcher}. */
final class Launch implements Callable<Launch.Started> {

    private static final Pattern MISSING = Pattern.compile("error[=:] ?2\\b");
    private static final Pattern FORBIDDEN = Pattern.compile("error[=:] ?13\\b");

    private final List<String> command;
    private final ProcessOptions options;

    Launch(List<String> command, ProcessOptions options) {
        this.command = command;
        this.options = options;
    }

    /** A process that runs, and our ends of its pipes. */
    record Started(java.lang.Process process, Pipe.@Nullable SinkChannel stdin, Pipe.@Nullable SourceChannel stdout,
            Pipe.@Nullable SourceChannel stderr) {

        /** Ends a process that nobody wants any more. */
        void discard() {
            process.destroyForcibly();
            closeQuietly(stdin);
            closeQuietly(stdout);
            closeQuietly(stderr);
        }
    }

    /** Starts the process, off the loop. */
    @Override
    public Started call() throws IOException {
        ChildPipe stdin = null;
        ChildPipe stdout = null;
        ChildPipe stderr = null;
        boolean begun = false;
        try {
            stdin = pipe(options.stdin());
            stdout = pipe(options.stdout());
            stderr = pipe(options.stderr());
            java.lang.Process process = start(builder(stdin, stdout, stderr));
            begun = true;
            return new Started(process, keepSink(stdin), keepSource(stdout), keepSource(stderr));
        } finally {
            if (!begun) {
                closeQuietly(stdin);
                closeQuietly(stdout);
                closeQuietly(stderr);
            }
        }
    }

    private static @Nullable ChildPipe pipe(Stdio stdio) throws IOException {
        return stdio.isPipe() ? ChildPipe.open() : null;
    }

    private ProcessBuilder builder(@Nullable ChildPipe stdin, @Nullable ChildPipe stdout, @Nullable ChildPipe stderr) {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(input(options.stdin(), stdin))
                .redirectOutput(output(options.stdout(), stdout));
        if (options.stderr().kind() == Stdio.Kind.STDOUT) {
            builder.redirectErrorStream(true);
        } else {
            builder.redirectError(output(options.stderr(), stderr));
        }
        Path cwd = options.cwd();
        if (cwd != null) {
            builder.directory(cwd.toFile());
        }
        Map<String, String> env = options.env();
        if (env != null) {
            builder.environment().clear();
            builder.environment().putAll(env);
        }
        return builder;
    }

    private static Redirect input(Stdio stdio, @Nullable ChildPipe pipe) {
        return switch (stdio.kind()) {
            case PIPE -> Redirect.from(Objects.requireNonNull(pipe).name());
            case DEVNULL -> Redirect.from(new File(Subprocess.WINDOWS ? "NUL" : "/dev/null"));
            case FILE -> Redirect.from(stdio.path().toFile());
            case INHERIT, STDOUT, APPEND -> Redirect.INHERIT;
        };
    }

    private static Redirect output(Stdio stdio, @Nullable ChildPipe pipe) {
        return switch (stdio.kind()) {
            case PIPE -> Redirect.to(Objects.requireNonNull(pipe).name());
            case DEVNULL -> Redirect.DISCARD;
            case FILE -> Redirect.to(stdio.path().toFile());
            case APPEND -> Redirect.appendTo(stdio.path().toFile());
            case INHERIT, STDOUT -> Redirect.INHERIT;
        };
    }

    private java.lang.Process start(ProcessBuilder builder) throws IOException {
        try {
            return builder.start();
        } catch (IOException e) {
            throw named(e);
        }
    }

    /** The kinds of error that other calls of the system throw, too, in place of one kind for all. */
    private IOException named(IOException error) {
        String message = String.valueOf(error.getMessage());
        Path cwd = options.cwd();
        IOException named;
        if (MISSING.matcher(message).find()) {
            named = new NoSuchFileException(
                    cwd != null && !Files.isDirectory(cwd) ? cwd.toString() : command.getFirst());
        } else if (FORBIDDEN.matcher(message).find()) {
            named = new AccessDeniedException(command.getFirst());
        } else {
            return error;
        }
        named.initCause(error);
        return named;
    }

    /** Keeps the end that we write to. If the other one stayed open here, the process could not be seen to close it. */
    private static Pipe.@Nullable SinkChannel keepSink(@Nullable ChildPipe pipe) {
        if (pipe == null) {
            return null;
        }
        closeQuietly(pipe.source());
        return pipe.sink();
    }

    /** Keeps the end that we read from. If the other one stayed open here, there would be no end of the output. */
    private static Pipe.@Nullable SourceChannel keepSource(@Nullable ChildPipe pipe) {
        if (pipe == null) {
            return null;
        }
        closeQuietly(pipe.sink());
        return pipe.source();
    }

    private static void closeQuietly(@Nullable AutoCloseable pipe) {
        if (pipe == null) {
            return;
        }
        try {
            pipe.close();
        } catch (Exception e) {
            Subprocess.LOG.log(System.Logger.Level.DEBUG, "error on closing " + pipe, e);
        }
    }
}
