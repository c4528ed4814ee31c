package org.asyncio4j.channel;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.stream.Collectors;
import org.asyncio4j.Task;
import org.jspecify.annotations.Nullable;

/** Those who wait on one side of a channel, in the order in which they came. */
final class Line<B extends Bid> {

    /** How many names a description shows. */
    private static final int NAMES_SHOWN = 5;

    /** Those of waiters that are done stand here until the step of their task; they count for nothing. */
    private final SequencedSet<B> bids = new LinkedHashSet<>();

    void add(B bid) {
        bids.add(bid);
    }

    void remove(B bid) {
        bids.remove(bid);
    }

    /** Strikes the first that can be; null if there is none. On a foreign thread it throws and strikes none. */
    @Nullable
    B strikeFirst() {
        while (!bids.isEmpty()) {
            B first = bids.getFirst();
            boolean struck = first.strike();
            bids.removeFirst();
            if (struck) {
                return first;
            }
        }
        return null;
    }

    boolean isEmpty() {
        return bids.stream().allMatch(bid -> bid.waiter().done());
    }

    /** The tasks that wait. */
    List<Task<?>> tasks() {
        return bids.stream().map(Bid::waiter).filter(waiter -> !waiter.done()).<Task<?>>map(Waiter::task).toList();
    }

    /** How many wait and the names of the first, after a word; nothing if nobody does. */
    String describe(String word) {
        List<Task<?>> tasks = tasks();
        if (tasks.isEmpty()) {
            return "";
        }
        return tasks.stream()
                .limit(NAMES_SHOWN)
                .map(task -> "'" + task.getName() + "'")
                .collect(Collectors.joining(", ", " " + word + "[" + tasks.size() + "] (",
                        tasks.size() > NAMES_SHOWN ? ", ...)" : ")"));
    }
}
