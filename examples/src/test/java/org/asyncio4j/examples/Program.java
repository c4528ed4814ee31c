package org.asyncio4j.examples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.asyncio4j.InterruptSignal;

/** A process of its own, with an end in sight: every wait here is bounded. */
final class Program {

    /** What a process left behind. */
    record Result(int status, String out, String err) {}

    /** Starting a JVM and compiling takes seconds on a busy machine; a hang takes for ever. */
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final ProcessBuilder builder;

    Program(List<String> command) {
        builder = new ProcessBuilder(command);
        // A JVM announces these on its standard error, which tests compare.
        builder.environment().keySet().removeAll(List.of("JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS"));
    }

    Program in(Path folder) {
        builder.directory(folder.toFile());
        return this;
    }

    Program with(Map<String, String> environment) {
        builder.environment().putAll(environment);
        return this;
    }

    Program without(String variable) {
        builder.environment().remove(variable);
        return this;
    }

    /** Ctrl-C is to end it, wherever the tests are run from. */
    Program heedingInterrupts() {
        builder.command(InterruptSignal.heededBy(builder.command()));
        return this;
    }

    /** For a test that has to do something to the process while it runs. */
    Running start() {
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            return new Running(process);
        } catch (IOException e) {
            throw new UncheckedIOException("could not start " + builder.command(), e);
        }
    }

    Result run() throws InterruptedException {
        return start().result();
    }

    /** A process that has been started and is to be ended by {@link #result}. */
    final class Running {

        private final Process process;
        private final Captured out;
        private final Captured err;

        private Running(Process process) {
            this.process = process;
            out = new Captured(process.inputReader());
            err = new Captured(process.errorReader());
        }

        /** What Ctrl-C does. */
        void interrupt() throws InterruptedException {
            new Program(List.of("kill", "-INT", Long.toString(process.pid()))).run();
        }

        /** Waits until the process has written this to its standard output. */
        void awaitOut(String text) throws InterruptedException {
            if (!out.await(text, LIMIT)) {
                throw failed("did not write '" + text + "'");
            }
        }

        /** The port that a server says it listens on. */
        int port() throws InterruptedException {
            awaitOut("\n");
            Matcher port = Pattern.compile("port (\\d+)").matcher(out.text());
            if (!port.find()) {
                throw failed("did not say its port");
            }
            return Integer.parseInt(port.group(1));
        }

        /** Ends a server as Ctrl-C does. */
        Result stop() throws InterruptedException {
            interrupt();
            return result();
        }

        Result result() throws InterruptedException {
            if (!process.waitFor(LIMIT.toNanos(), TimeUnit.NANOSECONDS)) {
                throw failed("still runs after " + LIMIT);
            }
            // A child of the process may hold its output open; then this is what there is so far.
            out.awaitEnd(LIMIT);
            err.awaitEnd(LIMIT);
            return new Result(process.exitValue(), out.text(), err.text());
        }

        private AssertionError failed(String what) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            return new AssertionError(String.join(" ", builder.command()) + " " + what
                    + "\nout: " + out.text() + "\nerr: " + err.text());
        }
    }
}
