package org.asyncio4j.queue;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.asyncio4j.EventLoop;
import org.asyncio4j.Future;
import org.asyncio4j.Task;

/** The tasks that wait for one thing, in the order in which they came. */
final class Waiters {

    /*
     *               wakeNext, wakeAll               a tick later
     *    waiting ---------------------> woken ----------------------> goes on, and looks for itself
     *       |                             |
     *       | cancelled                   | cancelled
     *       v                             v
     *    leaves                        wakes the next in its place, if that is still of use
     *
     * A waiter is a future, and here only while it waits: who wakes it takes it out. To be woken is a hint and no
     * promise; what one was woken for may be gone a tick later, and then one waits again, behind those who came
     * meanwhile. So nothing has to be given back on the way, only the hint has to be passed on.
     */

    /** How many names a description shows. */
    private static final int NAMES_SHOWN = 5;

    /** The place of one task. */
    private static final class Waiter extends Future<Boolean> {

        private final Task<?> task;
        private final String title;

        Waiter(EventLoop loop, Task<?> task, String title) {
            super(loop);
            this.task = task;
            this.title = title;
        }

        boolean woken() {
            return done() && !cancelled();
        }

        @Override
        public String toString() {
            String state = cancelled() ? "cancelled" : done() ? "woken" : "pending";
            return "<Waiter " + state + " of " + title + ">";
        }
    }

    // written once
    private final String title;

    // loop thread only
    private final SequencedSet<Waiter> waiting = new LinkedHashSet<>();

    /** Nobody yet. The title is that of the queue: what a task that waits is seen to wait for. */
    Waiters(String title) {
        this.title = title;
    }

    /**
     * Waits until woken.
     *
     * @param loop the running loop
     * @param task the current task
     * @param isOfUse asked if the task was woken and is cancelled nevertheless: whether another could use the wake-up
     */
    void await(EventLoop loop, Task<?> task, BooleanSupplier isOfUse) {
        var waiter = new Waiter(loop, task, title);
        waiting.add(waiter);
        boolean goesOn = false;
        try {
            waiter.await();
            goesOn = true;
        } finally {
            if (!goesOn) {
                waiting.remove(waiter);
                if (waiter.woken() && isOfUse.getAsBoolean()) {
                    wakeNext();
                }
            }
        }
    }

    /** Wakes the first who waits and was not cancelled, if there is one. On a foreign thread it throws and wakes nobody. */
    void wakeNext() {
        boolean woke = false;
        while (!woke && !waiting.isEmpty()) {
            Waiter first = waiting.getFirst();
            if (!first.done()) {
                first.setResult(true);
                woke = true;
            }
            waiting.removeFirst();
        }
    }

    /** Wakes everyone who waits. */
    void wakeAll() {
        while (!waiting.isEmpty()) {
            wakeNext();
        }
    }

    /** The tasks that wait; one that was woken and has not gone on yet is none of them. */
    List<Task<?>> tasks() {
        return waiting.stream().<Task<?>>map(waiter -> waiter.task).toList();
    }

    /** How many wait, as asyncio shows it after a word, and the names of the first; nothing if nobody does. */
    String describe(String word) {
        if (waiting.isEmpty()) {
            return "";
        }
        return waiting.stream()
                .limit(NAMES_SHOWN)
                .map(waiter -> "'" + waiter.task.getName() + "'")
                .collect(Collectors.joining(", ", " " + word + "[" + waiting.size() + "] (",
                        waiting.size() > NAMES_SHOWN ? ", ...)" : ")"));
    }
}
