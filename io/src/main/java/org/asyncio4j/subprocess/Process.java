package org.asyncio4j.subprocess;

import static org.asyncio4j.Asyncio.gather;
import static org.asyncio4j.Asyncio.waitFor;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.asyncio4j.Asyncio;
import org.asyncio4j.EventLoop;
import org.asyncio4j.Future;
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

    /** What the JDK adds to the number of the signal that ended a process. */
    private static final int SIGNALLED = 128;
    private static final int LAST_SIGNAL = 64;

    // written once
    private final EventLoop loop;
    private final java.lang.Process child;
    private final @Nullable StreamWriter stdin;
    private final @Nullable Connection stdout;
    private final @Nullable Connection stderr;

    // loop thread only
    private final List<Future<Boolean>> waiters = new ArrayList<>();
    private @Nullable Integer returncode;
    private boolean communicating;
    private byte @Nullable [] output;
    private byte @Nullable [] errors;

    private Process(EventLoop loop, java.lang.Process child, @Nullable StreamWriter stdin, @Nullable Connection stdout,
            @Nullable Connection stderr) {
        this.loop = loop;
        this.child = child;
        this.stdin = stdin;
        this.stdout = stdout;
        this.stderr = stderr;
    }

    static Process of(Launch.Started started, int limit) throws IOException {
        boolean begun = false;
        try {
            var process = new Process(Asyncio.getRunningLoop(), started.process(),
                    started.stdin() == null ? null : PipeStreams.openWritePipe(started.stdin()),
                    started.stdout() == null ? null : PipeStreams.openReadPipe(started.stdout(), limit),
                    started.stderr() == null ? null : PipeStreams.openReadPipe(started.stderr(), limit));
            process.watch();
            begun = true;
            return process;
        } finally {
            if (!begun) {
                started.discard();
            }
        }
    }

    private void watch() {
        var _ = child.onExit().thenAccept(ended -> {
            int status = ended.exitValue();
            try {
                loop.callSoonThreadsafe(() -> exited(status));
            } catch (IllegalStateException _) {
                // the loop is closed: nobody waits any more, and the JDK has taken the process off the system's table
            }
        });
    }

    private void exited(int status) {
        returncode = status > SIGNALLED && status <= SIGNALLED + LAST_SIGNAL ? SIGNALLED - status : status;
        for (Future<Boolean> waiter : waiters) {
            if (!waiter.done()) {
                waiter.setResult(true);
            }
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
        return returncode;
    }

    /**
     * Returns what is the standard input of the process.
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
        while (returncode == null) {
            Future<Boolean> waiter = loop.createFuture();
            waiters.add(waiter);
            try {
                waiter.await();
            } finally {
                waiters.remove(waiter);
            }
        }
        return returncode;
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
        child.destroy();
    }

    /**
     * Ends the process, by SIGKILL where there are signals. The processes it has started go on.
     *
     * @throws ProcessLookupError if it has ended
     */
    public void kill() {
        checkRunning();
        child.destroyForcibly();
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
        String name = Objects.requireNonNull(signal, "signal").toUpperCase(Locale.ROOT).replaceFirst("^SIG", "");
        switch (name) {
            case "TERM" -> terminate();
            case "KILL" -> kill();
            default -> {
                checkRunning();
                if (!name.matches("[A-Z][A-Z0-9]*")) {
                    throw new IllegalArgumentException("invalid signal " + signal);
                }
                boolean sent = Launcher.submit(() -> send(name)).await(IOException.class);
                if (!sent) {
                    throw new IllegalArgumentException("invalid signal " + signal);
                }
            }
        }
    }

    /** Runs off the loop. */
    private boolean send(String name) throws IOException, InterruptedException {
        if (!child.isAlive()) {
            return true; // nobody is there, and its number may belong to another process
        }
        java.lang.Process sender = new ProcessBuilder("/bin/sh", "-c", "kill -s \"$1\" \"$2\"", "sh", name,
                Long.toString(pid())).redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        sender.getOutputStream().close();
        return sender.waitFor() == 0 || !child.isAlive();
    }

    private void checkRunning() {
        if (returncode != null) {
            throw new ProcessLookupError(this + " has ended with " + returncode);
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
        if (stdin != null) {
            stdin.transport().abort();
        }
        if (stdout != null) {
            stdout.writer().transport().abort();
        }
        if (stderr != null) {
            stderr.writer().transport().abort();
        }
        if (returncode == null) {
            child.destroyForcibly();
            await();
        }
    }

    @Override
    public String toString() {
        return "<Process " + child.pid() + ">";
    }
}
