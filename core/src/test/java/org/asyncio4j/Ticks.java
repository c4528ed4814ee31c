package org.asyncio4j;

import static java.time.Duration.ofSeconds;
import static org.asyncio4j.Asyncio.getRunningLoop;
import static org.asyncio4j.Asyncio.sleep;

import java.util.ArrayList;
import java.util.List;

/** Counts the ticks from a cause to its effects. */
final class Ticks {

    /** A piece of a program that calls {@link #cause} once and {@link #effect} any number of times after it. */
    interface Scene {
        void play(Ticks ticks) throws Exception;
    }

    private final List<Long> effects = new ArrayList<>();
    private long start = -1;

    private Ticks() {}

    /** Plays a scene until nothing is left to do, and returns how many ticks after the cause each effect came. */
    static List<Long> of(Scene scene) {
        return of(new VirtualTime(), scene);
    }

    /** Plays a scene that lets time pass by itself too. */
    static List<Long> of(VirtualTime time, Scene scene) {
        var ticks = new Ticks();
        TestLoop.run(time, () -> {
            scene.play(ticks);
            sleep(ofSeconds(1)); // no time at all, as it is virtual: whatever is ready comes first
        });
        return ticks.effects;
    }

    void cause() {
        start = now();
    }

    void effect() {
        effects.add(now() - start);
    }

    /** The number of the current tick of the running loop. */
    static long now() {
        return ((BaseEventLoop) getRunningLoop()).tick().count();
    }
}
