package org.asyncio4j.subprocess;

import static org.asyncio4j.Asyncio.gather;
import static org.asyncio4j.Asyncio.waitFor;

import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import org.asyncio4j.Asyncio;
import org.asyncio4j.stream.Connection;
import org.asyncio4j.stream.PipeStreams;
import org.asyncio4j.stream.StreamReader;
import org.asyncio4j.stream.StreamWriter;
import org.jspecify.annotations.Nullable;

/**
 * A process that was started by {@link Subprocess}. Closing it kills it, if it runs.
 *
 * <p>{@link #await} is asyncio's {@code wait}, which is a method of {@link Object} that cannot be overridden.
 */
@SuppressWarnings("AvoidCommonTypeNames") // the name is asyncio's
public final class Process implements AutoCloseable {

    // written once
    private final Child child;
    private final @Nullable StreamWriter stdin;
    private final @Nullable Connection stdout;
    private final @Nullable Connection stderr;

    // loop thread only
    private boolean communicating;
    private byte @Nullable [] output;
    private byte @Nullable [] errors;

    private Process(Child child, @Nullable StreamWriter stdin, @Nullable Connection stdout,
            @Nullable Connection stderr) {
        this.child = child;
        this.stdin = stdin;
        this.stdout = stdout;
        this.stderr = stderr;
    }

    static Process of(Launch.Started started, int limit) throws IOException {
        StreamWriter stdin = null;
        Connection stdout = null;
        Connection stderr = null;
        boolean begun = false;
        try {
            if (started.stdin() != null) {
                stdin = PipeStreams.openWritePipe(started.stdin());
            }
            if (started.stdout() != null) {
                stdout = PipeStreams.openReadPipe(started.stdout(), limit);
            }
            if (started.stderr() != null) {
                stderr = PipeStreams.openReadPipe(started.stderr(), limit);
            }
            var child = new Child(Asyncio.getRunningLoop(), started.process());
            var process = new Process(child, stdin, stdout, stderr);
            child.watch(process::exited);
            begun = true;
            return process;
        } finally {
            if (!begun) {
                abort(stdin, stdout, stderr);
                started.discard();
            }
        }
    }

    /** Closes the pipes at once, as far as there are any. */
    private static void abort(@Nullable StreamWriter stdin, @Nullable Connection stdout, @Nullable Connection stderr) {
        if (stdin != null) {
            stdin.transport().abort();
        }
        if (stdout != null) {
            stdout.writer().transport().abort();
        }
        if (stderr != null) {
            stderr.writer().transport().abort();
        }
    }

    /** A pipe that is not written to does not notice that nobody reads it any more. */
    private void exited() {
        if (stdin != null) {
            stdin.close();
        }
    }

    // ---- what it is ----

    /**
     * Returns the number of the process.
     *
     * @return the number that the system knows it by
     */
    public long pid() {
        return child.pid();
    }

    /**
     * Returns how the process ended.
     *
     * @return its exit status; the negative number of the signal that ended it; null while it runs. A status of 129 to 192
     *         counts as a signal, since the JDK does not tell one from the other
     */
    public @Nullable Integer returncode() {
        return child.returncode();
    }

    /**
     * Returns what is the standard input of the process. It is closed when the process has ended.
     *
     * @return the writer, or null if it is not a pipe
     */
    public @Nullable StreamWriter stdin() {
        return stdin;
    }

    /**
     * Returns what the process writes to its standard output.
     *
     * @return the reader, or null if it is not a pipe
     */
    public @Nullable StreamReader stdout() {
        return stdout == null ? null : stdout.reader();
    }

    /**
     * Returns what the process writes to its standard error.
     *
     * @return the reader, or null if it is not a pipe
     */
    public @Nullable StreamReader stderr() {
        return stderr == null ? null : stderr.reader();
    }

    // ---- waiting ----

    /**
     * Waits until the process has ended. A process that has more to say than a pipe and a reader hold does not end before it
     * is read: {@link #communicate} reads.
     *
     * <p><b>Cancellation:</b> the process goes on, and others that wait for it wait on.
     *
     * @return what {@link #returncode} returns from now on
     */
    public int await() {
        return child.await();
    }

    /**
     * Closes the standard input, reads all output, and waits until the process has ended.
     *
     * <p><b>Cancellation:</b> the process goes on and nothing is lost: called again, this returns everything.
     *
     * @return what it has written
     * @throws IOException if a pipe fails
     */
    public ProcessOutput communicate() throws IOException {
        return communicate((byte[]) null);
    }

    /**
     * Writes to the standard input and closes it, reads all output, and waits until the process has ended. That the process
     * does not read all its input is no error.
     *
     * <p><b>Cancellation:</b> the process goes on and nothing is lost: called again without input, this returns everything.
     *
     * @param input what to write; null for nothing
     * @return what it has written
     * @throws IllegalArgumentException if there is input and the standard input is not a pipe, or this was called before
     * @throws IOException if a pipe fails
     */
    public ProcessOutput communicate(byte @Nullable [] input) throws IOException {
        if (input != null && stdin == null) {
            throw new IllegalArgumentException("Cannot send input to " + this + ": its stdin is not a pipe");
        }
        if (input != null && communicating) {
            throw new IllegalArgumentException("Cannot send input after starting communication");
        }
        communicating = true;
        if (stdin != null) {
            if (input != null) {
                stdin.write(input);
            }
            stdin.close();
        }
        if (stdout != null && stderr != null) {
            // the process may need either to be read before it goes on with the other
            Asyncio.await(gather(() -> {
                output = read(stdout, output);
            }, () -> {
                errors = read(stderr, errors);
            }));
        } else {
            output = read(stdout, output);
            errors = read(stderr, errors);
        }
        await();
        return new ProcessOutput(output, errors);
    }

    /**
     * Does what {@link #communicate(byte[])} does within a time.
     *
     * @param input what to write; null for nothing
     * @param timeout how long it may take
     * @return what it has written
     * @throws org.asyncio4j.TimeoutError if the time is up; the process goes on and nothing is lost
     * @throws IOException if a pipe fails
     */
    public ProcessOutput communicate(byte @Nullable [] input, Duration timeout) throws IOException {
        Objects.requireNonNull(timeout, "timeout");
        return waitFor(() -> communicate(input), timeout);
    }

    private static byte @Nullable [] read(@Nullable Connection from, byte @Nullable [] known) throws IOException {
        return known != null || from == null ? known : from.reader().read();
    }

    // ---- signals ----

    /**
     * Asks the process to end, by SIGTERM where there are signals.
     *
     * @throws ProcessLookupError if it has ended
     */
    public void terminate() {
        checkRunning();
        child.terminate();
    }

    /**
     * Ends the process, by SIGKILL where there are signals. The processes it has started go on.
     *
     * @throws ProcessLookupError if it has ended
     */
    public void kill() {
        checkRunning();
        child.kill();
    }

    /**
     * Sends a signal to the process. Those of {@link #terminate} and {@link #kill} are sent by the JDK; others are sent by
     * the shell's {@code kill}, which takes some milliseconds that the task is suspended for.
     *
     * @param signal the name of the signal, such as {@code "SIGUSR1"}
     * @throws ProcessLookupError if the process has ended
     * @throws IllegalArgumentException if there is no such signal
     * @throws IOException if the shell cannot be run
     */
    public void sendSignal(String signal) throws IOException {
        checkRunning();
        child.sendSignal(signal).await(IOException.class);
    }

    private void checkRunning() {
        if (child.returncode() != null) {
            throw new ProcessLookupError(this + " has ended with " + child.returncode());
        }
    }

    // ---- closing ----

    /**
     * Closes the pipes, kills the process if it runs, and waits until it has ended. What was not read is lost. The processes
     * it has started go on.
     *
     * <p><b>Cancellation:</b> stops the waiting; the rest is done.
     */
    @Override
    public void close() {
        abort(stdin, stdout, stderr);
        if (child.returncode() == null) {
            child.kill();
            await();
        }
    }

    @Override
    public String toString() {
        return "<Process " + child.pid() + ">";
    }
}
