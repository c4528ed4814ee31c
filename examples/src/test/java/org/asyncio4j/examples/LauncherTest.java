package org.asyncio4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher in a small checkout of its own, so that no test builds the real one. */
class LauncherTest {

    private static final String SEARCH = "ASYNCIO4J_JAVA_SEARCH";

    private static final String HELLO = """
            void main(String[] arguments) {
                IO.println(arguments.length + " " + String.join("|", arguments));
                System.exit(arguments.length);
            }
            """;

    /** A Maven that writes down how it was called and leaves a copy of the jar. */
    private static final String MAVEN = """
            #!/bin/sh
            echo "mvn $*"
            mkdir -p core/target && cp "$JAR" "core/target/$JAR_NAME"
            """;

    /** The space is part of the test. */
    @TempDir(factory = SpacedFolder.class)
    Path folder;

    Path checkout;
    Path launcher;
    Path jar;
    Path ioJar;
    Path annotations;

    @BeforeEach
    void copyCheckout() throws IOException {
        checkout = Files.createDirectories(folder.resolve("check out"));
        launcher = Files.copy(Checkout.ROOT.resolve("asyncio4j"), checkout.resolve("asyncio4j"));
        executable(launcher);
        Files.copy(Checkout.ROOT.resolve("pom.xml"), checkout.resolve("pom.xml"));
        jar = copyJar("core", Checkout.core());
        ioJar = copyJar("io", Checkout.io());
        annotations = copyJar("core", Checkout.annotations());
    }

    private Path copyJar(String module, Path built) throws IOException {
        Path target = Files.createDirectories(checkout.resolve(module + "/target"));
        return Files.copy(built, target.resolve(built.getFileName()));
    }

    @Test
    void help_namesCommandsAndPlaces() throws InterruptedException {
        Program.Result result = launch("--help").run();

        assertThat(result.status()).isZero();
        assertThat(result.err()).isEmpty();
        assertThat(result.out()).contains("asyncio4j run FILE.java", "--version", "JAVA_HOME",
                SEARCH);
    }

    @Test
    void version_namesLibraryAndJava() throws InterruptedException {
        Program.Result result = launch("--version").run();

        assertThat(result.status()).isZero();
        assertThat(result.out()).matches("asyncio4j \\d\\S+, Java \\d+\\S* \\(.*/bin/java\\)\n");
        assertThat(jar).hasFileName("asyncio4j-core-" + result.out().split("[ ,]", 3)[1] + ".jar");
    }

    @Test
    void noCommand_printsUsageOnStandardError() throws InterruptedException {
        Program.Result result = launch().run();

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).startsWith("usage: asyncio4j run FILE.java");
    }

    @Test
    void unknownCommand_isNamed() throws InterruptedException {
        assertRefused(launch("rum", "Hello.java"), "unknown command: rum (see asyncio4j --help)");
    }

    @Test
    void run_noFile_saysHowToCallIt() throws InterruptedException {
        assertRefused(launch("run"), "run needs a file: asyncio4j run FILE.java [ARGUMENT...]");
    }

    @Test
    void run_missingFile_isNamed() throws InterruptedException {
        assertRefused(launch("run", "no such/Hello.java"), "no such file: no such/Hello.java");
    }

    @Test
    void run_fileOfAnotherKind_isRefused() throws InterruptedException {
        assertRefused(launch("run", "asyncio4j"), "not a Java source file: asyncio4j");
    }

    @Test
    void run_interrupted_cleansUpAndExitsAsCtrlCDoes() throws IOException, InterruptedException {
        program("Sleeper.java", """
                import static org.asyncio4j.Asyncio.*;

                void main() {
                    run(() -> {
                        try {
                            IO.println("ready");
                            await(getRunningLoop().createFuture());
                        } finally {
                            IO.println("cleaned up");
                        }
                    });
                }
                """);

        Program.Running sleeper = launch("run", "Sleeper.java").heedingInterrupts().start();
        sleeper.awaitOut("ready");
        sleeper.interrupt();

        assertThat(sleeper.result()).isEqualTo(new Program.Result(130, "ready\ncleaned up\n", ""));
    }

    @Test
    void run_noJdk_saysWhereItLookedAndHowToGetOne() throws IOException, InterruptedException {
        program("Hello.java", HELLO);
        fakeJdk("old/jdk-24", "24.0.2");
        Program launch = launch("run", "Hello.java")
                .with(Map.of(SEARCH, folder.resolve("old") + ":/nowhere"));

        assertRefused(launch, "no JDK 25 or newer in " + SEARCH + " (" + folder + "/old:/nowhere);"
                + " install one, for example Eclipse Temurin 25, or set JAVA_HOME");
    }

    @Test
    void run_olderJdkFirst_takesTheNextOne() throws IOException, InterruptedException {
        fakeJdk("jdks/a", "24.0.2");
        fakeJdk("jdks/b", "26-ea");

        Program.Result result = launch("--version").with(Map.of(SEARCH, folder + "/jdks")).run();

        assertThat(result.out()).endsWith(", Java 26-ea (" + folder + "/jdks/b/bin/java)\n");
    }

    @Test
    void run_javaHome_comesBeforeThePath() throws IOException, InterruptedException {
        Path home = fakeJdk("home", "25.0.1");
        Path onPath = fakeJdk("on path", "25.0.2");
        Program launch = launch("--version").without(SEARCH)
                .with(Map.of("PATH", onPath + "/bin:" + System.getenv("PATH")));

        Program.Result fromPath = launch.without("JAVA_HOME").run();
        Program.Result fromHome = launch.with(Map.of("JAVA_HOME", home.toString())).run();

        assertThat(fromPath.out()).endsWith(", Java 25.0.2 (" + onPath + "/bin/java)\n");
        assertThat(fromHome.out()).endsWith(", Java 25.0.1 (" + home + "/bin/java)\n");
    }

    @Test
    void run_javaOnPathIsALink_findsItsHome() throws IOException, InterruptedException {
        Path home = fakeJdk("home", "25.0.1");
        Path bin = Files.createDirectories(folder.resolve("bin"));
        Files.createSymbolicLink(bin.resolve("java"), home.resolve("bin/java"));

        Program.Result result = launch("--version").without(SEARCH)
                .without("JAVA_HOME")
                .with(Map.of("PATH", bin + ":" + System.getenv("PATH")))
                .run();

        assertThat(result.out()).endsWith(", Java 25.0.1 (" + home + "/bin/java)\n");
    }

    @Test
    void run_program_getsItsArgumentsAndGivesItsStatus() throws IOException, InterruptedException {
        program("Hello.java", HELLO);

        Program.Result result = launch("run", "Hello.java", "two words", "", "$HOME *").run();

        assertThat(result).isEqualTo(new Program.Result(3, "3 two words||$HOME *\n", ""));
    }

    @Test
    void run_program_hasTheLibraryAndTheFlag() throws IOException, InterruptedException {
        program("Uses.java",
                """
                        import org.asyncio4j.Asyncio;
                        import org.asyncio4j.stream.Streams;

                        void main() {
                            IO.println(Streams.class.getPackageName() + " " + Object.class.getModule().isOpen("java.lang", Asyncio.class.getModule()));
                        }
                        """);

        assertThat(launch("run", "Uses.java").run())
                .isEqualTo(new Program.Result(0, "org.asyncio4j.stream true\n", ""));
    }

    @Test
    void run_compileError_isTheCompilersOwn() throws IOException, InterruptedException {
        program("Broken.java", "void main() { int x = \"text\"; }\n");

        Program.Result result = launch("run", "Broken.java").run();

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).startsWith("Broken.java:1: error: incompatible types")
                .endsWith("error: compilation failed\n");
    }

    /** The JDK's launcher cuts its own frames off the end of the stack, and would not find them on that of a task. */
    @Test
    void run_errorOfATask_isPrintedWithTheFramesOfTheProgram() throws IOException, InterruptedException {
        program("Failing.java", """
                import static org.asyncio4j.Asyncio.*;

                void main() {
                    run(() -> {
                        throw new IllegalStateException("of the task");
                    });
                }
                """);

        Program.Result result = launch("run", "Failing.java").run();

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err())
                .startsWith("Exception in thread \"main\" java.lang.IllegalStateException: of the task\n"
                        + "\tat Failing.lambda$main$0(Failing.java:5)\n")
                .endsWith("\tat Failing.main(Failing.java:4)\n");
    }

    /** The compiler shows the annotations of what it could have meant, and crashes where it lacks their classes. */
    @Test
    void run_wrongArgument_isTheCompilersOwnErrorToo() throws IOException, InterruptedException {
        program("Broken.java", """
                import static org.asyncio4j.Asyncio.*;
                import org.asyncio4j.*;

                void main() {
                    run(() -> {
                        Task<Integer> task = createTask(() -> 5);
                        waitFor(task, 50);
                    });
                }
                """);

        Program.Result result = launch("run", "Broken.java").run();

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).startsWith(
                "Broken.java:7: error: no suitable method found for waitFor(Task<Integer>,int)\n")
                .endsWith("1 error\nerror: compilation failed\n");
    }

    @Test
    void run_throughLinks_fromAnotherFolder() throws IOException, InterruptedException {
        program("Hello.java", HELLO);
        Path elsewhere = Files.createDirectories(folder.resolve("else where/bin"));
        Path near = Files.createSymbolicLink(elsewhere.resolve("near"),
                Path.of("../../check out/asyncio4j"));
        Path far = Files.createSymbolicLink(folder.resolve("far"), near);

        Program.Result result = program(far, "run", "../../check out/Hello.java")
                .in(elsewhere)
                .run();

        assertThat(result).isEqualTo(new Program.Result(0, "0 \n", ""));
    }

    @Test
    void run_fileNamedLikeAnOption_isAFile() throws IOException, InterruptedException {
        program("-version.java", "class Hello { void main() { IO.println(42); } }\n");

        assertThat(launch("run", "-version.java").run().out()).isEqualTo("42\n");
    }

    @Test
    void run_libraryMissing_buildsIt() throws IOException, InterruptedException {
        program("Hello.java", HELLO);
        Path kept = Files.move(jar, folder.resolve("kept.jar"));
        Program launch = launch("run", "Hello.java").with(fakeMaven(MAVEN, kept));

        Program.Result first = launch.run();
        Program.Result second = launch.run();

        assertThat(first.out()).isEqualTo("0 \n");
        assertThat(first.err().lines()).containsExactly("asyncio4j: building the library ...",
                "mvn -B -q -Dmaven.test.skip=true -pl core,io package");
        assertThat(second).isEqualTo(new Program.Result(0, "0 \n", ""));
    }

    @Test
    void run_annotationsMissing_buildsThemToo() throws IOException, InterruptedException {
        program("Hello.java", HELLO);
        Path kept = Files.move(annotations, folder.resolve("kept.jar"));
        Program launch = launch("run", "Hello.java").with(fakeMaven(MAVEN, kept))
                .with(Map.of("JAR_NAME", annotations.getFileName().toString()));

        assertThat(launch.run().err()).startsWith("asyncio4j: building the library ...\n");
        assertThat(launch.run().err()).isEmpty();
    }

    @Test
    void run_libraryOlderThanItsSources_buildsItAgain() throws IOException, InterruptedException {
        program("Hello.java", HELLO);
        program("core/src/main/java/org/asyncio4j/New.java", "");
        Path kept = Files.copy(jar, folder.resolve("kept.jar"));
        Files.setLastModifiedTime(jar, FileTime.from(Instant.EPOCH));
        Program launch = launch("run", "Hello.java").with(fakeMaven(MAVEN, kept));

        assertThat(launch.run().err()).startsWith("asyncio4j: building the library ...\n");
        assertThat(launch.run().err()).isEmpty();
    }

    @Test
    void run_networkingOlderThanItsSources_buildsItAgain() throws IOException, InterruptedException {
        program("Hello.java", HELLO);
        program("io/src/main/java/org/asyncio4j/New.java", "");
        Path kept = Files.copy(jar, folder.resolve("kept.jar"));
        Files.setLastModifiedTime(ioJar, FileTime.from(Instant.EPOCH));

        Program.Result result = launch("run", "Hello.java").with(fakeMaven(MAVEN, kept)).run();

        assertThat(result.err()).startsWith("asyncio4j: building the library ...\n");
    }

    @Test
    @Tag("slow")
    void run_afterTheBuild_keepsAnArchiveOfClasses_inSilence() throws IOException, InterruptedException {
        program("Hello.java", HELLO);
        program("examples/Tour.java", HELLO.replace("arguments.length)", "0)"));
        Program launch = launch("run", "Hello.java");
        var greeting = new Program.Result(0, "0 \n", "");

        assertThat(launch.run()).isEqualTo(greeting);
        Path archive = archive();
        assertThat(archive).isNotEmptyFile();
        assertThat(launch.run()).isEqualTo(greeting);

        Files.setLastModifiedTime(jar, FileTime.from(Instant.EPOCH)); // the archive is of another jar
        assertThat(launch.run()).isEqualTo(greeting);

        Files.writeString(archive, "");
        assertThat(launch.run()).isEqualTo(greeting);
        assertThat(archive).as("not tried again until the next build").isEmptyFile();
    }

    private Path archive() throws IOException {
        try (Stream<Path> files = Files.list(jar.getParent())) {
            return files.filter(file -> file.toString().endsWith(".aot")).findFirst().orElseThrow();
        }
    }

    @Test
    void run_libraryCannotBeBuilt_saysHowToSeeWhy() throws IOException, InterruptedException {
        program("Hello.java", HELLO);
        Path kept = Files.move(jar, folder.resolve("kept.jar"));
        Program launch = launch("run", "Hello.java")
                .with(fakeMaven("#!/bin/sh\necho no network; exit 1\n", kept));

        Program.Result result = launch.run();

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err().lines()).containsExactly("asyncio4j: building the library ...",
                "no network",
                "asyncio4j: the library could not be built; run 'mvn -pl core,io package' in "
                        + checkout.toRealPath() + " to see why");
    }

    @Test
    void run_libraryMissingAndNoMaven_saysSo() throws IOException, InterruptedException {
        program("Hello.java", HELLO);
        Files.delete(jar);
        Path bin = Files.createDirectories(folder.resolve("bin"));
        for (String tool : List.of("dirname", "readlink", "sed", "head", "find", "sh")) {
            String script = "#!/bin/sh\nexec " + onPath(tool) + " \"$@\"\n";
            executable(Files.writeString(bin.resolve(tool), script));
        }

        assertRefused(launch("run", "Hello.java").with(Map.of("PATH", bin.toString())),
                "the library has to be built and there is no mvn on PATH; install Maven");
    }

    private Program launch(String... arguments) {
        return program(launcher, arguments).in(checkout);
    }

    /** Every test says itself where Java is, or takes the one that runs it. */
    private static Program program(Path launcher, String... arguments) {
        var command = new ArrayList<String>();
        command.add(launcher.toString());
        command.addAll(List.of(arguments));
        return new Program(command).with(Map.of(SEARCH, Checkout.JDK.toString()));
    }

    private static void assertRefused(Program launch, String message) throws InterruptedException {
        assertThat(launch.run())
                .isEqualTo(new Program.Result(2, "", "asyncio4j: " + message + "\n"));
    }

    private void program(String name, String text) throws IOException {
        Path file = checkout.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    /** A JDK to be found, not to be run. */
    private Path fakeJdk(String name, String version) throws IOException {
        Path home = folder.resolve(name);
        Path bin = Files.createDirectories(home.resolve("bin"));
        for (String tool : List.of("java", "javac")) {
            executable(Files.writeString(bin.resolve(tool), "#!/bin/sh\nexit 9\n"));
        }
        Files.writeString(home.resolve("release"),
                "OS_NAME=\"Linux\"\nJAVA_VERSION=\"" + version + "\"\n");
        return home;
    }

    private Map<String, String> fakeMaven(String script, Path kept) throws IOException {
        Path bin = Files.createDirectories(folder.resolve("maven/bin"));
        executable(Files.writeString(bin.resolve("mvn"), script));
        return Map.of("PATH", bin + ":" + System.getenv("PATH"),
                "JAR", kept.toString(),
                "JAR_NAME", jar.getFileName().toString());
    }

    private static Path onPath(String tool) {
        for (String place : System.getenv("PATH").split(":", -1)) {
            Path file = Path.of(place).resolve(tool);
            if (Files.isExecutable(file)) {
                return file;
            }
        }
        throw new AssertionError(tool + " is not on PATH");
    }

    private static void executable(Path file) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
