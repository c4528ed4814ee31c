package org.asyncio4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every example that has an output beside it prints exactly that, with the flag and without. */
class PrintingExamplesTest {

    /** They run in real time: a machine that stalls can disturb one, but not three times in a row. */
    private static final int ATTEMPTS = 3;

    private static final Path FOLDER = Checkout.ROOT.resolve("examples");

    static List<String> examples() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(".out"))
                    .map(file -> file.substring(0, file.length() - ".out".length()))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void example_printsWhatIsPromised(String name) throws IOException, InterruptedException {
        Program.Result result = run(Checkout.example(file(name)), promised(name));

        assertThat(result).isEqualTo(new Program.Result(0, promised(name), ""));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void example_withoutTheFlag_printsTheSameAndNamesTheFlag(String name) throws IOException, InterruptedException {
        Program.Result result = run(Checkout.exampleWithoutFlag(file(name)), promised(name));

        assertThat(result.out()).isEqualTo(promised(name));
        assertThat(result.err()).contains("--add-opens java.base/java.lang=ALL-UNNAMED");
        assertThat(result.status()).isZero();
    }

    private static Program.Result run(Program program, String promised) throws InterruptedException {
        Program.Result result = program.run();
        for (int attempt = 1; attempt < ATTEMPTS && !result.out().equals(promised); attempt++) {
            result = program.run();
        }
        return result;
    }

    private static String file(String name) {
        return "examples/" + name + ".java";
    }

    private static String promised(String name) throws IOException {
        return Files.readString(FOLDER.resolve(name + ".out"));
    }
}
