package org.asyncio4j.subprocess;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Supplier;
import org.asyncio4j.Asyncio;
import org.asyncio4j.transport.SubprocessProtocol;

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
        return createSubprocessExec(words(program, arguments), ProcessOptions.defaults());
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
        return Process.of(Launcher.start(launch(command, options)), options.limit());
    }

    private static List<String> words(String program, String... arguments) {
        List<String> words = new ArrayList<>();
        words.add(Objects.requireNonNull(program, "program"));
        words.addAll(List.of(arguments));
        return words;
    }

    private static Launch launch(List<String> command, ProcessOptions options) {
        Objects.requireNonNull(options, "options");
        List<String> words = List.copyOf(Objects.requireNonNull(command, "command"));
        if (words.isEmpty()) {
            throw new IllegalArgumentException("the command is empty: it must begin with the program");
        }
        if (wantsPipe(options) && !ChildPipe.isSupported()) {
            throw new UnsupportedOperationException("pipes to processes need /proc/self/fd, which this system lacks; "
                    + "use Stdio.file, or java.lang.ProcessBuilder in toThread");
        }
        return new Launch(words, options);
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
        return createSubprocessExec(ofShell(command), options);
    }

    private static List<String> ofShell(String command) {
        Objects.requireNonNull(command, "command");
        return WINDOWS ? List.of("cmd.exe", "/c", command) : List.of("/bin/sh", "-c", command);
    }

    // ---- for protocols ----

    /**
     * Starts a program for a protocol, with pipes for all standard streams. Returns when the protocol knows of the process.
     *
     * <p><b>Cancellation:</b> the process is killed, and its end awaited. The protocol is told of the connection and its
     * end, or of nothing.
     *
     * @param <P> the type of the protocol
     * @param protocolFactory makes the protocol
     * @param program the program: a path, or a name that is looked for on the path
     * @param arguments its arguments
     * @return the process, which runs, and its protocol
     * @throws java.nio.file.NoSuchFileException if there is no such program
     * @throws IOException if it cannot be started
     * @throws UnsupportedOperationException on a system without {@code /proc/self/fd}
     */
    public static <P extends SubprocessProtocol> ConnectedProcess<P> subprocessExec(Supplier<P> protocolFactory,
            String program, String... arguments) throws IOException {
        return subprocessExec(protocolFactory, words(program, arguments), ProcessOptions.pipes());
    }

    /**
     * Starts a program for a protocol. Returns when the protocol knows of the process.
     *
     * <p><b>Cancellation:</b> the process is killed, and its end awaited. The protocol is told of the connection and its
     * end, or of nothing.
     *
     * @param <P> the type of the protocol
     * @param protocolFactory makes the protocol
     * @param command the program and its arguments
     * @param options how to start it; the limit has no meaning here
     * @return the process, which runs, and its protocol
     * @throws java.nio.file.NoSuchFileException if there is no such program or directory
     * @throws IOException if it cannot be started
     * @throws UnsupportedOperationException if a pipe is asked for on a system without {@code /proc/self/fd}
     */
    public static <P extends SubprocessProtocol> ConnectedProcess<P> subprocessExec(Supplier<P> protocolFactory,
            List<String> command, ProcessOptions options) throws IOException {
        Objects.requireNonNull(protocolFactory, "protocolFactory");
        Launch launch = launch(command, options);
        P protocol = Objects.requireNonNull(protocolFactory.get(), "the protocol factory returned null");
        var transport = new ChildTransport(Asyncio.getRunningLoop(), Launcher.start(launch), protocol);
        transport.start();
        return new ConnectedProcess<>(transport, protocol);
    }

    /**
     * Runs a command of the shell for a protocol, with pipes for all standard streams, as
     * {@link #subprocessExec(Supplier, String, String...)} does.
     *
     * @param <P> the type of the protocol
     * @param protocolFactory makes the protocol
     * @param command a line for {@code /bin/sh}, or for {@code cmd.exe} on Windows
     * @return the process of the shell, which runs, and its protocol
     * @throws IOException if it cannot be started
     */
    public static <P extends SubprocessProtocol> ConnectedProcess<P> subprocessShell(Supplier<P> protocolFactory,
            String command) throws IOException {
        return subprocessShell(protocolFactory, command, ProcessOptions.pipes());
    }

    /**
     * Runs a command of the shell for a protocol, as {@link #subprocessExec(Supplier, List, ProcessOptions)} does.
     *
     * @param <P> the type of the protocol
     * @param protocolFactory makes the protocol
     * @param command a line for {@code /bin/sh}, or for {@code cmd.exe} on Windows
     * @param options how to start it; the limit has no meaning here
     * @return the process of the shell, which runs, and its protocol
     * @throws IOException if it cannot be started
     */
    public static <P extends SubprocessProtocol> ConnectedProcess<P> subprocessShell(Supplier<P> protocolFactory,
            String command, ProcessOptions options) throws IOException {
        return subprocessExec(protocolFactory, ofShell(command), options);
    }
}
