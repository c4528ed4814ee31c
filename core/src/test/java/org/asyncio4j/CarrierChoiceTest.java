package org.asyncio4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.asyncio4j.ChildJvm.Outcome;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Which carrier a program gets and what it is told of that. Each program chooses for itself, so one run is enough. */
@Tag("mounted-only")
@ExtendWith({NothingLeft.class, Watchdog.class})
class CarrierChoiceTest {

    private static final String FLAG = "--add-opens java.base/java.lang=ALL-UNNAMED";
    private static final String FLAG_IN_ONE_WORD = "--add-opens=java.base/java.lang=ALL-UNNAMED";

    /** Runs some loops, one after another and beside each other, and prints their carriers. */
    static final class Program {

        private Program() {}

        public static void main(String[] arguments) throws InterruptedException {
            int loops = Integer.parseInt(arguments[0]);
            for (int i = 0; i < loops; i++) {
                runALoop();
            }
            List<Thread> threads = new ArrayList<>();
            for (int i = 1; i < loops; i++) {
                threads.add(Thread.ofPlatform().start(Program::runALoop));
            }
            for (Thread thread : threads) {
                thread.join();
            }
        }

        private static void runALoop() {
            Asyncio.run(() -> {
                Asyncio.sleep(Duration.ZERO);
                System.out.println(Asyncio.getRunningLoop().getCarrierMode());
            });
        }
    }

    /** Uses the library first in a thread that hands thread locals and a class loader down. */
    static final class HandingDown {

        private HandingDown() {}

        public static void main(String[] arguments) {
            new InheritableThreadLocal<String>().set("handed down");
            Thread.currentThread().setContextClassLoader(ClassLoader.getPlatformClassLoader());
            Program.runALoop();
        }
    }

    @ParameterizedTest
    @MethodSource("choices")
    void carrier_isTheOneAskedFor(List<String> options, CarrierMode expected) throws Exception {
        Outcome outcome = ChildJvm.run(options, Program.class, "1");

        assertThat(outcome).isEqualTo(new Outcome(0, List.of(expected.name()), List.of()));
    }

    @Test
    void firstUse_inAThreadThatHandsDownThreadLocals_makesNoDifference() throws Exception {
        Outcome outcome = ChildJvm.run(List.of(FLAG_IN_ONE_WORD), HandingDown.class);

        assertThat(outcome).isEqualTo(new Outcome(0, List.of("MOUNTED"), List.of()));
    }

    static Stream<Arguments> choices() {
        return Stream.of(
                argumentSet("auto with the flag", List.of(FLAG_IN_ONE_WORD), CarrierMode.MOUNTED),
                argumentSet("mounted with the flag", with("mounted", FLAG_IN_ONE_WORD), CarrierMode.MOUNTED),
                argumentSet("baton with the flag", with("baton", FLAG_IN_ONE_WORD), CarrierMode.BATON),
                argumentSet("baton without the flag", with("baton", null), CarrierMode.BATON));
    }

    private static List<String> with(String carrier, @Nullable String flag) {
        String property = "-Dasyncio4j.carrier=" + carrier;
        return flag == null ? List.of(property) : List.of(property, flag);
    }

    @Test
    void auto_withoutTheFlag_isBatonAndSaysOnceHowToGetBetter() throws Exception {
        Outcome outcome = ChildJvm.run(List.of(), Program.class, "1");

        assertThat(outcome.status()).isZero();
        assertThat(outcome.out()).containsExactly("BATON");
        assertThat(outcome.err()).filteredOn(line -> line.contains(FLAG)).hasSize(1);
        // the logging of the JDK puts a line with the time and the place before each message
        assertThat(outcome.err()).hasSizeLessThanOrEqualTo(2);
    }

    @Test
    void auto_withManyLoops_saysItOnceOnly() throws Exception {
        Outcome outcome = ChildJvm.run(with("auto", null), Program.class, "4");

        assertThat(outcome.status()).isZero();
        assertThat(outcome.out()).hasSize(7).containsOnly("BATON");
        assertThat(outcome.err()).filteredOn(line -> line.contains(FLAG)).hasSize(1);
        assertThat(outcome.err()).hasSizeLessThanOrEqualTo(2);
    }

    @Test
    void mounted_withoutTheFlag_failsAndNamesIt() throws Exception {
        Outcome outcome = ChildJvm.run(with("mounted", null), Program.class, "1");

        assertThat(outcome.status()).isNotZero();
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err()).first()
                .asString()
                .contains("java.lang.IllegalStateException: the mounted carrier is not available")
                .endsWith("start the JVM with " + FLAG);
    }

    @Test
    void nonsense_failsAndNamesTheChoices() throws Exception {
        Outcome outcome = ChildJvm.run(with("fast", null), Program.class, "1");

        assertThat(outcome.status()).isNotZero();
        assertThat(outcome.err()).first()
                .asString()
                .endsWith("java.lang.IllegalArgumentException: -Dasyncio4j.carrier=fast names no carrier;"
                        + " use auto, mounted or baton");
    }

    @Test
    void selfTest_passesOnThisJdk() {
        assertThat(VirtualThreads.refusal()).isEmpty();
        assertThat(VirtualThreads.access()).isNotNull();
    }
}
