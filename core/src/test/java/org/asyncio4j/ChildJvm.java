package org.asyncio4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A program in a JVM of its own. One that hangs is ended before the test that waits for it. */
public final class ChildJvm implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 25;

    /** What would change the JVM, or make it print a line about itself. */
    private static final List<String> VARIABLES = List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

    /**
     * What became of a program.
     *
     * @param status its exit status
     * @param out the lines it printed
     * @param err the lines it printed on standard error
     */
    public record Outcome(int status, List<String> out, List<String> err) {}

    private final Process process;
    private final BufferedReader out;
    private final List<String> lines = new ArrayList<>();
    private final Path err;

    private ChildJvm(Process process, Path err) {
        this.process = process;
        this.out = process.inputReader(StandardCharsets.UTF_8);
        this.err = err;
        var _ = CompletableFuture.runAsync(process::destroyForcibly,
                CompletableFuture.delayedExecutor(PATIENCE_SECONDS, TimeUnit.SECONDS));
    }

    /** Starts the main method of a class with the class path, but none of the options, of this JVM. */
    static ChildJvm start(List<String> options, Class<?> program, String... arguments) throws IOException {
        return start(List.of(), options, program, arguments);
    }

    /**
     * Starts a program on the carrier of this JVM, which can have only so many files and sockets open at a time.
     *
     * @param descriptors how many
     * @param program the class with the main method
     * @param arguments its arguments
     * @return the program, to be closed
     * @throws IOException if it cannot be started
     */
    public static ChildJvm startLimited(int descriptors, Class<?> program, String... arguments) throws IOException {
        var limited = List.of("sh", "-c", "ulimit -n " + descriptors + " && exec \"$@\"", "sh");
        return start(limited, sameCarrier(), program, arguments);
    }

    private static ChildJvm start(List<String> starter, List<String> options, Class<?> program, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(starter);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
        command.addAll(List.of(arguments));
        Path err = Files.createTempFile("asyncio4j", ".err");
        var builder = new ProcessBuilder(InterruptSignal.heededBy(command)).redirectError(err.toFile());
        builder.environment().keySet().removeAll(VARIABLES);
        return new ChildJvm(builder.start(), err);
    }

    /** Runs a program to its end. */
    static Outcome run(List<String> options, Class<?> program, String... arguments)
            throws IOException, InterruptedException {
        try (ChildJvm child = start(options, program, arguments)) {
            return child.outcome();
        }
    }

    /** The options that give a program the carrier that the tests of this JVM run on. */
    static List<String> sameCarrier() {
        String property = "-D" + CarrierMode.PROPERTY + "=";
        try (EventLoop loop = Asyncio.newEventLoop()) {
            return switch (loop.getCarrierMode()) {
                case MOUNTED -> List.of("--add-opens=java.base/java.lang=ALL-UNNAMED", property + "mounted");
                default -> List.of(property + "baton");
            };
        }
    }

    /**
     * Waits until the program has printed a line.
     *
     * @param expected what the line says
     * @throws IOException if reading it fails
     */
    public void awaitLine(String expected) throws IOException {
        String line = out.readLine();
        lines.add(line == null ? "<end>" : line);
        assertThat(line).as("printed so far: %s; on stderr: %s", lines, Files.readString(err)).isEqualTo(expected);
    }

    /** Does to the program what Ctrl-C does. */
    void interrupt() throws IOException, InterruptedException {
        kill("-INT");
    }

    /**
     * Asks the program to end, as {@code kill} does and a container's runtime.
     *
     * @throws IOException if there is no such command
     * @throws InterruptedException if the thread is interrupted
     */
    public void terminate() throws IOException, InterruptedException {
        kill("-TERM");
    }

    private void kill(String signal) throws IOException, InterruptedException {
        int status = new ProcessBuilder("kill", signal, Long.toString(process.pid())).inheritIO().start().waitFor();
        assertThat(status).as("status of kill").isZero();
    }

    /** Does it again and again until the program ends; signals that come close together count as one. */
    void interruptUntilItEnds() throws IOException, InterruptedException {
        while (process.isAlive()) {
            new ProcessBuilder("kill", "-INT", Long.toString(process.pid()))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        }
    }

    /**
     * Waits for the end of the program.
     *
     * @return what became of it
     * @throws IOException if reading what it printed fails
     * @throws InterruptedException if the thread is interrupted
     */
    public Outcome outcome() throws IOException, InterruptedException {
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            lines.add(line);
        }
        return new Outcome(process.waitFor(), List.copyOf(lines), Files.readAllLines(err));
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        out.close();
        Files.delete(err);
    }
}
