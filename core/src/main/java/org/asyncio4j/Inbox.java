package org.asyncio4j;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What other threads hand to a loop. Any thread adds, without ever blocking; the loop thread drains. The items of one
 * thread keep their order.
 */
final class Inbox {

    /*
     * A stack of nodes that producers push with one compare-and-set and the loop takes whole with one exchange, then
     * turns round. A push cannot block, throw or take a lock, as an Executor that schedules virtual threads must not.
     */

    private static final VarHandle TOP;

    static {
        try {
            TOP = MethodHandles.lookup().findVarHandle(Inbox.class, "top", Node.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Any thread, through {@link #TOP}. */
    @SuppressWarnings("unused")
    private volatile @Nullable Node top;

    private static final class Node {
        final Object item;
        @Nullable
        Node next;

        Node(Object item) {
            this.item = item;
        }
    }

    boolean isEmpty() {
        return top == null;
    }

    void add(Object item) {
        var node = new Node(item);
        do {
            node.next = top;
        } while (!TOP.compareAndSet(this, node.next, node));
    }

    /** Moves everything to the end of a queue, oldest first. */
    void drainTo(ReadyQueue ready) {
        if (top != null) {
            drain(ready::add);
        }
    }

    /** Takes everything out, oldest first; of two threads that do so at once, each item goes to one. */
    void drain(Consumer<Object> taker) {
        Node node = (@Nullable Node) TOP.getAndSet(this, null);
        Node oldest = null;
        while (node != null) {
            Node next = node.next;
            node.next = oldest;
            oldest = node;
            node = next;
        }
        for (; oldest != null; oldest = oldest.next) {
            taker.accept(oldest.item);
        }
    }
}
