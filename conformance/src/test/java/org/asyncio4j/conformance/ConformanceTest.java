package org.asyncio4j.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.asyncio4j.VirtualTime;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every port prints, byte for byte, what CPython printed. */
class ConformanceTest {

    /** The areas whose scenarios are all ported; a missing port fails the build. */
    private static final Set<String> AREAS = Set.of("seed", "run", "order", "create", "await", "task", "future",
            "gather",
            "wait", "wait_for", "as_completed", "shield", "timeout", "taskgroup", "context", "sync", "queue", "loop",
            "threads", "debug", "eager", "aiter", "streams", "protocols", "subprocess");

    private static final Path SCENARIOS = Path.of("scenarios");
    private static final Path DIFFERENCES = Path.of("differences");

    /** A machine that stalls can disturb a scenario in real time; it does not do so three times in a row. */
    private static final int ATTEMPTS = 3;
    private static final Duration HANG = Duration.ofSeconds(60);

    static Stream<String> names() throws IOException {
        try (Stream<Path> files = Files.list(SCENARIOS)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(".py"))
                    .map(file -> file.substring(0, file.length() - ".py".length()))
                    .filter(ConformanceTest::isInScope)
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    static Stream<String> namesOfThoseThatOnlyWait() throws IOException {
        return names().filter(name -> !isMarked(name, RealTimeOnly.class) && !isMarked(name, OwnProcess.class));
    }

    @ParameterizedTest
    @MethodSource("names")
    void inRealTime_printsWhatCPythonPrinted(String name) throws Exception {
        String expected = expected(name);
        String actual = "";
        for (int attempt = 0; attempt < ATTEMPTS && !actual.equals(expected); attempt++) {
            actual = isMarked(name, OwnProcess.class) ? ScenarioProcess.run(name) : inOwnThread(name, null);
        }
        assertThat(actual).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("namesOfThoseThatOnlyWait")
    void inSimulatedTime_printsWhatCPythonPrinted(String name) throws Exception {
        assertThat(inOwnThread(name, new VirtualTime())).isEqualTo(expected(name));
    }

    @Test
    void everyDifference_isExplained() throws IOException {
        String reasons = Files.readString(Path.of("DIFFERENCES.md"));
        try (Stream<Path> files = Files.list(DIFFERENCES)) {
            assertThat(files.map(file -> file.getFileName().toString().substring(0, 3))).allSatisfy(
                    number -> assertThat(reasons).contains("| " + number + " |"));
        }
    }

    private static boolean isInScope(String name) {
        return AREAS.stream().anyMatch(area -> name.matches("\\d+_" + area + "_.*"));
    }

    /** What the port has to print: CPython's word, or for the few listed differences the word of this project. */
    private static String expected(String name) throws IOException {
        Path different = DIFFERENCES.resolve(name + ".txt");
        return Files.readString(Files.exists(different) ? different : SCENARIOS.resolve(name + ".out"));
    }

    private static boolean isMarked(String name, Class<? extends java.lang.annotation.Annotation> mark) {
        return portOf(name).isAnnotationPresent(mark);
    }

    static Class<? extends Scenario> portOf(String name) {
        String className = ConformanceTest.class.getPackageName() + ".scenarios.S" + name;
        try {
            return Class.forName(className).asSubclass(Scenario.class);
        } catch (ClassNotFoundException e) {
            throw new AssertionError("scenario " + name + " has no port: write " + className, e);
        }
    }

    static Scenario newPort(String name) throws ReflectiveOperationException {
        var constructor = portOf(name).getDeclaredConstructor();
        constructor.setAccessible(true);
        return constructor.newInstance();
    }

    /** Each scenario has a thread of its own, so that none sees the current loop or context of another. */
    private static String inOwnThread(String name, @Nullable VirtualTime time) throws Exception {
        Scenario port = newPort(name);
        var output = new AtomicReference<String>("");
        var failure = new AtomicReference<@Nullable Throwable>();
        Thread thread = Thread.ofPlatform().daemon().name("scenario-" + name).start(() -> {
            try {
                output.set(port.output(time));
            } catch (Throwable error) {
                failure.set(error);
            }
        });
        assertThat(thread.join(HANG)).as("scenario ended within %s; it is at %s", HANG, List.of(thread.getStackTrace()))
                .isTrue();
        Throwable error = failure.get();
        if (error != null) {
            throw new AssertionError("the port of " + name + " ended with " + error, error);
        }
        return output.get();
    }
}
