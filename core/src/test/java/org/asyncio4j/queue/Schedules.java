package org.asyncio4j.queue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.asyncio4j.spi.ReadyOrder;

/**
 * The order of a loop as a search: the choices of one schedule after the other, depth first until a bound is reached, and
 * from then on at random, with a seed.
 */
final class Schedules implements ReadyOrder {

    /** What was chosen, of how many. */
    private record Choice(int index, int of) {}

    private final Random random;
    private final int depthFirst;
    private final int atRandom;
    private final List<Choice> choices = new ArrayList<>();
    /** How many of the choices the current schedule has used. */
    private int position;
    private boolean recording;
    private int played;
    private boolean exhausted;

    /** So many schedules depth first; if those are not all, so many at random. */
    Schedules(int depthFirst, int atRandom, long seed) {
        this.depthFirst = depthFirst;
        this.atRandom = atRandom;
        this.random = new Random(seed);
    }

    /** Goes on to the next schedule; false if there is none, or the bounds are reached. */
    boolean next() {
        if (played > 0 && played < depthFirst) {
            exhausted = !backtrack();
        } else {
            choices.clear();
        }
        position = 0;
        return !exhausted && played++ < depthFirst + atRandom;
    }

    private boolean backtrack() {
        while (!choices.isEmpty()) {
            Choice last = choices.removeLast();
            if (last.index + 1 < last.of) {
                choices.add(new Choice(last.index + 1, last.of));
                return true;
            }
        }
        return false;
    }

    /** From here on the order of the loop is that of the schedule. */
    void begin() {
        recording = true;
    }

    /** From here on the order of the loop is asyncio's. */
    void end() {
        recording = false;
    }

    @Override
    public int next(int left) {
        if (!recording || left == 1) {
            return 0;
        }
        if (position == choices.size()) {
            choices.add(new Choice(played > depthFirst ? random.nextInt(left) : 0, left));
        }
        Choice choice = choices.get(position++);
        if (choice.of != left) {
            throw new IllegalStateException("choice " + position + " was one of " + choice.of + " and is one of " + left
                    + "; a program must do the same in the same schedule");
        }
        return choice.index;
    }

    /** Whether every schedule there is was played. */
    boolean exhausted() {
        return exhausted;
    }

    /** What was chosen in the current schedule. */
    @Override
    public String toString() {
        return choices.stream().map(choice -> choice.index + "/" + choice.of).toList().toString();
    }
}
