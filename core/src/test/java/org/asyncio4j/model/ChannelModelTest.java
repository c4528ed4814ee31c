package org.asyncio4j.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Supplier;
import org.asyncio4j.NothingLeft;
import org.asyncio4j.model.FaultyChannels.Fault;
import org.asyncio4j.model.ModelChecker.Report;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every schedule of small programs on two channels, and many of larger ones, against an account that predicts each outcome.
 * That such a search finds what it is for is shown by faults planted in a copy.
 */
@ExtendWith(NothingLeft.class)
class ChannelModelTest {

    private static final long SEED = 43;

    private static Supplier<Scene> channels(int capacityOfA, int capacityOfB) {
        return () -> new ChannelScene(new RealChannels(capacityOfA, capacityOfB), capacityOfA, capacityOfB);
    }

    private static Supplier<Scene> copies(@Nullable Fault fault) {
        return () -> new ChannelScene(new FaultyChannels(fault, 1, 0), 1, 0);
    }

    private static void report(String what, Report report) {
        System.out.println(what + ": " + report);
    }

    private static void everySchedule(String what, Supplier<Scene> scenes, int tasks) {
        Report report = ModelChecker.check(scenes, Programs.all(example(), tasks), Integer.MAX_VALUE, 0);
        report(what, report);
        assertThat(report.violation()).isNull();
        assertThat(report.exhausted()).isEqualTo(report.programs());
    }

    private static void randomPrograms(String what, Supplier<Scene> scenes, int programs, int inTurn, int drawn) {
        Report report = ModelChecker.check(scenes, Programs.random(example(), programs, SEED), inTurn, drawn);
        report(what, report);
        assertThat(report.violation()).isNull();
    }

    private static Scene example() {
        return channels(0, 0).get();
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 0", "2, 1"})
    void twoTasks_inEverySchedule_keepToTheAccount(int capacityOfA, int capacityOfB) {
        everySchedule("channels " + capacityOfA + ", " + capacityOfB + ", two tasks",
                channels(capacityOfA, capacityOfB), 2);
    }

    @Test
    @Tag("slow")
    void threeTasks_inEverySchedule_keepToTheAccount() {
        everySchedule("channels 0, 0, three tasks", channels(0, 0), 3);
        everySchedule("channels 1, 0, three tasks", channels(1, 0), 3);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 0", "2, 1"})
    void fourTasksOfThreeOperations_inManySchedules_keepToTheAccount(int capacityOfA, int capacityOfB) {
        randomPrograms("channels " + capacityOfA + ", " + capacityOfB + ", up to four tasks of three operations",
                channels(capacityOfA, capacityOfB), 300, 100, 50);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 0", "2, 1"})
    @Tag("slow")
    void fourTasksOfThreeOperations_inVeryManySchedules_keepToTheAccount(int capacityOfA, int capacityOfB) {
        randomPrograms("channels " + capacityOfA + ", " + capacityOfB + ", up to four tasks of three operations",
                channels(capacityOfA, capacityOfB), 6_000, 1_000, 200);
    }

    @Test
    void copyWithoutAFault_keepsToTheAccount() {
        randomPrograms("a copy", copies(null), 300, 50, 20);
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void plantedFault_isFound(Fault fault) {
        Report report = ModelChecker.check(copies(fault), Programs.random(example(), 2_000, SEED), 20, 20);
        report(fault + " is found after", report);

        assertThat(report.violation()).isNotNull();
    }
}
