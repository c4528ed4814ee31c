package org.asyncio4j.subprocess;

import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.asyncio4j.stream.StreamReader;
import org.jspecify.annotations.Nullable;

/**
 * How to start a process.
 *
 * @param stdin where its standard input comes from
 * @param stdout where its standard output goes
 * @param stderr where its standard error goes
 * @param env its whole environment; null for that of this program
 * @param cwd the directory it starts in; null for that of this program
 * @param limit the longest line its readers take, and half of what they hold before they pause
 */
public record ProcessOptions(Stdio stdin, Stdio stdout, Stdio stderr, @Nullable Map<String, String> env,
        @Nullable Path cwd, int limit) {

    private static final ProcessOptions DEFAULTS = new ProcessOptions(Stdio.INHERIT, Stdio.INHERIT, Stdio.INHERIT, null,
            null, StreamReader.DEFAULT_LIMIT);

    /**
     * Checks what can be combined.
     *
     * @param stdin where its standard input comes from
     * @param stdout where its standard output goes
     * @param stderr where its standard error goes
     * @param env its whole environment
     * @param cwd the directory it starts in
     * @param limit the limit of its readers
     */
    public ProcessOptions {
        if (Objects.requireNonNull(stdin, "stdin").kind() == Stdio.Kind.STDOUT || stdin.kind() == Stdio.Kind.APPEND) {
            throw new IllegalArgumentException("stdin cannot be " + stdin + ": that is for output");
        }
        if (Objects.requireNonNull(stdout, "stdout").kind() == Stdio.Kind.STDOUT) {
            throw new IllegalArgumentException("stdout cannot be STDOUT: only stderr can be merged into it");
        }
        Objects.requireNonNull(stderr, "stderr");
        if (limit <= 0) {
            throw new IllegalArgumentException("Limit cannot be <= 0");
        }
        env = env == null ? null : Map.copyOf(env);
    }

    /**
     * Returns the options of a process that shares everything with this program.
     *
     * @return the default options
     */
    public static ProcessOptions defaults() {
        return DEFAULTS;
    }

    /**
     * Returns the options of a process whose standard streams are all pipes to this program.
     *
     * @return the options
     */
    public static ProcessOptions pipes() {
        return DEFAULTS.withStdin(Stdio.PIPE).withStdout(Stdio.PIPE).withStderr(Stdio.PIPE);
    }

    /**
     * Returns these options with another standard input.
     *
     * @param from where it comes from
     * @return the changed options
     */
    public ProcessOptions withStdin(Stdio from) {
        return new ProcessOptions(from, stdout, stderr, env, cwd, limit);
    }

    /**
     * Returns these options with another standard output.
     *
     * @param to where it goes
     * @return the changed options
     */
    public ProcessOptions withStdout(Stdio to) {
        return new ProcessOptions(stdin, to, stderr, env, cwd, limit);
    }

    /**
     * Returns these options with another standard error.
     *
     * @param to where it goes
     * @return the changed options
     */
    public ProcessOptions withStderr(Stdio to) {
        return new ProcessOptions(stdin, stdout, to, env, cwd, limit);
    }

    /**
     * Returns these options with another environment.
     *
     * @param variables all of its variables; nothing is inherited. The program itself is looked for on this program's path
     * @return the changed options
     */
    public ProcessOptions withEnv(Map<String, String> variables) {
        return new ProcessOptions(stdin, stdout, stderr, Objects.requireNonNull(variables, "variables"), cwd, limit);
    }

    /**
     * Returns these options with another directory to start in.
     *
     * @param directory the directory
     * @return the changed options
     */
    public ProcessOptions withCwd(Path directory) {
        return new ProcessOptions(stdin, stdout, stderr, env, Objects.requireNonNull(directory, "directory"), limit);
    }

    /**
     * Returns these options with another limit of the readers.
     *
     * @param bytes the limit, above 0
     * @return the changed options
     */
    public ProcessOptions withLimit(int bytes) {
        return new ProcessOptions(stdin, stdout, stderr, env, cwd, bytes);
    }
}
