package org.asyncio4j;

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

/** The rules of {@code docs/semantics.md}, beside the tests of one module that cite them. */
public final class SemanticsDoc {

    private static final Path ROOT = Path.of("..");

    /** A rule is a paragraph that begins with its number. */
    private static final Pattern RULE = Pattern.compile("^\\*\\*([A-Z]\\d+)\\.\\*\\*((?s:.*?))(?=\\n\\n|\\z)",
            Pattern.MULTILINE);

    private static final Pattern TEST = Pattern.compile("`(\\w+Test)\\.(\\w+)`");

    private final List<MatchResult> rules;
    private final List<Class<?>> testClasses;

    /**
     * Reads the document, and finds the tests of a module.
     *
     * @param test one of them
     * @throws IOException if reading fails
     */
    public SemanticsDoc(Class<?> test) throws IOException {
        rules = RULE.matcher(Files.readString(ROOT.resolve(Path.of("docs", "semantics.md")))).results().toList();
        testClasses = testClassesBeside(test);
    }

    /** The numbers of all rules, in their order. */
    List<String> numbers() {
        return rules.stream().map(rule -> rule.group(1)).toList();
    }

    /** The numbers of the rules that name no test. */
    List<String> untested() {
        return rules.stream()
                .filter(rule -> !TEST.matcher(rule.group(2)).find())
                .map(rule -> rule.group(1))
                .toList();
    }

    /**
     * Returns the tests of the module that each rule names.
     *
     * @return sorted by rule; without the rules that name none of this module
     */
    public Map<String, Set<String>> named() {
        Set<String> ours = testClasses.stream().map(Class::getSimpleName).collect(Collectors.toSet());
        Map<String, Set<String>> named = new TreeMap<>();
        for (MatchResult rule : rules) {
            TEST.matcher(rule.group(2))
                    .results()
                    .filter(test -> ours.contains(test.group(1)))
                    .forEach(test -> add(named, rule.group(1), test.group(1) + "." + test.group(2)));
        }
        return named;
    }

    /**
     * Returns the tests of the module that cite each rule.
     *
     * @return sorted by rule
     */
    public Map<String, Set<String>> cited() {
        Map<String, Set<String>> cited = new TreeMap<>();
        for (Class<?> testClass : testClasses) {
            for (Method method : testClass.getDeclaredMethods()) {
                Rule rules = method.getAnnotation(Rule.class);
                if (rules != null) {
                    Arrays.stream(rules.value())
                            .forEach(rule -> add(cited, rule, testClass.getSimpleName() + "." + method.getName()));
                }
            }
        }
        return cited;
    }

    private static void add(Map<String, Set<String>> tests, String rule, String test) {
        tests.computeIfAbsent(rule, _ -> new TreeSet<>()).add(test);
    }

    /** The test classes that rules name and no module has. */
    Set<String> unknownTestClasses() throws IOException {
        Set<String> unknown = rules.stream()
                .flatMap(rule -> TEST.matcher(rule.group(2)).results())
                .map(test -> test.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        for (String module : List.of("core", "io")) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(Path.of(module, "src", "test", "java")))) {
                files.map(file -> file.getFileName().toString().replace(".java", "")).forEach(unknown::remove);
            }
        }
        return unknown;
    }

    private static List<Class<?>> testClassesBeside(Class<?> test) throws IOException {
        Path root = rootOf(test);
        try (Stream<Path> files = Files.walk(root)) {
            return files.map(file -> root.relativize(file).toString().replace('/', '.').replace('\\', '.'))
                    .filter(name -> name.matches("[\\w.]*Test\\.class"))
                    .<Class<?>>map(name -> load(name.substring(0, name.length() - ".class".length()), test))
                    .toList();
        }
    }

    private static Path rootOf(Class<?> test) {
        try {
            return Path.of(test.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Class<?> load(String name, Class<?> test) {
        try {
            return Class.forName(name, false, test.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }
}
