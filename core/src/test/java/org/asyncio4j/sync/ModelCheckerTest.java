package org.asyncio4j.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.asyncio4j.NothingLeft;
import org.asyncio4j.sync.FaultyPrimitives.BarrierFault;
import org.asyncio4j.sync.FaultyPrimitives.ConditionFault;
import org.asyncio4j.sync.FaultyPrimitives.EventFault;
import org.asyncio4j.sync.FaultyPrimitives.FaultyBarrier;
import org.asyncio4j.sync.FaultyPrimitives.FaultyCondition;
import org.asyncio4j.sync.FaultyPrimitives.FaultyEvent;
import org.asyncio4j.sync.FaultyPrimitives.FaultyLock;
import org.asyncio4j.sync.FaultyPrimitives.FaultySemaphore;
import org.asyncio4j.sync.FaultyPrimitives.JammingSemaphore;
import org.asyncio4j.sync.FaultyPrimitives.LockFault;
import org.asyncio4j.sync.FaultyPrimitives.SemaphoreFault;
import org.asyncio4j.sync.FaultyPrimitives.StealingSemaphore;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * No schedule of a small program makes a primitive lose a wake-up, have two owners, let somebody overtake or leave somebody
 * waiting; and a primitive that has one of the usual faults does not get through.
 */
@ExtendWith(NothingLeft.class)
class ModelCheckerTest {

    private static final long SEED = 27_585;

    /** So many schedules of each program are tried in turn, and so many drawn if there are more. */
    private static final int IN_TURN = 400;
    private static final int DRAWN = 50;
    private static final int RANDOM_PROGRAMS = 150;

    static Stream<Arguments> primitives() {
        return Stream.of(primitive("Lock", LockScene::ofLock),
                primitive("Semaphore(1)", () -> SemaphoreScene.of(new Semaphore(1))),
                primitive("Semaphore(2)", () -> SemaphoreScene.of(new Semaphore(2))),
                primitive("Semaphore(0)", () -> SemaphoreScene.of(new Semaphore(0))),
                primitive("Event", EventScene::ofEvent),
                primitive("Condition", ConditionScene::ofCondition),
                primitive("Barrier(2)", () -> BarrierScene.of(2)),
                primitive("Barrier(3)", () -> BarrierScene.of(3)));
    }

    /** What shows that it is the fault of a copy that is found, and not the copy. */
    static Stream<Arguments> copiesWithoutFaults() {
        return Stream.of(primitive("copy of Lock", () -> new LockScene(new FaultyLock(null))),
                primitive("copy of Semaphore", () -> new SemaphoreScene(new FaultySemaphore(1, null))),
                primitive("copy of Event", () -> new EventScene(new FaultyEvent(null))),
                primitive("copy of Condition", () -> new ConditionScene(new FaultyCondition(null))),
                primitive("copy of Barrier", () -> new BarrierScene(new FaultyBarrier(2, null))));
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                faults(LockFault.values(), fault -> new LockScene(new FaultyLock(fault))),
                faults(SemaphoreFault.values(), fault -> new SemaphoreScene(new FaultySemaphore(1, fault))),
                Stream.of(primitive("StealingSemaphore", () -> new SemaphoreScene(new StealingSemaphore(1))),
                        primitive("JammingSemaphore", () -> new SemaphoreScene(new JammingSemaphore(1)))),
                faults(EventFault.values(), fault -> new EventScene(new FaultyEvent(fault))),
                faults(ConditionFault.values(), fault -> new ConditionScene(new FaultyCondition(fault))),
                faults(BarrierFault.values(), fault -> new BarrierScene(new FaultyBarrier(2, fault))))
                .flatMap(each -> each);
    }

    private static Arguments primitive(String name, Supplier<Scene> scenes) {
        return argumentSet(name, name, scenes);
    }

    private static <F extends Enum<F>> Stream<Arguments> faults(
            F[] faults, Function<F, Scene> scenes) {
        return Arrays.stream(faults)
                .map(fault -> primitive(fault.getDeclaringClass().getSimpleName() + "." + fault,
                        () -> scenes.apply(fault)));
    }

    @ParameterizedTest
    @MethodSource({"primitives", "copiesWithoutFaults"})
    void primitive_underManySchedules_keepsItsPromises(String name, Supplier<Scene> scenes) {
        keepsItsPromises(name, scenes, RANDOM_PROGRAMS, IN_TURN, DRAWN);
    }

    @ParameterizedTest
    @MethodSource("primitives")
    @Tag("slow")
    void primitive_underVeryManySchedules_keepsItsPromises(String name, Supplier<Scene> scenes) {
        keepsItsPromises(name, scenes, 20 * RANDOM_PROGRAMS, 10 * IN_TURN, 10 * DRAWN);
    }

    private static void keepsItsPromises(String name, Supplier<Scene> scenes, int programs, int inTurn, int drawn) {
        ModelChecker.Report report = ModelChecker.check(scenes, programs(scenes, programs), inTurn, drawn);
        System.out.println(name + ": " + report);
        assertThat(report.violation()).isNull();
        assertThat(report.exhausted()).isPositive();
    }

    @ParameterizedTest
    @MethodSource("faults")
    void fault_isFound(String name, Supplier<Scene> scenes) {
        ModelChecker.Report report = ModelChecker.check(scenes, programs(scenes, RANDOM_PROGRAMS), IN_TURN, DRAWN);
        System.out.println(name + ": found after " + report);
        assertThat(report.violation()).as("what breaks").contains("broken: ", "program [", "schedule [");
    }

    @Test
    void program_ofTwoTasks_isPlayedUnderEverySchedule() {
        ModelChecker.Report report = ModelChecker.check(EventScene::ofEvent,
                List.of(List.of("yield yield", "yield yield")), 1000, 0);
        // two tasks are ready together in three ticks: either may come first in each
        assertThat(report).isEqualTo(new ModelChecker.Report(1, 1, 8, 7, null));
    }

    /** Two that do the same and a third that cancels the first, for all pairs of operations; and random ones. */
    private static List<List<String>> programs(Supplier<Scene> scenes, int random) {
        List<List<String>> programs = new ArrayList<>();
        Scene scene = scenes.get();
        List<String> operations = scene.operations().stream().distinct().toList();
        for (String one : operations) {
            for (String other : operations) {
                programs.add(List.of(one, one, other));
                programs.add(List.of(one, one, other + " cancel0"));
                programs.add(List.of(one, one, other, "cancel0 cancel1"));
            }
        }
        programs.addAll(scene.randomPrograms(random, SEED));
        return programs;
    }
}
