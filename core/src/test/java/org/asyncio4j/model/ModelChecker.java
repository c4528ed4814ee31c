package org.asyncio4j.model;

import static java.time.Duration.ofSeconds;
import static org.asyncio4j.Asyncio.sleep;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.asyncio4j.Asyncio;
import org.asyncio4j.Coroutine;
import org.asyncio4j.EventLoop;
import org.asyncio4j.VirtualTime;
import org.jspecify.annotations.Nullable;

/**
 * Plays small programs under every order in which their steps can run, and looks for one that breaks a promise.
 *
 * <p>Every schedule of a program is tried, depth first, as long as there are not too many; then some are drawn at random.
 */
final class ModelChecker {

    /**
     * What was found.
     *
     * @param programs how many programs were played
     * @param exhausted of how many every schedule was tried
     * @param schedules how many schedules were played
     * @param choices how many different choices were made in them
     * @param states how many different states the programs went through
     * @param violation the first broken promise; null if none was broken
     */
    record Report(int programs, int exhausted, long schedules, long choices, long states,
            @Nullable Violation violation) {
        @Override
        public String toString() {
            return "%,d programs (%,d of them under every schedule), %,d schedules, %,d choices, %,d states".formatted(
                    programs, exhausted, schedules, choices, states);
        }
    }

    /**
     * A broken promise, and how to come to it again.
     *
     * @param text what was broken, and what had happened
     * @param program the operations of each task
     * @param schedule the choices made, for {@link #replay}
     */
    record Violation(String text, List<String> program, List<Integer> schedule) {}

    private static final long SEED = 20_251_123;

    private final Supplier<? extends Scene> scenes;
    private final int depthFirst;
    private final int atRandom;
    private final Choices choices = new Choices(SEED);
    private int exhausted;
    private long schedules;
    private long states;
    /** Those of the current program. */
    private final Set<Integer> seen = new HashSet<>();

    private ModelChecker(Supplier<? extends Scene> scenes, int depthFirst, int atRandom) {
        this.scenes = scenes;
        this.depthFirst = depthFirst;
        this.atRandom = atRandom;
    }

    /**
     * Plays programs until one breaks a promise.
     *
     * @param scenes makes a new primitive, and what must hold of it
     * @param programs the operations of each task of each program
     * @param depthFirst how many schedules of a program are tried in turn
     * @param atRandom how many are drawn if there are more
     */
    static Report check(Supplier<? extends Scene> scenes, List<List<String>> programs, int depthFirst, int atRandom) {
        return new ModelChecker(scenes, depthFirst, atRandom).check(programs);
    }

    /**
     * Plays one program under one schedule.
     *
     * @param scenes makes a new primitive, and what must hold of it
     * @param program the operations of each task
     * @param schedule the choices to make; what comes after them is in asyncio's order
     * @return the promise that was broken, or null
     */
    static @Nullable Violation replay(Supplier<? extends Scene> scenes, List<String> program, List<Integer> schedule) {
        var checker = new ModelChecker(scenes, 1, 0);
        checker.choices.replay(schedule.stream().mapToInt(Integer::intValue).toArray());
        Coroutine<@Nullable Violation> once = () -> checker.playOnce(program);
        return checker.run(once);
    }

    private Report check(List<List<String>> programs) {
        Coroutine<Report> main = () -> play(programs);
        return run(main);
    }

    private <T extends @Nullable Object> T run(Coroutine<T> main) {
        EventLoop loop = Asyncio.newEventLoop(new VirtualTime().options().withOrder(choices));
        loop.setExceptionHandler((_, _) -> {}); // of tasks that a broken primitive leaves behind
        try {
            return loop.runUntilComplete(main);
        } finally {
            loop.close();
        }
    }

    private Report play(List<List<String>> programs) {
        int played = 0;
        Violation violation = null;
        for (List<String> program : programs) {
            played++;
            violation = play(program, depthFirst, atRandom);
            states += seen.size();
            seen.clear();
            if (violation != null) {
                break;
            }
        }
        return new Report(played, exhausted, schedules, choices.count(), states, violation);
    }

    private @Nullable Violation play(List<String> program, int inTurn, int drawn) {
        choices.restart();
        for (int i = 0; i < inTurn + drawn; i++) {
            if (i == inTurn) {
                choices.drawAtRandom();
            }
            Violation violation = playOnce(program);
            if (violation != null) {
                return violation;
            }
            if (!choices.advance()) {
                exhausted++;
                return null;
            }
        }
        return null;
    }

    private @Nullable Violation playOnce(List<String> program) {
        schedules++;
        Scene scene = scenes.get();
        scene.start(program, seen);
        choices.begin();
        sleep(ofSeconds(1)); // no time at all, as it is virtual: until nothing is ready any more
        choices.end();
        scene.quiet();
        scene.cleanUp();
        String broken = scene.violation();
        return broken == null ? null : new Violation(broken, program, choices.schedule());
    }
}
