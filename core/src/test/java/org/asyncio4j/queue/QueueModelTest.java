package org.asyncio4j.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.asyncio4j.NothingLeft;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every schedule of small programs, and many of larger ones, against a sequential model: no item is lost or given twice,
 * nobody sleeps who could go on, maxsize holds. That such a search finds what it is for is shown by bugs that queues have
 * had, planted in a copy.
 */
@ExtendWith(NothingLeft.class)
class QueueModelTest {

    private static final ToIntFunction<List<Integer>> OLDEST = List::getFirst;
    private static final ToIntFunction<List<Integer>> NEWEST = List::getLast;

    private static List<QueueProgram> randomPrograms(long seed, int count) {
        var random = new Random(seed);
        return Stream.generate(() -> QueueProgram.random(random)).limit(count).toList();
    }

    private static Line queueFor(QueueProgram program) {
        return Line.of(new Queue<>(program.maxsize()));
    }

    private static void report(String what, QueueExploration exploration) {
        System.out.println(what + ": " + exploration);
    }

    @Test
    void twoTasks_inEverySchedule_keepToTheModel() {
        var exploration = new QueueExploration(10_000, 0);

        assertThat(exploration.firstViolation(QueueProgram.all(1, 2), QueueModelTest::queueFor, OLDEST, "")).isEmpty();

        report("two tasks", exploration);
        assertThat(exploration.exhausted()).isEqualTo(exploration.programs());
    }

    @Test
    @Tag("slow")
    void threeAndFourTasks_inEverySchedule_keepToTheModel() {
        var exploration = new QueueExploration(100_000, 0);

        for (int tasks = 3; tasks <= 4; tasks++) {
            assertThat(exploration.firstViolation(QueueProgram.all(1, tasks), QueueModelTest::queueFor, OLDEST, ""))
                    .isEmpty();
        }

        report("three and four tasks", exploration);
        assertThat(exploration.exhausted()).isEqualTo(exploration.programs());
    }

    @Test
    void fourTasksOfThreeOperations_inSomeSchedules_keepToTheModel() {
        var exploration = new QueueExploration(8, 8);

        assertThat(exploration.firstViolation(randomPrograms(1, 200), QueueModelTest::queueFor, OLDEST, "")).isEmpty();

        report("up to four tasks of three operations", exploration);
    }

    @Test
    @Tag("slow")
    void fourTasksOfThreeOperations_inVeryManySchedules_keepToTheModel() {
        var exploration = new QueueExploration(20_000, 2_000);

        assertThat(exploration.firstViolation(randomPrograms(2, 2_000), QueueModelTest::queueFor, OLDEST, ""))
                .isEmpty();

        report("up to four tasks of three operations", exploration);
    }

    @Test
    void lifoQueue_keepsToTheModel() {
        var exploration = new QueueExploration(5, 5);

        assertThat(exploration.firstViolation(randomPrograms(3, 50),
                program -> Line.of(new LifoQueue<>(program.maxsize())), NEWEST, "")).isEmpty();
    }

    @Test
    void priorityQueue_keepsToTheModel() {
        var exploration = new QueueExploration(5, 5);

        assertThat(exploration.firstViolation(randomPrograms(4, 50),
                program -> Line.of(new PriorityQueue<>(program.maxsize())), Collections::min, "")).isEmpty();
    }

    @Test
    void copyWithoutABug_keepsToTheModel() {
        var exploration = new QueueExploration(4, 4);

        assertThat(exploration.firstViolation(randomPrograms(9, 200),
                program -> new FaultyLine(null, program.maxsize()), OLDEST, "")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(FaultyLine.Fault.class)
    void plantedBug_isFound(FaultyLine.Fault fault) {
        var exploration = new QueueExploration(4, 4);

        String violation = exploration.firstViolation(randomPrograms(9, 1000),
                program -> new FaultyLine(fault, program.maxsize()), OLDEST, fault.violation);

        report(fault + " is found after", exploration);
        assertThat(violation).contains(fault.violation);
    }
}
