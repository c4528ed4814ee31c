package org.asyncio4j.model;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.asyncio4j.spi.ReadyOrder;

/**
 * Decides what a loop runs next, so that one schedule after the other is tried: all of them depth first, or at random from
 * a seed.
 */
final class Choices implements ReadyOrder {

    /*
     * A schedule is the list of choices made where there was one, each with how many there were. The next schedule has the
     * last choice that is not exhausted raised by one, and what comes after it dropped: it is replayed up to there, and
     * takes the oldest item from then on. The first schedule of all is asyncio's.
     */

    private static final int FIRST_CAPACITY = 64;
    /** The width of a choice that is replayed. */
    private static final int UNKNOWN = 0;

    private final Random random;
    private int[] chosen = new int[FIRST_CAPACITY];
    private int[] widths = new int[FIRST_CAPACITY];
    /** How many choices are fixed; those beyond are made as they come. */
    private int fixed;
    /** How many choices this schedule has had so far. */
    private int depth;
    private boolean atRandom;
    private boolean active;
    private long count;

    Choices(long seed) {
        this.random = new Random(seed);
    }

    /** Forgets all schedules; the next one is asyncio's. */
    void restart() {
        fixed = 0;
        atRandom = false;
    }

    /** From now on every schedule is drawn at random. */
    void drawAtRandom() {
        fixed = 0;
        atRandom = true;
    }

    /** The next schedule is this one, as {@link #schedule} gave it. */
    void replay(int... schedule) {
        chosen = Arrays.copyOf(schedule, Math.max(schedule.length, FIRST_CAPACITY));
        widths = new int[chosen.length];
        fixed = schedule.length;
        atRandom = false;
    }

    /** A schedule begins. */
    void begin() {
        depth = 0;
        active = true;
    }

    /** A schedule is over; what runs until the next one runs in asyncio's order. */
    void end() {
        active = false;
    }

    /** Goes on to the next schedule; tells whether there is one. */
    boolean advance() {
        if (atRandom) {
            return true;
        }
        int last = depth - 1;
        while (last >= 0 && chosen[last] + 1 == widths[last]) {
            last--;
        }
        if (last < 0) {
            return false;
        }
        chosen[last]++;
        fixed = last + 1;
        return true;
    }

    @Override
    public int next(int left) {
        if (!active || left == 1) {
            return 0;
        }
        if (depth == chosen.length) {
            chosen = Arrays.copyOf(chosen, 2 * depth);
            widths = Arrays.copyOf(widths, 2 * depth);
        }
        if (depth >= fixed) {
            chosen[depth] = atRandom ? random.nextInt(left) : 0;
            widths[depth] = left;
            count++;
        } else if (widths[depth] != left && widths[depth] != UNKNOWN) {
            throw new IllegalStateException("the program does not run the same way twice: choice " + depth
                    + " was one of "
                    + widths[depth] + " and is one of " + left + "; it must depend on nothing but the schedule");
        }
        return chosen[depth++];
    }

    /** How many different choices were made, in all schedules: the inner nodes of the tree that was explored. */
    long count() {
        return count;
    }

    /** The schedule, for a report. */
    List<Integer> schedule() {
        return Arrays.stream(chosen, 0, depth).boxed().toList();
    }
}
