package org.asyncio4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MakeTest {

    @TempDir(factory = SpacedFolder.class)
    Path folder;

    private Program make(boolean withFlag, String rules, String... targets) throws IOException {
        Path file = Files.writeString(folder.resolve("rules"), rules);
        String[] arguments = new String[targets.length + 2];
        arguments[0] = "-f";
        arguments[1] = file.toString();
        System.arraycopy(targets, 0, arguments, 2, targets.length);
        String make = "examples/Make.java";
        Program program = withFlag ? Checkout.example(make, arguments) : Checkout.exampleWithoutFlag(make, arguments);
        return program.heedingInterrupts();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void targets_areMadeOnceAfterWhatTheyNeed_asManyAtOnceAsAllowed(boolean withFlag) throws Exception {
        // each of the two waits for the other one to have begun
        String rules = """
                # a comment
                all: left right
                    echo all; echo done >&2
                left: base
                    touch '%1$s/left'; while [ ! -e '%1$s/right' ]; do sleep 0.01; done
                right: base
                    touch '%1$s/right'; while [ ! -e '%1$s/left' ]; do sleep 0.01; done

                base:
                    echo once
                unneeded:
                    echo never
                """.formatted(folder);

        Program.Result result = make(withFlag, rules, "-j", "2").run();

        assertThat(result.err()).doesNotContain("make", "Exception");
        assertThat(result.status()).isZero();
        assertThat(result.out().lines()).startsWith("base     | $ echo once", "base     | once")
                .endsWith("all      | $ echo all; echo done >&2", "all      | all", "all      | done")
                .hasSize(7);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void oneJob_isOneAtATime(boolean withFlag) throws Exception {
        String alone = "mkdir '%1$s/busy' && sleep 0.05 && rmdir '%1$s/busy'".formatted(folder);
        String rules = "all: a b c\n" + "a:\n\t" + alone + "\nb:\n\t" + alone + "\nc:\n\t" + alone + "\n";

        assertThat(make(withFlag, rules, "-j", "1").run().status()).isZero();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void firstFailure_stopsTheOthersAndLeavesNoProcess(boolean withFlag) throws Exception {
        String rules = """
                all: slow broken later
                slow:
                    sleep 60 & echo $! > '%1$s/pid.new'; mv '%1$s/pid.new' '%1$s/pid'; wait
                broken:
                    while [ ! -e '%1$s/pid' ]; do sleep 0.01; done; exit 3
                later: broken
                    echo later
                """.formatted(folder);

        Program.Result result = make(withFlag, rules, "-j", "4").run();

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err()).containsOnlyOnce("make: ")
                .contains("make: broken: 'while")
                .endsWith("exit 3' ended with 3\n");
        assertThat(result.out()).doesNotContain("| later");
        assertThat(isRunning(Files.readString(folder.resolve("pid")).strip())).isFalse();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void interrupt_leavesNoProcess(boolean withFlag) throws Exception {
        Program.Running make = make(withFlag, "slow:\n    sleep 60 & echo pid $!; wait; echo never\n").start();
        make.awaitOut("| pid ");
        make.interrupt();
        Program.Result result = make.result();

        assertThat(result.status()).isEqualTo(130);
        assertThat(result.err()).doesNotContain("make", "Exception");
        String pid = result.out().lines().toList().getLast().replaceFirst(".*pid ", "");
        assertThat(isRunning(pid)).isFalse();
    }

    /** A process that has ended, but was not taken off the system's table yet, has no command line. */
    private static boolean isRunning(String pid) {
        try {
            return !Files.readString(Path.of("/proc", pid, "cmdline")).isEmpty();
        } catch (IOException _) {
            return false;
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void rulesThatMakeNoSense_areRefusedBeforeAnythingIsDone(boolean withFlag) throws Exception {
        assertRefused(make(withFlag, "a: b\n    echo a\nb: c\nc: a\n"),
                "make: a -> b -> c -> a: a target cannot need itself");
        assertRefused(make(withFlag, "a: b\n    echo a\n"), "make: no rule for a -> b");
        assertRefused(make(withFlag, "  echo a\n"), "rules:1: neither a target nor a command of one: echo a");
        assertRefused(make(withFlag, "a:\n", "-j", "many"), "usage: Make [-j JOBS] [-f FILE] [TARGET...]");
    }

    private static void assertRefused(Program make, String message) throws InterruptedException {
        Program.Result result = make.run();
        assertThat(result.status()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).endsWith(message + "\n");
    }
}
