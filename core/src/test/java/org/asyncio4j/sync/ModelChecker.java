package org.asyncio4j.sync;

import static java.time.Duration.ofSeconds;
import static org.asyncio4j.Asyncio.sleep;

import java.util.List;
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
     * @param violation the first broken promise, with the program and the schedule; null if none was broken
     */
    record Report(int programs, int exhausted, long schedules, long choices, @Nullable String violation) {
        @Override
        public String toString() {
            return "%,d programs (%,d of them under every schedule), %,d schedules, %,d choices".formatted(programs,
                    exhausted, schedules, choices);
        }
    }

    private static final long SEED = 20_251_123;

    private final Supplier<? extends Scene> scenes;
    private final int depthFirst;
    private final int atRandom;
    private final Choices choices = new Choices(SEED);
    private int exhausted;
    private long schedules;

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

    private Report check(List<List<String>> programs) {
        EventLoop loop = Asyncio.newEventLoop(new VirtualTime().options().withOrder(choices));
        loop.setExceptionHandler((_, _) -> {}); // of tasks that a broken primitive leaves behind
        try {
            Coroutine<Report> main = () -> play(programs);
            return loop.runUntilComplete(main);
        } finally {
            loop.close();
        }
    }

    private Report play(List<List<String>> programs) {
        int played = 0;
        String violation = null;
        for (List<String> program : programs) {
            played++;
            violation = play(program, depthFirst, atRandom);
            if (violation != null) {
                break;
            }
        }
        return new Report(played, exhausted, schedules, choices.count(), violation);
    }

    private @Nullable String play(List<String> program, int inTurn, int drawn) {
        choices.restart();
        for (int i = 0; i < inTurn + drawn; i++) {
            if (i == inTurn) {
                choices.drawAtRandom();
            }
            String violation = playOnce(program);
            if (violation != null) {
                return violation + "\nprogram " + program + "\nschedule " + choices;
            }
            if (!choices.advance()) {
                exhausted++;
                return null;
            }
        }
        return null;
    }

    private @Nullable String playOnce(List<String> program) {
        schedules++;
        Scene scene = scenes.get();
        scene.start(program);
        choices.begin();
        sleep(ofSeconds(1)); // no time at all, as it is virtual: until nothing is ready any more
        choices.end();
        scene.quiet();
        scene.cleanUp();
        return scene.violation();
    }
}
