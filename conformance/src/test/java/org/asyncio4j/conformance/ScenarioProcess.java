package org.asyncio4j.conformance;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs one port in a process of its own, with the options of this one. */
final class ScenarioProcess {

    private static final int HANG_SECONDS = 60;

    private ScenarioProcess() {}

    /** Entry of the child process: prints what the port prints. */
    public static void main(String[] args) throws Exception {
        String output = ConformanceTest.newPort(args[0]).output(null);
        System.out.write(output.getBytes(StandardCharsets.UTF_8));
        System.out.flush();
    }

    static String run(String name) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean()
                .getInputArguments()
                .stream()
                .filter(argument -> argument.startsWith("--add-opens"))
                .forEach(command::add);
        command.add("-Dasyncio4j.carrier=" + System.getProperty("asyncio4j.carrier", "auto"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), ScenarioProcess.class.getName(), name));
        Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(HANG_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("scenario " + name + " did not end");
        }
        return output;
    }
}
