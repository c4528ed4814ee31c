package org.asyncio4j.consumer;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A copy of the project in {@code src/it}, and a local repository with the library in it. */
final class ConsumerProject {

    /*
     * The repository that Maven uses here is not the user's: a library that is installed there
     * would stay. Plugins and dependencies come out of the user's, which serves as a remote
     * repository on the file system; this build has already filled it with all that is needed.
     */

    private static final Path CHECKOUT = Path.of("..").toAbsolutePath().normalize();
    private static final Path REPOSITORY = Path.of("target", "repository").toAbsolutePath();
    private static final String VERSION = property("asyncio4j.version");
    private static final List<String> MODULES = List.of("core", "io");
    private static final long LIMIT_MINUTES = 4;

    private final Path folder;

    private ConsumerProject(Path folder) {
        this.folder = folder;
    }

    static ConsumerProject in(Path folder) throws IOException {
        copy(Path.of("src", "it"), folder);
        Files.writeString(folder.resolve("settings.xml"), settings());
        install("asyncio4j-parent", CHECKOUT.resolve("pom.xml"));
        for (String module : MODULES) {
            install("asyncio4j-" + module, CHECKOUT.resolve(module + "/pom.xml"));
            Files.copy(builtJar(module), installed("asyncio4j-" + module, ".jar"), StandardCopyOption.REPLACE_EXISTING);
        }
        return new ConsumerProject(folder);
    }

    /** Leaves a project for the class path. */
    void forgetModule() throws IOException {
        Files.delete(folder.resolve("src/main/java/module-info.java"));
    }

    Path classes() {
        return folder.resolve("target/classes");
    }

    /** The jars of the library, as a path. */
    static String library() {
        return MODULES.stream()
                .map(module -> installed("asyncio4j-" + module, ".jar").toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    void compile() throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        command.add(Path.of(property("maven.home"), "bin", "mvn").toString());
        command.addAll(
                List.of("--batch-mode", "--no-transfer-progress", "--settings", "settings.xml"));
        command.add("-Dmaven.repo.local=" + REPOSITORY);
        for (String version : List.of("asyncio4j", "compiler", "resources", "toolchains")) {
            command.add("-D" + version + ".version=" + property(version + ".version"));
        }
        command.add("compile");
        Result result = execute(command, Map.of("JAVA_HOME", property("maven.java.home")));
        if (result.status() != 0) {
            throw new AssertionError("the project does not compile:\n" + result.output());
        }
    }

    /** Runs Java with the JDK that runs this test. */
    Result java(String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        command.add(Path.of(property("java.home"), "bin", "java").toString());
        command.addAll(List.of(arguments));
        return execute(command, Map.of());
    }

    private Result execute(List<String> command, Map<String, String> environment)
            throws IOException, InterruptedException {
        Path output = folder.resolve("output.txt");
        var builder = new ProcessBuilder(command).directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        // What the outer Maven or the user's shell says to a JVM is not meant for this one.
        builder.environment()
                .keySet()
                .removeAll(List.of("JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS", "MAVEN_ARGS",
                        "MAVEN_BASEDIR"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        if (!process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            throw new AssertionError(
                    String.join(" ", command) + " still runs after " + LIMIT_MINUTES
                            + " min:\n" + Files.readString(output));
        }
        return new Result(process.exitValue(), Files.readString(output));
    }

    private static void install(String artifact, Path pom) throws IOException {
        Path installed = installed(artifact, ".pom");
        Files.createDirectories(installed.getParent());
        Files.copy(pom, installed, StandardCopyOption.REPLACE_EXISTING);
    }

    private static Path installed(String artifact, String extension) {
        return REPOSITORY.resolve("org/asyncio4j")
                .resolve(artifact)
                .resolve(VERSION)
                .resolve(artifact + "-" + VERSION + extension);
    }

    private static Path builtJar(String module) {
        return CHECKOUT.resolve(module + "/target/asyncio4j-" + module + "-" + VERSION + ".jar");
    }

    private static String settings() {
        String repository = """
                <id>filled-by-the-outer-build</id>
                <url>%s</url>
                <releases><checksumPolicy>ignore</checksumPolicy></releases>
                <snapshots><enabled>false</enabled></snapshots>
                """.formatted(Path.of(property("maven.repo.local")).toUri());
        return """
                <settings>
                  <profiles>
                    <profile>
                      <id>cache</id>
                      <repositories><repository>%1$s</repository></repositories>
                      <pluginRepositories><pluginRepository>%1$s</pluginRepository></pluginRepositories>
                    </profile>
                  </profiles>
                  <activeProfiles><activeProfile>cache</activeProfile></activeProfiles>
                </settings>
                """
                .formatted(repository);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            files.filter(Files::isRegularFile).forEach(file -> {
                Path copy = to.resolve(from.relativize(file));
                try {
                    Files.createDirectories(copy.getParent());
                    Files.copy(file, copy);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }

    private static String property(String name) {
        String value = System.getProperty(name);
        if (value == null) {
            throw new IllegalStateException(
                    "no system property " + name + "; the pom sets it for surefire");
        }
        return value;
    }
}
