package org.asyncio4j;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The tasks of a group that have not ended, or ended in this tick; in the order of creation. */
final class GroupChildren {

    /*
     * A list that is linked both ways. Its links are the callbacks by which the group hears of the ends: a task costs one
     * object, and no hash code, which a set would have the JVM make for each.
     */

    // written once
    private final Consumer<Task<?>> ended;

    // loop thread only
    private @Nullable Child first;
    private @Nullable Child last;
    private int size;

    private final class Child implements Future.InternalCallback {

        private final Task<?> task;
        private @Nullable Child before;
        private @Nullable Child after;

        Child(Task<?> task, @Nullable Child before) {
            this.task = task;
            this.before = before;
        }

        @Override
        public void done(Future<?> future) {
            remove(this);
            ended.accept(task);
        }
    }

    /** No tasks; those that are added are handed to a callback, a tick after they have ended. */
    GroupChildren(Consumer<Task<?>> ended) {
        this.ended = ended;
    }

    boolean isEmpty() {
        return size == 0;
    }

    int size() {
        return size;
    }

    void add(Task<?> task) {
        var child = new Child(task, last);
        if (last == null) {
            first = child;
        } else {
            last.after = child;
        }
        last = child;
        size++;
        task.addInternalCallback(child);
    }

    private void remove(Child child) {
        Child before = child.before;
        Child after = child.after;
        if (before == null) {
            first = after;
        } else {
            before.after = after;
        }
        if (after == null) {
            last = before;
        } else {
            after.before = before;
        }
        child.before = null; // one that the collector has aged must not keep those that came later
        child.after = null;
        size--;
    }

    void forEach(Consumer<Task<?>> action) {
        for (Child child = first; child != null; child = child.after) {
            action.accept(child.task);
        }
    }
}
