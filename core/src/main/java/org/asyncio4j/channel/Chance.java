package org.asyncio4j.channel;

import java.util.SplittableRandom;
import org.asyncio4j.Asyncio;
import org.asyncio4j.LoopLocal;

/** Decides between clauses that are ready at the same time: a sequence for each loop, which depends on its seed alone. */
final class Chance {

    /** The same for every loop and every run of a program, so that runs can be compared. */
    private static final long DEFAULT_SEED = 0;

    private static final LoopLocal<SplittableRandom> SEQUENCE = LoopLocal
            .withInitial(() -> new SplittableRandom(DEFAULT_SEED));

    private Chance() {}

    /** Starts the sequence of the running loop anew. */
    static void seed(long seed) {
        SEQUENCE.set(Asyncio.getRunningLoop(), new SplittableRandom(seed));
    }

    /** The next choice of the running loop, less than the bound; takes nothing from the sequence if there is only one. */
    static int below(int bound) {
        return bound == 1 ? 0 : SEQUENCE.get(Asyncio.getRunningLoop()).nextInt(bound);
    }
}
