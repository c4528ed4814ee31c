package org.asyncio4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The rules of {@code docs/semantics.md} and the tests that cite them, kept the same from both sides. */
@Tag("mounted-only")
class SemanticsDocTest {

    private static final Path DOCUMENT = Path.of("..", "docs", "semantics.md");

    /** A rule is a paragraph that begins with its number. */
    private static final Pattern RULE = Pattern.compile("^\\*\\*([A-Z]\\d+)\\.\\*\\*((?s:.*?))(?=\\n\\n|\\z)",
            Pattern.MULTILINE);

    private static final Pattern TEST = Pattern.compile("`(\\w+Test\\.\\w+)`");

    /** The annotation of a test, those behind it, and the name of the method. */
    private static final Pattern CITATION = Pattern.compile("@Rule\\(([^)]*)\\)[^{;]*?\\bvoid (\\w+)\\(");

    private static final Pattern QUOTED = Pattern.compile("\"(\\w+)\"");

    @Test
    void everyRule_namesTheTestsThatCiteIt_andNoOthers() throws IOException {
        Map<String, Set<String>> named = new TreeMap<>();
        rules().forEach(rule -> named.put(rule.group(1), TEST.matcher(rule.group(2))
                .results()
                .map(test -> test.group(1))
                .collect(Collectors.toCollection(TreeSet::new))));
        assertThat(named).isNotEmpty().isEqualTo(citations());
    }

    @Test
    void everyRule_hasANumberOfItsOwnAndATest() throws IOException {
        assertThat(rules()).extracting(rule -> rule.group(1)).doesNotHaveDuplicates();
        assertThat(rules()).filteredOn(rule -> !TEST.matcher(rule.group(2)).find()).isEmpty();
    }

    private static List<MatchResult> rules() throws IOException {
        return RULE.matcher(Files.readString(DOCUMENT)).results().toList();
    }

    /** The tests of all modules that cite each rule. */
    private static Map<String, Set<String>> citations() throws IOException {
        Map<String, Set<String>> citations = new TreeMap<>();
        for (Path file : testFiles()) {
            String name = file.getFileName().toString().replace(".java", "");
            CITATION.matcher(Files.readString(file))
                    .results()
                    .forEach(citation -> QUOTED.matcher(citation.group(1))
                            .results()
                            .forEach(rule -> citations.computeIfAbsent(rule.group(1), _ -> new TreeSet<>())
                                    .add(name + "." + citation.group(2))));
        }
        return citations;
    }

    private static List<Path> testFiles() throws IOException {
        List<Path> files = new ArrayList<>();
        for (String module : List.of("core", "io")) {
            try (Stream<Path> all = Files.walk(Path.of("..", module, "src", "test", "java"))) {
                all.filter(file -> file.getFileName().toString().endsWith("Test.java")).forEach(files::add);
            }
        }
        return files;
    }
}
