package org.asyncio4j.conformance.random;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.asyncio4j.NothingLeft;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Random programs do, to the tick, what they do in CPython. */
@ExtendWith(NothingLeft.class)
class RandomProgramsTest {

    /** Where other programs are, and what CPython made of them. */
    private static final Path PROGRAMS = Path.of(System.getProperty("random.programs", "random/programs.txt"));
    private static final Path GOLDEN = Path.of(PROGRAMS.toString().replaceFirst("\\.txt$", ".out"));

    private static final int SHOWN = 3;

    @Test
    void programs_doWhatTheyDoInCPython() throws IOException {
        List<Statement> programs = Statement.parse(Files.readString(PROGRAMS));
        List<List<String>> expected = golden();
        assertThat(programs).hasSameSizeAs(expected).isNotEmpty();
        List<String> differences = new ArrayList<>();
        int different = 0;
        for (int i = 0; i < programs.size(); i++) {
            List<String> actual = Player.play(programs.get(i));
            if (!actual.equals(expected.get(i))) {
                different++;
                if (differences.size() < SHOWN) {
                    differences.add(describe(programs.get(i), expected.get(i), actual));
                }
            }
        }
        assertThat(differences).as("%d of %d programs differ", different, programs.size()).isEmpty();
    }

    /** What CPython wrote down: a line for each program, and indented ones for what happens in it. */
    private static List<List<String>> golden() throws IOException {
        List<List<String>> runs = new ArrayList<>();
        for (String line : Files.readAllLines(GOLDEN)) {
            if (line.startsWith(" ")) {
                runs.getLast().add(line.substring(1));
            } else {
                runs.add(new ArrayList<>());
            }
        }
        return runs;
    }

    private static String describe(Statement program, List<String> expected, List<String> actual) {
        int same = 0;
        while (same < Math.min(expected.size(), actual.size()) && expected.get(same).equals(actual.get(same))) {
            same++;
        }
        return "\n" + program + "\nboth\n  " + String.join("\n  ", expected.subList(0, same))
                + "\nthen CPython\n  " + String.join("\n  ", expected.subList(same, expected.size()))
                + "\nbut asyncio4j\n  " + String.join("\n  ", actual.subList(same, actual.size())) + "\n";
    }
}
