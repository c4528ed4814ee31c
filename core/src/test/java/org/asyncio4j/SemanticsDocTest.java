package org.asyncio4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
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

    /** The tests that cite each rule. */
    private static Map<String, Set<String>> citations() throws IOException {
        Map<String, Set<String>> citations = new TreeMap<>();
        for (Class<?> testClass : testClasses()) {
            for (Method method : testClass.getDeclaredMethods()) {
                Rule cited = method.getAnnotation(Rule.class);
                if (cited != null) {
                    Arrays.stream(cited.value())
                            .forEach(rule -> citations.computeIfAbsent(rule, _ -> new TreeSet<>())
                                    .add(testClass.getSimpleName() + "." + method.getName()));
                }
            }
        }
        return citations;
    }

    private static List<Class<?>> testClasses() throws IOException {
        Path root = root();
        try (Stream<Path> files = Files.walk(root)) {
            return files.map(file -> root.relativize(file).toString().replace('/', '.').replace('\\', '.'))
                    .filter(name -> name.matches("[\\w.]*Test\\.class"))
                    .<Class<?>>map(name -> load(name.substring(0, name.length() - ".class".length())))
                    .toList();
        }
    }

    private static Path root() {
        try {
            return Path.of(SemanticsDocTest.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, SemanticsDocTest.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }
}
