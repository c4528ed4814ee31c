package org.asyncio4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.asyncio4j.NothingLeft;
import org.asyncio4j.model.FaultyPrimitives.BarrierFault;
import org.asyncio4j.model.FaultyPrimitives.ConditionFault;
import org.asyncio4j.model.FaultyPrimitives.EventFault;
import org.asyncio4j.model.FaultyPrimitives.FaultyBarrier;
import org.asyncio4j.model.FaultyPrimitives.FaultyCondition;
import org.asyncio4j.model.FaultyPrimitives.FaultyEvent;
import org.asyncio4j.model.FaultyPrimitives.FaultyLock;
import org.asyncio4j.model.FaultyPrimitives.FaultySemaphore;
import org.asyncio4j.model.FaultyPrimitives.JammingSemaphore;
import org.asyncio4j.model.FaultyPrimitives.LockFault;
import org.asyncio4j.model.FaultyPrimitives.SemaphoreFault;
import org.asyncio4j.model.FaultyPrimitives.StealingSemaphore;
import org.asyncio4j.sync.Semaphore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
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
                primitive("Barrier(3)", () -> BarrierScene.of(3)),
                primitive("Queue(1)", () -> QueueScene.ofQueue(1)),
                primitive("Queue(2)", () -> QueueScene.ofQueue(2)),
                primitive("LifoQueue(2)", () -> QueueScene.ofLifoQueue(2)),
                primitive("PriorityQueue(2)", () -> QueueScene.ofPriorityQueue(2)));
    }

    /** What shows that it is the fault of a copy that is found, and not the copy. */
    static Stream<Arguments> copiesWithoutFaults() {
        return Stream.of(primitive("copy of Lock", () -> new LockScene(new FaultyLock(null))),
                primitive("copy of Semaphore", () -> new SemaphoreScene(new FaultySemaphore(1, null))),
                primitive("copy of Event", () -> new EventScene(new FaultyEvent(null))),
                primitive("copy of Condition", () -> new ConditionScene(new FaultyCondition(null))),
                primitive("copy of Barrier", () -> new BarrierScene(new FaultyBarrier(2, null))),
                primitive("copy of Queue", () -> faultyQueue(null)));
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                faults(LockFault.values(), fault -> new LockScene(new FaultyLock(fault))),
                faults(SemaphoreFault.values(), fault -> new SemaphoreScene(new FaultySemaphore(1, fault))),
                Stream.of(primitive("StealingSemaphore", () -> new SemaphoreScene(new StealingSemaphore(1))),
                        primitive("JammingSemaphore", () -> new SemaphoreScene(new JammingSemaphore(1)))),
                faults(EventFault.values(), fault -> new EventScene(new FaultyEvent(fault))),
                faults(ConditionFault.values(), fault -> new ConditionScene(new FaultyCondition(fault))),
                faults(BarrierFault.values(), fault -> new BarrierScene(new FaultyBarrier(2, fault))),
                faults(FaultyQueue.Fault.values(), ModelCheckerTest::faultyQueue))
                .flatMap(each -> each);
    }

    private static Scene faultyQueue(FaultyQueue.@Nullable Fault fault) {
        return new QueueScene(new FaultyQueue(fault, 1), 1, QueueScene.OLDEST);
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
        keepsItsPromises(name, scenes, 5 * RANDOM_PROGRAMS, 5 * IN_TURN, 5 * DRAWN);
    }

    private static void keepsItsPromises(String name, Supplier<Scene> scenes, int programs, int inTurn, int drawn) {
        ModelChecker.Report report = ModelChecker.check(scenes, programs(scenes, programs), inTurn, drawn);
        System.out.println(name + ": " + report);
        assertThat(report.violation()).isNull();
        assertThat(report.exhausted()).isPositive();
    }

    @ParameterizedTest
    @MethodSource("primitives")
    void primitive_inEveryScheduleOfTwoTasks_keepsItsPromises(String name, Supplier<Scene> scenes) {
        everySchedule(name, scenes, 2);
    }

    @ParameterizedTest
    @MethodSource("primitives")
    @Tag("slow")
    void primitive_inEveryScheduleOfThreeTasks_keepsItsPromises(String name, Supplier<Scene> scenes) {
        everySchedule(name, scenes, 3);
    }

    private static void everySchedule(String name, Supplier<Scene> scenes, int tasks) {
        ModelChecker.Report report = ModelChecker.check(scenes, Programs.all(scenes.get(), tasks), Integer.MAX_VALUE,
                0);
        System.out.println(name + ", " + tasks + " tasks: " + report);
        assertThat(report.violation()).isNull();
        assertThat(report.exhausted()).isEqualTo(report.programs());
    }

    @ParameterizedTest
    @MethodSource("faults")
    void fault_isFound_andItsScheduleShowsItAgain(String name, Supplier<Scene> scenes) {
        ModelChecker.Report report = ModelChecker.check(scenes, programs(scenes, 4 * RANDOM_PROGRAMS), IN_TURN, DRAWN);
        System.out.println(name + ": found after " + report);

        ModelChecker.Violation violation = Objects.requireNonNull(report.violation(), "what breaks");
        assertThat(violation.text()).startsWith("broken: ");
        assertThat(ModelChecker.replay(scenes, violation.program(), violation.schedule())).isEqualTo(violation);
    }

    @ParameterizedTest
    @EnumSource
    void faultOfAQueue_isFoundForWhatItIs(FaultyQueue.Fault fault) {
        Supplier<Scene> scenes = () -> faultyQueue(fault);
        List<List<String>> programs = programs(scenes, 10 * RANDOM_PROGRAMS);

        // a fault may break several promises; the one it is named after is among them
        assertThat(programs.stream()
                .map(program -> ModelChecker.check(scenes, List.of(program), 4, 4).violation())
                .anyMatch(violation -> violation != null && violation.text().contains(fault.violation))).isTrue();
    }

    @Test
    void program_ofTwoTasks_isPlayedUnderEverySchedule() {
        ModelChecker.Report report = ModelChecker.check(EventScene::ofEvent,
                List.of(List.of("yield yield", "yield yield")), 1000, 0);
        // two tasks are ready together in three ticks: either may come first in each
        assertThat(report.schedules()).isEqualTo(8);
        assertThat(report.choices()).isEqualTo(7);
        assertThat(report.exhausted()).isOne();
        assertThat(report.violation()).isNull();
    }

    private static List<List<String>> programs(Supplier<Scene> scenes, int random) {
        List<List<String>> programs = new ArrayList<>(Programs.pairs(scenes.get()));
        programs.addAll(Programs.random(scenes.get(), random, SEED));
        return programs;
    }
}
