package org.asyncio4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExamplesTest {

    /** If this one fails, so do the others, and not because of the examples. */
    @Test
    void plumbing_carriesEverythingBothWays(@TempDir Path folder)
            throws IOException, InterruptedException {
        Path file = folder.resolve("Probe.java");
        Files.writeString(file, """
                import org.asyncio4j.Asyncio;

                void main(String[] arguments) {
                    IO.println(Runtime.version().feature() + " " + String.join("|", arguments));
                    IO.println(Asyncio.class.getName() + " for " + System.getenv("GREETED"));
                    System.err.println(Object.class.getModule()
                            .isOpen("java.lang", Asyncio.class.getModule()));
                    System.exit(7);
                }
                """);

        Program.Result result = Checkout.example(file.toString(), "one", "two words")
                .with(Map.of("GREETED", "you"))
                .run();
        Program.Result bare = Checkout.exampleWithoutFlag(file.toString()).run();

        String first = Runtime.version().feature() + " one|two words\n";
        assertThat(result)
                .isEqualTo(
                        new Program.Result(7, first + "org.asyncio4j.Asyncio for you\n", "true\n"));
        assertThat(bare.err()).isEqualTo("false\n");
    }
}
