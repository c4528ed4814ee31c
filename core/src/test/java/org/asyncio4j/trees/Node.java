package org.asyncio4j.trees;

import java.util.List;
import java.util.StringJoiner;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A piece of a program.
 *
 * @param id its number in the program; where it runs as a task of its own, that of the task
 * @param kind what it does
 * @param delay a time in milliseconds; null for no limit
 * @param target the number of a task, group, timeout or future that it is about
 * @param parts the pieces it is made of
 */
record Node(int id, Kind kind, @Nullable Integer delay, int target, List<Node> parts) {

    enum Kind {
        SLEEP,
        /** Waits for a future that others wait for, too. */
        FUTURE,
        FAIL,
        SEQUENCE,
        /** Starts a task and waits for it. */
        TASK,
        /** Starts a task and does not wait for it. */
        SPAWN,
        SHIELD,
        GATHER,
        /** With the errors among the results. */
        GATHER_ALL,
        /** The first part is the body, the others are its tasks. */
        GROUP,
        /** Starts a task in a group around it. */
        ENLIST,
        TIMEOUT,
        RESCHEDULE,
        /** Runs in place. */
        WAIT_FOR,
        /** Runs in a task of its own. */
        WAIT_FOR_TASK,
        /** Waits for a task that was started elsewhere. */
        JOIN,
        JOIN_SHIELDED,
        /** The same in no time at all. */
        JOIN_NOW,
        CANCEL,
        CANCEL_SELF,
        UNCANCEL,
        /** Goes on after the first part was cancelled. */
        SWALLOW,
        /** Goes on after the first part failed. */
        CATCH,
        /** The second part runs after the first, whatever became of that. */
        CLEANUP
    }

    Node part() {
        return parts.getFirst();
    }

    /** This node and all below it. */
    Stream<Node> all() {
        return Stream.concat(Stream.of(this), parts.stream().flatMap(Node::all));
    }

    /** A call, in the syntax that Java and Python have in common. */
    @Override
    public String toString() {
        var call = new StringJoiner(", ", kind + "(", ")");
        call.add(String.valueOf(id));
        call.add(delay == null ? "None" : String.valueOf(delay));
        call.add(String.valueOf(target));
        parts.forEach(part -> call.add(part.toString()));
        return call.toString();
    }
}
