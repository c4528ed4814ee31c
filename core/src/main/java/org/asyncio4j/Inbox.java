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
     * A stack of links that producers push with one compare-and-set and the loop takes whole with one exchange, then
     * turns round. A push cannot block, throw or take a lock, as an Executor that schedules virtual threads must not.
     *
     * A handle is its own link: nothing is allocated to hand it over, and nothing else is to be fetched from the other
     * processor's cache. It is handed over once in its life. What may come again while it is still here, as a thread may
     * that was woken twice, gets a new link each time.
     */

    private static final VarHandle TOP = FieldAccess.to(MethodHandles.lookup(), "top", Link.class);

    /** Any thread, through {@link #TOP}. */
    @SuppressWarnings("unused")
    private volatile @Nullable Link top;

    /** An item that can be handed over once. */
    abstract static class Link {
        /** Written by the producer before it pushes this link, and by who takes it out. */
        private @Nullable Link next;

        /** What is handed over. */
        Object item() {
            return this;
        }
    }

    private static final class Wrapper extends Link {
        private final Object item;

        Wrapper(Object item) {
            this.item = item;
        }

        @Override
        Object item() {
            return item;
        }
    }

    boolean isEmpty() {
        return top == null;
    }

    void add(Object item) {
        Link link = item instanceof Link own ? own : new Wrapper(item);
        do {
            link.next = top;
        } while (!TOP.compareAndSet(this, link.next, link));
    }

    /** Moves everything to the end of a queue, oldest first. */
    void drainTo(ReadyQueue ready) {
        if (top != null) {
            drain(ready::add);
        }
    }

    /** Takes everything out, oldest first; of two threads that do so at once, each item goes to one. */
    void drain(Consumer<Object> taker) {
        Link oldest = reversed((@Nullable Link) TOP.getAndSet(this, null));
        while (oldest != null) {
            Link next = oldest.next;
            oldest.next = null; // so that an item somebody keeps does not keep those behind it
            taker.accept(oldest.item());
            oldest = next;
        }
    }

    private static @Nullable Link reversed(@Nullable Link youngest) {
        Link link = youngest;
        Link oldest = null;
        while (link != null) {
            Link next = link.next;
            link.next = oldest;
            oldest = link;
            link = next;
        }
        return oldest;
    }
}
