package org.asyncio4j.channel;

import java.util.Collections;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.WeakHashMap;
import org.asyncio4j.Asyncio;
import org.asyncio4j.EventLoop;

/** Decides between clauses that are ready at the same time: a sequence for each loop, which depends on its seed alone. */
final class Chance {

    /** The same for every loop and every run of a program, so that runs can be compared. */
    private static final long DEFAULT_SEED = 0;

    private static final Map<EventLoop, SplittableRandom> BY_LOOP = Collections.synchronizedMap(new WeakHashMap<>());

    private Chance() {}

    /** Starts the sequence of the running loop anew. */
    static void seed(long seed) {
        BY_LOOP.put(Asyncio.getRunningLoop(), new SplittableRandom(seed));
    }

    /** The next choice of the running loop, less than the bound; takes nothing from the sequence if there is only one. */
    static int below(int bound) {
        return bound == 1
                ? 0
                : BY_LOOP.computeIfAbsent(Asyncio.getRunningLoop(), _ -> new SplittableRandom(DEFAULT_SEED))
                        .nextInt(bound);
    }
}
