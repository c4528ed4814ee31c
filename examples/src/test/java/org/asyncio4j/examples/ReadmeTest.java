package org.asyncio4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README shows is a program that runs. */
class ReadmeTest {

    @Test
    void firstProgram_runs(@TempDir Path folder) throws IOException, InterruptedException {
        String readme = Files.readString(Checkout.ROOT.resolve("README.md"));
        String fence = "```";
        int start = readme.indexOf(fence + "java\n") + (fence + "java\n").length();
        Path file = Files.writeString(folder.resolve("Readme.java"),
                readme.substring(start, readme.indexOf(fence, start)));

        Program.Result result = Checkout.example(file.toString()).run();

        assertThat(result.err()).isEmpty();
        assertThat(result.out()).isEqualTo("""
                [a after 30 ms, b after 10 ms]
                gave up: <Task cancelled name='Task-2'>
                """);
    }
}
