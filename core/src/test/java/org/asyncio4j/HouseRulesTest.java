package org.asyncio4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a person can see in a listing of the tree, kept true in every module. */
@Tag("mounted-only")
class HouseRulesTest {

    private static final int MAX_LINES = 500;

    private static final Path CHECKOUT = Path.of("..").toAbsolutePath().normalize();

    private static final Pattern SKIPS = Pattern.compile(
            "^import .*(\\.Disabled|\\bAssumptions|\\.condition\\.|\\.TestAbortedException)",
            Pattern.MULTILINE);

    private static final Pattern SLEEPS = Pattern.compile("\\b(Thread|TimeUnit\\.\\w+)\\.sleep\\(");

    private static final Pattern NULL_MARKED = Pattern.compile("^@NullMarked$", Pattern.MULTILINE);

    @Test
    void everyFile_fitsInOneSitting() {
        assertThat(sources()).filteredOn(file -> text(file).lines().count() > MAX_LINES)
                .as("files longer than %d lines: split them by concept", MAX_LINES)
                .isEmpty();
    }

    @Test
    void everyPackage_saysWhatItIsForAndThatNullIsTheException() {
        assertThat(packages()).filteredOn(folder -> !isNullMarked(folder))
                .as("packages without a package-info.java that says @NullMarked")
                .isEmpty();
    }

    @Test
    void noTest_canSkipItself() {
        assertThat(tests()).filteredOn(file -> SKIPS.matcher(text(file)).find())
                .as("tests that may not run: a test that is skipped proves nothing")
                .isEmpty();
    }

    /** {@link ArchitectureTest} sees single classes, but only those of this module. */
    @Test
    void noTestOfAnotherModule_sleeps() {
        assertThat(tests()).filteredOn(file -> !file.startsWith("core"))
                // a port sleeps where its Python does
                .filteredOn(file -> !file.startsWith("conformance") || !file.toString().contains("scenarios"))
                .filteredOn(
                        file -> !file.getFileName().toString().matches(".*(Foreign|Blocking).*"))
                .filteredOn(file -> SLEEPS.matcher(text(file)).find())
                .as("tests that wait for time instead of for what they need")
                .isEmpty();
    }

    private static List<Path> tests() {
        return sources().stream()
                .filter(file -> file.getNameCount() > 3
                        && file.subpath(1, 3).equals(Path.of("src", "test")))
                .toList();
    }

    /** Every package folder of a main or test tree, from the root of the checkout. */
    private static List<Path> packages() {
        return sources().stream()
                .filter(file -> file.getNameCount() > 5 && file.getName(3).equals(Path.of("java")))
                .map(Path::getParent)
                .distinct()
                .toList();
    }

    /** Tests share the package, and so the description, of the classes they test. */
    private static boolean isNullMarked(Path folder) {
        Path module = folder.getName(0);
        Path inside = folder.subpath(4, folder.getNameCount());
        return Stream.of("main", "test")
                .map(tree -> module.resolve("src").resolve(tree).resolve("java"))
                .map(root -> root.resolve(inside).resolve("package-info.java"))
                .filter(file -> Files.exists(CHECKOUT.resolve(file)))
                .anyMatch(file -> NULL_MARKED.matcher(text(file)).find());
    }

    /** Sources relative to the checkout, {@code core/src/main/java/…} and {@code examples/….java}. */
    private static List<Path> sources() {
        try (Stream<Path> modules = Files.list(CHECKOUT)) {
            return modules.filter(folder -> Files.exists(folder.resolve("pom.xml")))
                    .flatMap(module -> Stream.concat(javaFiles(module, 1),
                            javaFiles(module.resolve("src"), 99)))
                    .map(CHECKOUT::relativize)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Path> javaFiles(Path folder, int depth) {
        if (!Files.isDirectory(folder)) {
            return Stream.empty();
        }
        try (Stream<Path> files = Files.walk(folder, depth)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(CHECKOUT.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
