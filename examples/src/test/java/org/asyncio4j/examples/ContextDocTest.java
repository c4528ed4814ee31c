package org.asyncio4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The programs in the chapter on context print what stands below them, with the flag and without. */
class ContextDocTest {

    private static final Pattern PROGRAM_AND_OUTPUT = Pattern.compile("```java\n(import .*?)```\n\n```\n(.*?)```",
            Pattern.DOTALL);

    private record Sample(String program, String output) {}

    @Test
    void programs_printWhatTheChapterSays(@TempDir Path folder) throws IOException, InterruptedException {
        List<Sample> samples = samples();
        assertThat(samples).hasSize(2);
        for (Sample sample : samples) {
            Path file = Files.writeString(folder.resolve("Sample.java"), sample.program());

            Program.Result result = Checkout.example(file.toString()).run();
            Program.Result withoutTheFlag = Checkout.exampleWithoutFlag(file.toString()).run();

            assertThat(result).isEqualTo(new Program.Result(0, sample.output(), ""));
            assertThat(withoutTheFlag.out()).isEqualTo(sample.output());
        }
    }

    private static List<Sample> samples() throws IOException {
        List<Sample> samples = new ArrayList<>();
        Matcher matcher = PROGRAM_AND_OUTPUT.matcher(Files.readString(Checkout.ROOT.resolve("docs/context.md")));
        while (matcher.find()) {
            samples.add(new Sample(matcher.group(1), matcher.group(2)));
        }
        return samples;
    }
}
