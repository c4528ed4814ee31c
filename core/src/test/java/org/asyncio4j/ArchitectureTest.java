package org.asyncio4j;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The layers of the library, kept by a test instead of a promise. */
@Tag("mounted-only")
class ArchitectureTest {

    private static final String ROOT = "org.asyncio4j";

    /** Main classes that write to the console because that is what they are for. */
    private static final Set<String> CONSOLE_WRITERS = Set.of("org.asyncio4j.Task", "org.asyncio4j.LoopErrors");

    private final JavaClasses main = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_PACKAGE_INFOS)
            .importPackages(ROOT);

    private final JavaClasses tests = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.ONLY_INCLUDE_TESTS)
            .importPackages(ROOT);

    @Test
    void packages_haveNoCycle() {
        SlicesRuleDefinition.slices()
                .assignedFrom(onePerPackage())
                .should()
                .beFreeOfCycles()
                .check(main);
    }

    @Test
    void seams_knowNothingOfTheLibrary() {
        noClasses().that()
                .resideInAPackage(ROOT + ".spi..")
                .should()
                .dependOnClassesThat(resideInAPackage(ROOT + "..")
                        .and(DescribedPredicate.not(resideInAPackage(ROOT + ".spi.."))))
                .allowEmptyShould(true)
                .check(main);
    }

    @Test
    void primitives_areWrittenOnThePublicCore() {
        noClasses().that()
                .resideInAnyPackage(ROOT + ".sync..", ROOT + ".queue..", ROOT + ".channel..")
                .should()
                .accessTargetWhere(target(hiddenInTheRoot()))
                .because(
                        "a primitive that needs a back door shows that the public core lacks something")
                .allowEmptyShould(true)
                .check(main);
    }

    @Test
    void time_comesFromTheClockOfTheLoop() {
        noClasses().that(areNoClocks())
                .should()
                .accessTargetWhere(calls(System.class, "nanoTime", "currentTimeMillis"))
                .because("a test must be able to replace time")
                .check(main);
    }

    @Test
    void library_doesNotWriteToTheConsole() {
        noClasses().that(areNoneOf(CONSOLE_WRITERS))
                .should()
                .accessTargetWhere(calls(System.class, "out", "err"))
                .because("a library reports through System.Logger or the loop's exception handler")
                .check(main);
    }

    @Test
    void names_sayWhatAClassIs() {
        noClasses().should()
                .haveNameMatching(".*(Utils|Helper|Manager|Impl)")
                .check(main);
    }

    @Test
    void tests_doNotSleep() {
        noClasses().that()
                .haveNameNotMatching(".*(Foreign|Blocking).*")
                .should()
                .accessTargetWhere(calls(Thread.class, "sleep").or(calls(TimeUnit.class, "sleep")))
                .because(
                        "a test waits for what it needs, not for time; those that show what a foreign"
                                + " or blocking sleep does say so in their name")
                .check(tests);
    }

    private static SliceAssignment onePerPackage() {
        return new SliceAssignment() {
            @Override
            public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
                return SliceIdentifier.of(javaClass.getPackageName());
            }

            @Override
            public String getDescription() {
                return "packages";
            }
        };
    }

    /** Also when it is reached by its name in a subclass. */
    private static DescribedPredicate<AccessTarget> hiddenInTheRoot() {
        return DescribedPredicate.describe("is not public in " + ROOT,
                accessed -> accessed.resolveMember()
                        .filter(member -> member.getOwner().getPackageName().equals(ROOT))
                        .filter(member -> !member.getModifiers().contains(JavaModifier.PUBLIC))
                        .isPresent());
    }

    private static DescribedPredicate<JavaClass> areNoClocks() {
        return DescribedPredicate.describe("are not the clock of the loop",
                javaClass -> !javaClass.getName()
                        .matches("org\\.asyncio4j\\.spi\\.(LoopClock(\\$.*)?|\\w*Clock)"));
    }

    private static DescribedPredicate<JavaClass> areNoneOf(Set<String> names) {
        return DescribedPredicate.describe("are none of " + names,
                javaClass -> !names.contains(javaClass.getName()));
    }

    /** Method references count as well as calls. */
    private static DescribedPredicate<JavaAccess<?>> calls(Class<?> declaring, String... members) {
        DescribedPredicate<AccessTarget> named = DescribedPredicate.describe(
                String.join(" or ", members),
                accessed -> Set.of(members).contains(accessed.getName()));
        return target(owner(type(declaring))).and(target(named));
    }
}
