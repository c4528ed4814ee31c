package org.asyncio4j.subprocess;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * Starts processes: {@code import static org.asyncio4j.subprocess.Subprocess.*;}.
 *
 * <p>Pipes to processes need {@code /proc}, which Linux has. No thread waits at a pipe; the JDK has one small thread of
 * its own for each process that runs, which waits for its end.
 */
public final class Subprocess {

    static final System.Logger LOG = System.getLogger("asyncio");
    static final boolean WINDOWS = System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");

    private Subprocess() {}

    /**
     * Starts a program with the standard streams, the environment and the directory of this one.
     *
     * <p><b>Cancellation:</b> the process is killed.
     *
     * @param program the program: a path, or a name that is looked for on the path
     * @param arguments its arguments
     * @return the process, which runs
     * @throws java.nio.file.NoSuchFileException if there is no such program
     * @throws IOException if it cannot be started
     */
    public static Process createSubprocessExec(String program, String... arguments) throws IOException {
        Objects.requireNonNull(program, "program");
        String[] command = new String[arguments.length + 1];
        command[0] = program;
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        return createSubprocessExec(List.of(command), ProcessOptions.defaults());
    }

    /**
     * Starts a program.
     *
     * <p><b>Cancellation:</b> the process is killed.
     *
     * @param command the program and its arguments
     * @param options how to start it
     * @return the process, which runs
     * @throws java.nio.file.NoSuchFileException if there is no such program or directory
     * @throws IOException if it cannot be started
     * @throws UnsupportedOperationException if a pipe is asked for on a system without {@code /proc/self/fd}
     */
    public static Process createSubprocessExec(List<String> command, ProcessOptions options) throws IOException {
        Objects.requireNonNull(options, "options");
        List<String> words = List.copyOf(Objects.requireNonNull(command, "command"));
        if (words.isEmpty()) {
            throw new IllegalArgumentException("the command is empty: it must begin with the program");
        }
        if (wantsPipe(options) && !ChildPipe.isSupported()) {
            throw new UnsupportedOperationException("pipes to processes need /proc/self/fd, which this system lacks; "
                    + "use Stdio.file, or java.lang.ProcessBuilder in toThread");
        }
        return Process.of(Launcher.start(new Launch(words, options)), options.limit());
    }

    private static boolean wantsPipe(ProcessOptions options) {
        return options.stdin().isPipe() || options.stdout().isPipe() || options.stderr().isPipe();
    }

    /**
     * Runs a command of the shell, with the standard streams, the environment and the directory of this program.
     *
     * @param command a line for {@code /bin/sh}, or for {@code cmd.exe} on Windows
     * @return the process of the shell, which runs
     * @throws IOException if it cannot be started
     */
    public static Process createSubprocessShell(String command) throws IOException {
        return createSubprocessShell(command, ProcessOptions.defaults());
    }

    /**
     * Runs a command of the shell. Whatever becomes part of the command must be quoted: {@link #createSubprocessExec} needs
     * no quotes.
     *
     * @param command a line for {@code /bin/sh}, or for {@code cmd.exe} on Windows
     * @param options how to start it
     * @return the process of the shell, which runs
     * @throws IOException if it cannot be started
     */
    public static Process createSubprocessShell(String command, ProcessOptions options) throws IOException {
        Objects.requireNonNull(command, "command");
        return createSubprocessExec(
                WINDOWS ? List.of("cmd.exe", "/c", command) : List.of("/bin/sh", "-c", command), options);
    }
}
