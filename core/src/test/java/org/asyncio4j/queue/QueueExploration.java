package org.asyncio4j.queue;

import static org.asyncio4j.Asyncio.newEventLoop;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.asyncio4j.Asyncio;
import org.asyncio4j.RunnerOptions;
import org.asyncio4j.VirtualTime;

/** Plays programs in many schedules, all in one loop, until one of them shows something wrong. */
final class QueueExploration {

    private final int depthFirst;
    private final int atRandom;
    private Schedules schedules = new Schedules(0, 0, 0);
    private int programs;
    private int exhausted;
    private long runs;
    private long states;

    /** For each program, so many schedules depth first, and if those are not all, so many at random. */
    QueueExploration(int depthFirst, int atRandom) {
        this.depthFirst = depthFirst;
        this.atRandom = atRandom;
    }

    /**
     * Plays the programs.
     *
     * @param all the programs
     * @param lines makes the queue for a run
     * @param turn which item is next, of those in the order in which they were put
     * @param wanted what is looked for; other things that are wrong are passed over
     * @return the first thing that was wrong and says that, with what led to it; empty if there is nothing
     */
    String firstViolation(Iterable<QueueProgram> all, Function<QueueProgram, Line> lines,
            ToIntFunction<List<Integer>> turn, String wanted) {
        var options = new VirtualTime().options().withOrder(left -> schedules.next(left));
        return Asyncio.run(() -> {
            for (QueueProgram program : all) {
                String violation = play(program, lines, turn, wanted);
                if (!violation.isEmpty()) {
                    return violation;
                }
            }
            return "";
        }, RunnerOptions.defaults().withLoopFactory(() -> newEventLoop(options)));
    }

    private String play(QueueProgram program, Function<QueueProgram, Line> lines, ToIntFunction<List<Integer>> turn,
            String wanted) {
        Set<Integer> seen = new HashSet<>();
        schedules = new Schedules(depthFirst, atRandom, program.toString().hashCode());
        programs++;
        while (schedules.next()) {
            var run = new QueueRun(program, lines.apply(program), turn, seen);
            List<String> violations = run.play(schedules);
            runs++;
            if (violations.stream().anyMatch(violation -> violation.contains(wanted))) {
                return violations + " in " + run + ", schedule " + schedules;
            }
        }
        exhausted += schedules.exhausted() ? 1 : 0;
        states += seen.size();
        return "";
    }

    int exhausted() {
        return exhausted;
    }

    int programs() {
        return programs;
    }

    long states() {
        return states;
    }

    @Override
    public String toString() {
        return programs + " programs (" + exhausted + " in every schedule), " + runs + " runs, " + states + " states";
    }
}
