package org.asyncio4j.sync;

/**
 * A number of permits that tasks take and give back; who finds none waits, first come, first served.
 *
 * <pre>{@code
 * try (var permit = semaphore.acquire()) {
 *     download(url);
 * }
 * }</pre>
 *
 * <p><b>Threads:</b> the loop's only.
 */
public final class Semaphore {

    /*
     * A permit is handed to a waiter at the moment it is woken, so that nobody can take it before the waiter goes on. A
     * waiter that is cancelled after that gives it back.
     */

    /** One permit, for a {@code try} statement: closing it gives it back. */
    public final class Permit implements AutoCloseable {

        private boolean released;

        private Permit() {}

        /** Gives the permit back; the second time does nothing. */
        @Override
        public void close() {
            if (!released) {
                released = true;
                release();
            }
        }
    }

    private final WaitQueue waiters = new WaitQueue(this);
    private int value;

    /**
     * Creates a semaphore.
     *
     * @param value how many permits there are
     * @throws IllegalArgumentException if that is negative
     */
    public Semaphore(int value) {
        if (value < 0) {
            throw new IllegalArgumentException("Semaphore initial value must be >= 0");
        }
        this.value = value;
    }

    /**
     * Takes a permit; suspends the current task until there is one and everyone who came before has been served.
     *
     * <p><b>Cancellation:</b> a task that is cancelled while it waits takes no permit.
     *
     * @return the permit, which closing gives back; {@link #release()} may be used instead
     * @throws org.asyncio4j.CancelledError if the current task is cancelled meanwhile
     * @throws IllegalStateException if called outside of a task, or if tasks of another loop have waited here
     */
    public Permit acquire() {
        if (!locked()) {
            value--;
            return new Permit();
        }
        try {
            waiters.await(() -> value++);
        } finally {
            while (handOver()) {
                // as asyncio does: who was woken wakes the next, as long as there are permits
            }
        }
        return new Permit();
    }

    /** Gives a permit back, or adds one; the first task that waits gets it. */
    public void release() {
        value++;
        handOver();
    }

    /** Hands one permit to the first waiter; tells whether there was one to hand over and somebody to take it. */
    private boolean handOver() {
        if (value > 0 && waiters.wakeFirst()) {
            value--;
            return true;
        }
        return false;
    }

    /**
     * Tells whether {@link #acquire()} would wait now.
     *
     * @return whether there is no permit, or somebody is waiting for one
     */
    public boolean locked() {
        return value == 0 || waiters.hasLiveWaiters();
    }

    @Override
    public String toString() {
        return "<Semaphore [" + (locked() ? "locked" : "unlocked, value:" + value)
                + (waiters.size() > 0 ? ", waiters:" + waiters.size() : "") + "]>";
    }
}
